import { OnebitError } from '@onebit/errors';
import type { ClassifyOptions } from './result.ts';

/** The threshold of every label: the given ones, the model's own for the rest. */
export function thresholdsFor(
  given: ClassifyOptions['threshold'],
  labels: readonly string[],
  own: readonly number[],
): readonly number[] {
  if (given === undefined) return own;
  if (typeof given === 'number') return labels.map(() => checked(given));
  if (typeof given !== 'object' || given === null) throw refuse(given);
  const chosen = [...own];
  for (const [label, threshold] of Object.entries(given)) {
    chosen[indexOfLabel(label, labels)] = checked(threshold);
  }
  return chosen;
}

/** The index of a label that a caller named. */
export function indexOfLabel(label: string, labels: readonly string[]): number {
  const index = labels.indexOf(label);
  if (index >= 0) return index;
  throw new OnebitError('label-unknown', {
    expected: labels.join(', '),
    received: JSON.stringify(label) ?? typeof label,
    hint: 'Use the labels of the model.',
  });
}

function checked(threshold: number): number {
  if (typeof threshold === 'number' && threshold >= 0 && threshold <= 1) return threshold;
  throw refuse(threshold);
}

const refuse = (received: unknown): OnebitError =>
  new OnebitError('value-invalid', {
    expected: 'a threshold from 0 to 1, or one by label',
    received: String(received),
    hint: 'Thresholds are probabilities, not log-odds.',
  });
