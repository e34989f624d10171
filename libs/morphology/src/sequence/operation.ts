import type { BitImage } from '@onebit/image';
import type { Border } from '../borders/border.ts';
import type { StepArguments } from './arguments.ts';
import type { ResultKind, SequenceResult } from './result.ts';
import type { Slices } from './slices.ts';

/** What an operation finds while it runs. */
export interface StepContext {
  readonly border: Border;
  /** The image that the whole sequence was given. */
  readonly input: BitImage;
}

/** An operation with its arguments: what one step of a sequence does. */
export interface BoundOperation {
  /** The arguments as text, canonical. */
  readonly arguments: readonly string[];
  readonly result: ResultKind;
  run(image: BitImage, context: StepContext): Slices<SequenceResult>;
}

/** An operation of the grammar: reads its arguments. */
export interface Operation {
  /** One line for help texts. */
  readonly summary: string;
  /** The arguments as help texts show them. */
  readonly usage: string;
  bind(args: StepArguments): BoundOperation;
}

/** A step that gives a bit image in one go. */
export function imageStep(
  args: readonly string[],
  apply: (image: BitImage, context: StepContext) => BitImage,
): BoundOperation {
  return {
    arguments: args,
    result: 'image',
    // eslint-disable-next-line require-yield -- one slice
    *run(image, context) {
      return { kind: 'image', image: apply(image, context) };
    },
  };
}

/** A step that gives a bit image in slices. */
export function slicedStep(
  args: readonly string[],
  apply: (image: BitImage, context: StepContext) => Slices<BitImage>,
): BoundOperation {
  return {
    arguments: args,
    result: 'image',
    *run(image, context) {
      return { kind: 'image', image: yield* apply(image, context) };
    },
  };
}

/** A step that ends the sequence in numbers. */
export function mapStep(
  args: readonly string[],
  kind: Exclude<ResultKind, 'image'>,
  measure: (image: BitImage) => SequenceResult,
): BoundOperation {
  return {
    arguments: args,
    result: kind,
    // eslint-disable-next-line require-yield -- one slice
    *run(image) {
      return measure(image);
    },
  };
}
