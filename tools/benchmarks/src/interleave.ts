import type { Contender } from './contender.ts';
import { type Timing, summarise } from './statistics.ts';

/** How long contenders are timed. */
export interface Pace {
  /** Most samples a contender gives. */
  readonly rounds: number;
  /** Fewest samples, however slow the contender is. */
  readonly fewest: number;
  /** A sample repeats short work until it takes about this long (milliseconds). */
  readonly sampleMs: number;
  /** About how long one contender may be timed in all (milliseconds). */
  readonly budgetMs: number;
  /** How long a contender runs untimed first, so that its code is compiled (milliseconds). */
  readonly warmUpMs: number;
  /** A contender whose first run takes longer than this is timed by that run alone (milliseconds). */
  readonly tooSlowMs: number;
}

export const thorough: Pace = {
  rounds: 21,
  fewest: 3,
  sampleMs: 4,
  budgetMs: 600,
  warmUpMs: 60,
  tooSlowMs: 2000,
};
export const quick: Pace = {
  rounds: 9,
  fewest: 3,
  sampleMs: 2,
  budgetMs: 150,
  warmUpMs: 40,
  tooSlowMs: 500,
};

interface Calibrated {
  readonly contender: Contender;
  readonly repeats: number;
  readonly rounds: number;
  readonly samples: number[];
}

async function calibrate(contender: Contender, pace: Pace): Promise<Calibrated> {
  const start = performance.now();
  let estimate = await contender.time(1);
  if (estimate > pace.tooSlowMs) return { contender, repeats: 1, rounds: 0, samples: [estimate] };
  let repeats = 1;
  while (performance.now() - start < pace.warmUpMs) {
    estimate = await contender.time(repeats);
    repeats = repeatsFor(estimate, pace.sampleMs);
  }
  repeats = repeatsFor(estimate, pace.sampleMs);
  const affordable = Math.floor(pace.budgetMs / Math.max(estimate * repeats, 1e-6));
  return {
    contender,
    repeats,
    rounds: Math.min(pace.rounds, Math.max(pace.fewest, affordable)),
    samples: [],
  };
}

const repeatsFor = (estimate: number, sampleMs: number): number =>
  Math.min(100_000, Math.max(1, Math.ceil(sampleMs / Math.max(estimate, 1e-6))));

/** Whether a contender with fewer samples than rounds takes part in this round: spread evenly. */
const takesPart = (round: number, own: number, all: number): boolean =>
  Math.floor(((round + 1) * own) / all) > Math.floor((round * own) / all);

/**
 * Times contenders round-robin: each round gives every contender one sample, and each round begins
 * with another contender, so that a slow phase of the machine and the caches left behind by a
 * neighbour fall on all alike.
 *
 * @returns the timing of each contender, in their order
 */
export async function interleave(
  contenders: readonly Contender[],
  pace: Pace,
  signal?: AbortSignal,
): Promise<Timing[]> {
  const ready: Calibrated[] = [];
  for (const contender of contenders) {
    signal?.throwIfAborted();
    ready.push(await calibrate(contender, pace));
  }
  const rounds = Math.max(...ready.map((one) => one.rounds));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < ready.length; turn++) {
      signal?.throwIfAborted();
      const one = ready[(round + turn) % ready.length]!;
      if (takesPart(round, one.rounds, rounds)) {
        one.samples.push(await one.contender.time(one.repeats));
      }
    }
  }
  return ready.map((one) => summarise(one.samples));
}
