import { describeValue, OnebitError } from '@onebit/errors';
import type { ClassifyOptions } from './result.ts';

/** The threshold of every label: the given ones, the model's own for the rest. */
export function thresholdsFor(
  given: ClassifyOptions['threshold'],
  labels: readonly string[],
  own: readonly number[],
): readonly number[] {
  if (given === undefined) return own;
  if (typeof given === 'number') return labels.map(() => checked(given));
  // An array or a Map has no members by label.
  if (typeof given !== 'object' || given === null || Symbol.iterator in given) throw refuse(given);
  const chosen = [...own];
  for (const [label, threshold] of Object.entries(given)) {
    chosen[indexOfLabel(label, labels)] = checked(threshold, label);
  }
  return chosen;
}

/** The index of a label that a caller named. */
export function indexOfLabel(label: string, labels: readonly string[]): number {
  const index = labels.indexOf(label);
  if (index >= 0) return index;
  throw new OnebitError('label-unknown', {
    expected: labels.join(', '),
    received: describeValue(label),
    hint: 'Use the labels of the model.',
  });
}

function checked(threshold: unknown, label?: string): number {
  if (typeof threshold === 'number' && threshold >= 0 && threshold <= 1) return threshold;
  throw refuse(threshold, label);
}

const refuse = (received: unknown, label?: string): OnebitError =>
  new OnebitError('value-invalid', {
    expected: `a threshold from 0 to 1${label === undefined ? ', or one by label' : ` for "${label}"`}`,
    received: describeValue(received),
    hint:
      typeof received === 'number' && !Number.isNaN(received)
        ? 'Thresholds are probabilities, not log-odds.'
        : 'Give a number such as 0.3, without quotes, or an object such as { joy: 0.3 }.',
  });
