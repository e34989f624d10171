import { selectedKernels, type KernelVariant } from '../storage/variant.ts';
import type { ProductMethod } from './methods.ts';
import { candidates, costOf, type ProductShape } from './select.ts';

// Which method wins depends on the processor's popcount, vector ports and caches, so the static
// choice is checked on the real calls: no extra work is done, every method gives equal bits.

/** The cheapest of these are tried. */
const CANDIDATES = 3;
/** Calls of each candidate before it is measured: the engine compiles hot code in two tiers. */
const WARM_UP = 3;
/** Measured calls of each candidate; the quickest counts, the others met something else. */
const TRIALS = 4;
/** A rival has to be this much quicker: less is noise. */
const MARGIN = 0.94;
/** Candidates whose estimate is further behind are not worth a trial. */
const FAR_BEHIND = 1.8;
/** Below this many bit operations a call is too short for the clock. */
const SMALLEST_WORK = 1 << 21;
/** Shapes remembered; a caller with ever new shapes does not fill the memory. */
const MOST_SHAPES = 512;

/** What is known of one shape: the methods in question and how long they took. */
export interface Trial {
  readonly shape: ProductShape;
  /** The static choice first. */
  readonly methods: readonly ProductMethod[];
  readonly best: number[];
  calls: number;
  winner: ProductMethod | undefined;
  /** Whether the winner was measured, not estimated. */
  measured: boolean;
  readonly variant: KernelVariant;
  readonly epoch: number;
}

let enabled = true;
/** Goes up when everything measured is forgotten. */
let epoch = 0;
const trials = new Map<string, Trial>();

/**
 * Turns the choice by measurement on or off and forgets what was measured. It is on by default,
 * changes speed only, and never results.
 *
 * @param on - whether calls of one shape may try up to three methods after a warm-up
 *
 * @example
 * ```ts
 * import { BinaryProduct, BitMatrix, setProductAutotune } from '@onebit/bitwise-kernels';
 * setProductAutotune(false);
 * const product = BinaryProduct.prepare(BitMatrix.create(8, 64));
 * console.log(product.planFor(1000).measured); // false
 * ```
 */
export function setProductAutotune(on: boolean): void {
  enabled = on;
  epoch += 1;
  trials.clear();
}

/**
 * The trial of a shape, started at the first call.
 *
 * @param shape - the sizes of the product
 * @param known - the caller's last trial: returned at once where it is still the right one
 */
export function trialOf(shape: ProductShape, known?: Trial): Trial {
  const { variant } = selectedKernels();
  if (known?.shape.m === shape.m && known.variant === variant && known.epoch === epoch) {
    return known;
  }
  const key = `${shape.m} ${shape.n} ${shape.k} ${variant}`;
  let trial = trials.get(key);
  if (trial === undefined) {
    const methods = contenders(shape);
    const winner = methods.length === 1 ? methods[0] : undefined;
    const best = methods.map(() => Infinity);
    trial = { shape, methods, best, calls: 0, winner, measured: false, variant, epoch };
    if (trials.size >= MOST_SHAPES) trials.clear();
    trials.set(key, trial);
  }
  return trial;
}

/** Runs one product with the method that is best known for its shape. */
export function runTuned(trial: Trial, run: (method: ProductMethod) => void): void {
  if (trial.winner) {
    run(trial.winner);
    return;
  }
  const count = trial.methods.length;
  const turn = trial.calls % count;
  const start = performance.now();
  run(trial.methods[turn]!);
  const elapsed = performance.now() - start;
  if (trial.calls >= WARM_UP * count) trial.best[turn] = Math.min(trial.best[turn]!, elapsed);
  trial.calls += 1;
  if (trial.calls === (WARM_UP + TRIALS) * count) {
    trial.winner = winnerOf(trial);
    trial.measured = true;
  }
}

/** The methods worth measuring: the static choice alone where that is the rule. */
function contenders(shape: ProductShape): ProductMethod[] {
  const ranked = candidates(shape).slice(0, CANDIDATES);
  if (!enabled || shape.m * shape.n * shape.k < SMALLEST_WORK) return ranked.slice(0, 1);
  const limit = costOf(ranked[0]!, shape) * FAR_BEHIND;
  return ranked.filter((method, place) => place === 0 || costOf(method, shape) <= limit);
}

/** The static choice, unless a rival is clearly quicker. */
function winnerOf({ methods, best }: Trial): ProductMethod {
  const quickest = best.indexOf(Math.min(...best));
  return best[quickest]! < best[0]! * MARGIN ? methods[quickest]! : methods[0]!;
}
