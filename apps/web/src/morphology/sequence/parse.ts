import { OnebitError } from '@onebit/errors';
import {
  element,
  hitOrMissElement,
  type LearnedFilters,
  learnedNames,
  sequence,
  type Step,
} from '@onebit/morphology';
import { argumentOf, type Argument } from './vocabulary.ts';

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

/** Filters that are only known by name here: they run in the worker. */
function byName(names: readonly string[]): LearnedFilters {
  const apply = (): never => {
    throw new TypeError('A learned filter runs in the worker.');
  };
  return new Map(names.map((name) => [name, { apply }]));
}

/**
 * Reads a sequence; an empty text has no steps.
 *
 * @param learned - the names that `learned:NAME` may call
 */
export function readSequence(text: string, learned: readonly string[] = []): ReadSequence {
  if (text.trim() === '') return { steps: [] };
  try {
    return { steps: sequence(text, { learned: byName(learned) }).steps };
  } catch (error) {
    if (!(error instanceof OnebitError)) throw error;
    const { position = 0, expected, received, hint } = error;
    // A filter that is not on the page has another way out here than the library's own.
    const absent = learnedNames(text).some((name) => !learned.includes(name));
    const isLearned = absent && expected.startsWith('a learned filter');
    return {
      steps: [],
      error: {
        position: Math.min(position, text.length),
        expected,
        received,
        hint: isLearned ? 'Load its model file below, or teach a filter by example.' : hint,
      },
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

/** The shape that a step's argument describes, or undefined where it is none. */
export function shapeOf(step: Step): ElementShape | undefined {
  const text = step.arguments[0];
  return text === undefined ? undefined : tryShape(argumentOf(step.operation), text);
}

/** The shape that a suggested word stands for, or undefined where it is none. */
export function shapeOfWord(word: string): ElementShape | undefined {
  return tryShape('element', word) ?? tryShape('pattern', word);
}

function tryShape(takes: Argument | undefined, text: string): ElementShape | undefined {
  try {
    return readShape(takes, text);
  } catch (error) {
    if (error instanceof OnebitError) return undefined;
    throw error;
  }
}

function readShape(takes: Argument | undefined, text: string): ElementShape | undefined {
  switch (takes) {
    case 'element':
      return element(text);
    case 'pattern':
      return hitOrMissElement(text);
    case 'window': {
      const [width = '', height = width] = text.split('x');
      return element(`rect${width}x${height}`);
    }
    default:
      return undefined;
  }
}
