import { OnebitError } from '@onebit/errors';
import type { BitImage } from '@onebit/image';
import { type BorderOptions, parseBorder } from '../borders/border.ts';
import { type Piece, unreadable } from '../text/piece.ts';
import { didYouMean, nearest } from '../text/suggestion.ts';
import { type LearnedFilters, StepArguments } from './arguments.ts';
import { type StepText, cutSequence } from './grammar.ts';
import type { BoundOperation, StepContext } from './operation.ts';
import { type OperationName, operationNames, operations, otherNames } from './operations.ts';
import type { ResultKind, SequenceResult } from './result.ts';
import { readShortForm } from './short-form.ts';
import { type Slices, finish } from './slices.ts';

/** Options of {@link sequence}. */
export interface SequenceReadOptions {
  /** The filters that `learned:NAME` finds. */
  readonly learned?: LearnedFilters;
}

/** Options of {@link Sequence.apply}. */
export interface SequenceOptions extends BorderOptions {
  /** Stops the work with the error `aborted`. */
  readonly signal?: AbortSignal;
}

/** How far {@link Sequence.run} has come. */
export interface SequenceProgress {
  /** 0 to 1: finished steps by all steps. It never falls, and the last one is 1. */
  readonly fraction: number;
  /** Finished steps. */
  readonly step: number;
  readonly steps: number;
  /** The operation that runs now, or the last one at the end. */
  readonly operation: string;
}

/** Options of {@link Sequence.run}. */
export interface RunOptions extends SequenceOptions {
  /** Called before every step and once at the end. */
  readonly onProgress?: (progress: SequenceProgress) => void;
  /**
   * Shown the image after every step that gives one, with the number of steps done; the image is
   * only good until the function returns.
   */
  readonly onStep?: (image: BitImage, step: number) => void;
}

/** One operation of a sequence with its arguments. */
export interface Step {
  readonly operation: OperationName;
  /** The arguments, canonical: elements as {@link element} reads them. */
  readonly arguments: readonly string[];
  /** What the step gives: only the last one may give anything but an image. */
  readonly result: ResultKind;
  /** The step as text. */
  toString(): string;
}

/** Longest uninterrupted piece of {@link Sequence.run}, in milliseconds. */
const SLICE_MILLISECONDS = 12;

/**
 * Reads a sequence of operations.
 *
 * Operations are joined by `+` or by white space and run from left to right; each is
 * `name:argument:argument`, or Leptonica's short form (`o3.3`: open by 3 columns x 3 rows). Case does
 * not matter. The README lists the operations and their arguments.
 *
 * @param text - such as `open:disk3 + close:rect5x5 + fill-holes`; at most 64 operations
 * @param options - the learned filters that `learned:NAME` may call
 * @throws OnebitError `sequence-invalid` with the position of the fault, or the error of an
 *   element (`size-invalid`, `element-empty`, `index-out-of-range`) at its position; `value-invalid`
 *   for what is no text
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { sequence } from '@onebit/morphology';
 * const cleaning = sequence('open:square2 close:HLINE3');
 * console.log(cleaning.toString()); // open:square2 + close:hline3
 * const image = BitImage.fromRows(['0110110', '0110110', '0000000']);
 * console.log(cleaning.apply(image, { border: 'scikit-image' }).toRows().join('/')); // 1111111/1111111/0000000
 * ```
 */
export function sequence(text: string, options: SequenceReadOptions = {}): Sequence {
  return new Sequence(text, options);
}

/** A sequence of operations, read from text by {@link sequence}. */
export class Sequence {
  readonly steps: readonly Step[];
  /** What the last step gives. */
  readonly result: ResultKind;
  readonly #bound: readonly BoundOperation[];

  constructor(text: string, options: SequenceReadOptions = {}) {
    const written = cutSequence(text);
    const read = written.map((step) => readStep(step, options.learned));
    for (const [index, { step }] of read.entries()) {
      if (step.result !== 'image' && index < read.length - 1) {
        throw unreadable(
          'sequence-invalid',
          written[index + 1]!.operation,
          `nothing after ${step.operation}, which gives numbers instead of bits`,
          `Put ${step.operation} last.`,
        );
      }
    }
    this.steps = read.map(({ step }) => step);
    this.#bound = read.map(({ bound }) => bound);
    this.result = this.steps.at(-1)!.result;
  }

  /** The sequence as canonical text, which reads back as the same sequence. */
  toString(): string {
    return this.steps.join(' + ');
  }

  /**
   * Runs every step now and gives the image they end in.
   *
   * @param image - any size; it is left as it is
   * @param options - border rule of every step; a signal that stops the work between steps
   * @returns a new image of the same size
   * @throws OnebitError `sequence-result` when the sequence ends in `distance` or `label` (use
   *   {@link evaluate}), `border-unknown`, `aborted`
   */
  apply(image: BitImage, options: SequenceOptions = {}): BitImage {
    this.#requireImage();
    return imageOf(finish(this.#work(image, options)));
  }

  /**
   * Runs the steps in slices, letting other work in between, and gives the image they end in.
   *
   * @param image - any size; it must stay undisposed until the promise settles
   * @param options - border rule, signal, and a function told of the progress
   * @returns a new image of the same size
   * @throws OnebitError `sequence-result` when the sequence ends in `distance` or `label`,
   *   `border-unknown`, `aborted`
   *
   * @example
   * ```ts
   * import { BitImage } from '@onebit/image';
   * import { sequence } from '@onebit/morphology';
   * const seen: number[] = [];
   * const image = BitImage.fromRows(['01110']);
   * const result = await sequence('erode:hline3 + dilate:hline3').run(image, {
   *   onProgress: ({ fraction }) => seen.push(fraction),
   * });
   * console.log(result.toRows()[0], seen.join(' ')); // 01110 0 0.5 1
   * ```
   */
  async run(image: BitImage, options: RunOptions = {}): Promise<BitImage> {
    this.#requireImage();
    return imageOf(await this.evaluate(image, options));
  }

  /**
   * Runs the steps in slices and gives whatever the sequence ends in: an image, distances or labels.
   *
   * @param image - any size; it must stay undisposed until the promise settles
   * @param options - border rule, signal, and a function told of the progress
   * @throws OnebitError `border-unknown`, `aborted`
   */
  async evaluate(image: BitImage, options: RunOptions = {}): Promise<SequenceResult> {
    const work = this.#work(image, options);
    for (;;) {
      const started = performance.now();
      let turn = work.next();
      while (turn.done !== true && performance.now() - started < SLICE_MILLISECONDS) {
        turn = work.next();
      }
      if (turn.done === true) return turn.value;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  #requireImage(): void {
    if (this.result === 'image') return;
    throw new OnebitError('sequence-result', {
      expected: 'a sequence that ends in a bit image',
      received: `one that ends in '${String(this.steps.at(-1))}'`,
      hint: 'Call evaluate(image), which gives distances and labels too.',
    });
  }

  /** Every step in turn, in slices; what is made on the way is disposed of, however it ends. */
  *#work(
    input: BitImage,
    { border = 'ignore', signal, onProgress, onStep }: RunOptions,
  ): Slices<SequenceResult> {
    const context: StepContext = { border: parseBorder(border), input };
    const steps = this.steps.length;
    let current: SequenceResult = { kind: 'image', image: input };
    try {
      for (const [step, bound] of this.#bound.entries()) {
        onProgress?.({
          fraction: step / steps,
          step,
          steps,
          operation: this.steps[step]!.operation,
        });
        stopIfAborted(signal);
        const before = imageOf(current);
        const slices = bound.run(before, context);
        let turn = slices.next();
        while (turn.done !== true) {
          yield;
          stopIfAborted(signal);
          turn = slices.next();
        }
        current = turn.value;
        if (before !== input) before.dispose();
        if (current.kind === 'image') onStep?.(current.image, step + 1);
        yield;
      }
      stopIfAborted(signal);
    } catch (error) {
      if (current.kind === 'image' && current.image !== input) current.image.dispose();
      throw error;
    }
    onProgress?.({ fraction: 1, step: steps, steps, operation: this.steps.at(-1)!.operation });
    return current;
  }
}

function imageOf(result: SequenceResult): BitImage {
  if (result.kind === 'image') return result.image;
  throw new TypeError(`A ${result.kind} map stands where only an image can.`);
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new OnebitError('aborted', {
    expected: 'the sequence to go on',
    received: 'an abort signal',
    hint: 'Run the sequence again for its result.',
    cause: signal.reason,
  });
}

function readStep(
  { operation: piece, arguments: pieces }: StepText,
  learned: LearnedFilters | undefined,
): {
  step: Step;
  bound: BoundOperation;
} {
  const short = pieces.length === 0 ? readShortForm(piece) : undefined;
  if (short !== undefined) return stepOf(short.name, short.bound, short.text);
  const name = operationOf(piece);
  const args = new StepArguments(piece, pieces, learned);
  const bound = operations[name].bind(args);
  args.end();
  return stepOf(name, bound, [name, ...bound.arguments].join(':'));
}

function stepOf(
  operation: OperationName,
  bound: BoundOperation,
  text: string,
): { step: Step; bound: BoundOperation } {
  const { arguments: args, result } = bound;
  return { step: { operation, arguments: args, result, toString: () => text }, bound };
}

function operationOf(piece: Piece): OperationName {
  const lower = piece.text.toLowerCase();
  const found = operationNames.find((name) => name === lower);
  if (found !== undefined) return found;
  const meant = otherNames[lower] ?? nearest(lower, operationNames);
  throw unreadable(
    'sequence-invalid',
    piece,
    'an operation',
    `${didYouMean(meant)}The operations are ${operationNames.join(', ')}.`,
  );
}
