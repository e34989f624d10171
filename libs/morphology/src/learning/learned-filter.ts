import type { BitImage } from '@onebit/image';
import { OnebitError } from '@onebit/errors';
import type { BorderOptions } from '../borders/border.ts';
import { type Sequence, sequence } from '../sequence/sequence.ts';
import type { Slices } from '../sequence/slices.ts';
import { type FilterContent, readFilter, writeFilter } from './filter-file.ts';
import { inSlices } from './in-slices.ts';
import { type LearnableOperator, learnableOperators } from './lattice/forms.ts';
import { errorsOf, learnChain, oneSlice } from './lattice/learn-chain.ts';
import { choosePlan, frameOfTables } from './lookup/choose-plan.ts';
import { type TablePlan, type TableSettings, fitTables, plansWithin } from './lookup/fit-tables.ts';
import {
  type TableStages,
  bytesOfStage,
  runStages,
  stagesInStrips,
} from './lookup/table-filter.ts';
import { type Pair, checkPairs } from './pairs.ts';
import { type Proof, proving } from './proof.ts';

/** Options of {@link LearnedFilter.fit}. */
export interface FitOptions {
  /** What a chain may be made of; by default all of {@link learnableOperators}. */
  readonly operators?: readonly LearnableOperator[];
  /** Largest side of the elements, odd, 3 to 15; by default 7. */
  readonly window?: number;
  /** Bytes that tables may take where no chain is exact, 0 for chains alone; by default 4096. */
  readonly maxBytes?: number;
  /** Descents from random starts, a form of chain; by default 12. */
  readonly restarts?: number;
  /** Whole number: the same pairs and seed give the same filter. By default 1. */
  readonly seed?: number;
  /** Stops the learning with the error `aborted`. */
  readonly signal?: AbortSignal;
  /** Told how far the search has come, 0 to 1, never falling, and what it tries. */
  readonly onProgress?: (progress: { readonly fraction: number; readonly doing: string }) => void;
}

/**
 * A filter learned from before/after pairs: the smallest chain of dilations and erosions that is
 * exact on them, or, where there is none, the table or sum of small tables that errs least on
 * pictures held back. Every step is binary: bits in, unions, intersections or whole-number votes,
 * bits out.
 *
 * @example
 * ```ts
 * import { LearnedFilter, diskorect, pairsOf, sequence } from '@onebit/morphology';
 * const pairs = pairsOf(sequence('open:cross3'), diskorect(12, 1));
 * const filter = await LearnedFilter.fit(pairs, { window: 3 });
 * console.log(filter.toString(), filter.proof.kind); // open:cross3 zero-error
 * const file = filter.toModel();
 * console.log(LearnedFilter.fromModel(file).toString()); // open:cross3
 * ```
 */
export class LearnedFilter {
  /** What is known about it. */
  readonly proof: Proof;
  /** The filter as a sequence, where it is one. */
  readonly sequence: Sequence | undefined;
  /** The stages of tables, where it is none. */
  readonly stages: TableStages;

  private constructor({ proof, sequence: text, stages = [] }: FilterContent) {
    this.proof = proof;
    this.sequence = text === undefined ? undefined : sequence(text);
    this.stages = stages;
  }

  /**
   * Learns a filter.
   *
   * Chains are searched by lattice descent: cells of the elements are turned while the pixel error
   * falls, from several starts and in both orders of erosion and dilation. Pixels nearer to the frame
   * than a chain reaches do not count, where the pictures are large enough, so that no border rule
   * is assumed. Pairs of more than 262,144 pixels are sampled by patches for the search; the proof
   * counts every pixel, and where a chain that does on the sample is wrong, the sample grows there.
   *
   * @param pairs - at least one; 40 pictures of 50x50 pixels tell 7x7 elements apart
   * @param options - what may be used, seed, signal and progress
   * @throws OnebitError `value-invalid`, `size-mismatch`, `aborted`
   */
  static async fit(pairs: readonly Pair[], options: FitOptions = {}): Promise<LearnedFilter> {
    checkPairs(pairs);
    checkOptions(options);
    return inSlices(fitting(pairs, options), options.signal);
  }

  /**
   * Learns stages of tables after a plan, for a training of one's own.
   *
   * @param pairs - at least one
   * @param plan - windows and numbers of tables
   * @param options - seed, samples to look at, signal and progress from 0 to 1
   */
  static async fitTables(
    pairs: readonly Pair[],
    plan: TablePlan,
    options: {
      readonly seed: number;
      readonly mostSamples?: number;
      readonly signal?: AbortSignal;
      readonly onTable?: (fraction: number) => void;
    },
  ): Promise<LearnedFilter> {
    checkPairs(pairs);
    return inSlices(fittingTables(pairs, plan, options), options.signal);
  }

  /**
   * Reads a filter from its model file.
   *
   * @throws OnebitError with a `model-…` code that names what is wrong, or `sequence-invalid`
   */
  static fromModel(file: Uint8Array): LearnedFilter {
    return new LearnedFilter(readFilter(file));
  }

  /** @internal */
  static of(content: FilterContent): LearnedFilter {
    return new LearnedFilter(content);
  }

  /** The filter as a model file (safetensors). */
  toModel(): Uint8Array {
    const { proof, stages } = this;
    const text = this.sequence?.toString();
    return writeFilter({ proof, ...(text === undefined ? { stages } : { sequence: text }) });
  }

  /** Bytes of the tables: what they read and how they vote. A sequence takes none. */
  get bytes(): number {
    return this.stages.reduce((sum, stage) => sum + bytesOfStage(stage), 0);
  }

  /**
   * Filters a picture.
   *
   * @param image - any size
   * @param options - border rule of a sequence; tables read background off the image
   * @returns a new image of the same size
   */
  apply(image: BitImage, options: BorderOptions = {}): BitImage {
    return this.sequence?.apply(image, options) ?? runStages(image, this.stages);
  }

  /** The filter as a readable sequence, or what it is made of. */
  toString(): string {
    if (this.sequence !== undefined) return this.sequence.toString();
    const parts = this.stages.map(({ depth, inputs }) => {
      const tables = inputs.length / (3 * depth);
      return tables === 1 ? `a table of ${depth} pixels` : `${tables} tables of ${depth} pixels`;
    });
    return `${parts.join(', then ')} (${this.bytes} bytes)`;
  }
}

/** Which part of the progress the search of chains takes, and the choice of tables. */
const CHAIN_SHARE = 0.6;
const CHOICE_SHARE = 0.3;

function* fitting(pairs: readonly Pair[], options: FitOptions): Slices<LearnedFilter> {
  const { operators = learnableOperators, window: side = 7, maxBytes = 4096 } = options;
  const { restarts = 12, seed = 1 } = options;
  let reached = 0;
  const tell = (fraction: number, doing: string): void => {
    reached = Math.max(reached, fraction);
    options.onProgress?.({ fraction: reached, doing });
  };
  const { text, proof } = yield* learnChain(pairs, {
    operators,
    side,
    restarts,
    seed,
    onProgress: (fraction, doing) => tell(fraction * CHAIN_SHARE, doing),
  });
  const asChain = LearnedFilter.of({ sequence: text, proof });
  const plans = proof.kind === 'zero-error' ? [] : plansWithin(maxBytes);
  const frame = frameOfTables(pairs);
  const chosen = yield* choosePlan(pairs, plans, {
    seed,
    frame,
    *rival(held) {
      return errorsOf(yield* proving(held, oneSlice(asChain), frame));
    },
    onProgress: (fraction, doing) => tell(CHAIN_SHARE + fraction * CHOICE_SHARE, doing),
  });
  let filter = asChain;
  if (chosen?.stages) filter = yield* provedTables(pairs, chosen.stages);
  else if (chosen) {
    const { plan } = chosen;
    const rest = 1 - CHAIN_SHARE - CHOICE_SHARE;
    const onTable = (part: number): void =>
      tell(CHAIN_SHARE + CHOICE_SHARE + part * rest, plan.name);
    filter = yield* fittingTables(pairs, plan, { seed, frame, onTable });
  }
  tell(1, filter.toString());
  return filter;
}

function* fittingTables(
  pairs: readonly Pair[],
  plan: TablePlan,
  options: TableSettings,
): Slices<LearnedFilter> {
  return yield* provedTables(pairs, yield* fitTables(pairs, plan, options));
}

function* provedTables(pairs: readonly Pair[], stages: TableStages): Slices<LearnedFilter> {
  const proof = yield* proving(pairs, (image) => stagesInStrips(image, stages), 0);
  return LearnedFilter.of({ stages, proof });
}

function checkOptions({
  window: side = 7,
  restarts = 12,
  maxBytes = 4096,
  operators,
}: FitOptions): void {
  const fits =
    Number.isInteger(side) &&
    side >= 3 &&
    side <= 15 &&
    side % 2 === 1 &&
    Number.isInteger(restarts) &&
    restarts >= 1 &&
    maxBytes >= 0 &&
    (operators ?? learnableOperators).every((operator) => learnableOperators.includes(operator));
  if (fits) return;
  throw new OnebitError('value-invalid', {
    expected: `an odd window of 3 to 15, at least 1 restart, operators of ${learnableOperators.join(', ')}`,
    received: `window ${side}, ${restarts} restarts, operators ${operators?.join(', ') ?? 'all'}`,
    hint: 'Leave an option out for its default.',
  });
}
