import { OnebitError } from '@onebit/errors';
import { element, hitOrMissElement, sequence, type Step } from '@onebit/morphology';
import { argumentOf } from './vocabulary.ts';

/** Where and why the text cannot be read. */
export interface SequenceFault {
  readonly position: number;
  readonly expected: string;
  readonly received: string;
  readonly hint: string;
}

export interface ReadSequence {
  readonly steps: readonly Step[];
  readonly error?: SequenceFault;
}

/** Reads the text of the sequence field; an empty text has no steps. */
export function readSequence(text: string): ReadSequence {
  if (text.trim() === '') return { steps: [] };
  try {
    return { steps: sequence(text).steps };
  } catch (error) {
    if (!(error instanceof OnebitError)) throw error;
    const { position = 0, expected, received, hint } = error;
    return {
      steps: [],
      error: { position: Math.min(position, text.length), expected, received, hint },
    };
  }
}

/** The first `through` steps as text, or all of them. */
export function stepsThrough(steps: readonly Step[], through: number | null): string {
  return steps.slice(0, through ?? undefined).join(' + ');
}

/** A structuring element as rows of cells, with its origin, for a picture. */
export interface ElementShape {
  readonly rows: readonly string[];
  readonly originX: number;
  readonly originY: number;
}

/** The shape that an argument describes, or undefined where it is no element. */
export function shapeOf(step: Step): ElementShape | undefined {
  const takes = argumentOf(step.operation);
  const text = step.arguments[0];
  if (text === undefined || (takes !== 'element' && takes !== 'pattern')) return undefined;
  try {
    const { rows, originX, originY } = takes === 'pattern' ? hitOrMissElement(text) : element(text);
    return { rows, originX, originY };
  } catch (error) {
    if (error instanceof OnebitError) return undefined;
    throw error;
  }
}
