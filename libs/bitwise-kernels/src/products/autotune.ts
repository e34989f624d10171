import { selectedKernels } from '../storage/variant.ts';
import { nameOf, type ProductMethod } from './methods.ts';
import { candidates, costOf, select, type ProductShape } from './select.ts';

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

interface Trial {
  readonly methods: readonly ProductMethod[];
  readonly best: number[];
  calls: number;
  winner: ProductMethod | undefined;
}

let enabled = true;
const trials = new Map<string, Trial>();

/**
 * Turns the choice by measurement on or off and forgets what was measured. It is on by default,
 * changes speed only, and never results.
 *
 * @param on - whether calls of one shape may try up to three methods after a warm-up
 *
 * @example
 * ```ts
 * import { setProductAutotune } from '@onebit/bitwise-kernels';
 * console.log(setProductAutotune(false)); // undefined
 * ```
 */
export function setProductAutotune(on: boolean): void {
  enabled = on;
  trials.clear();
}

/** Runs one product with the method that is best known for its shape. */
export function runTuned(shape: ProductShape, run: (method: ProductMethod) => void): void {
  if (!enabled || shape.m * shape.n * shape.k < SMALLEST_WORK) {
    run(select(shape).method);
    return;
  }
  const trial = trialOf(shape);
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
  if (trial.calls === (WARM_UP + TRIALS) * count) trial.winner = winnerOf(trial);
}

function keyOf({ m, n, k }: ProductShape): string {
  return `${m} ${n} ${k} ${selectedKernels().variant}`;
}

function trialOf(shape: ProductShape): Trial {
  const key = keyOf(shape);
  let trial = trials.get(key);
  if (trial === undefined) {
    const ranked = candidates(shape);
    const limit = costOf(ranked[0]!, shape) * FAR_BEHIND;
    const methods = ranked
      .slice(0, CANDIDATES)
      .filter((method, place) => place === 0 || costOf(method, shape) <= limit);
    const winner = methods.length === 1 ? methods[0] : undefined;
    trial = { methods, best: methods.map(() => Infinity), calls: 0, winner };
    if (trials.size >= MOST_SHAPES) trials.clear();
    trials.set(key, trial);
  }
  return trial;
}

/** The static choice, unless a rival is clearly quicker. */
function winnerOf({ methods, best }: Trial): ProductMethod {
  const quickest = best.indexOf(Math.min(...best));
  return best[quickest]! < best[0]! * MARGIN ? methods[quickest]! : methods[0]!;
}

/** What was found for a shape so far: the method in use and whether it was measured. */
export function tunedMethod(shape: ProductShape): { name: string; measured: boolean } {
  const winner = trials.get(keyOf(shape))?.winner;
  return { name: nameOf(winner ?? select(shape).method), measured: winner !== undefined };
}
