import type { VoteTables } from '@onebit/bitwise-kernels';
import type { Slices } from '../../sequence/slices.ts';
import { SeededRandom } from '../seeded-random.ts';
import { inputsOf } from './counted-table.ts';
import type { Samples } from './samples.ts';
import type { Cell } from './windows.ts';

/** How {@link boostedTables} learns. */
export interface BoostingSettings {
  /** Tables to learn. */
  readonly tables: number;
  /** Inputs a table; by default 4. */
  readonly depth?: number;
  /** Samples that a table is chosen on; by default 60000. */
  readonly samplesPerTable?: number;
  readonly seed: number;
  /** Called after every table with the tables so far. */
  readonly onTable?: (done: number) => void;
}

/** Votes are whole numbers that fit four bits. */
const LEAST_VOTE = -8;
const MOST_VOTE = 7;
/** What one vote weighs in the log-odds. */
const UNIT = 0.12;
/** The log-odds before any vote: most pixels of a page are background. */
const BIAS = -1;
/** Share of a Newton step that a table takes. */
const SHRINKAGE = 0.5;
/** Added to every curvature, so that rare patterns get small votes. */
const DAMPING = 20;
/** Share of the samples that are surely drawn, however well they are decided already. */
const FLOOR = 0.003;

/**
 * Learns small tables one after the other, each on what those before it still get wrong: gradient
 * boosting (J. Friedman, 2001) of the logistic loss, with tables that ask the same cells whatever the
 * answers. Each vote is rounded to a whole number of 4 bits as it is made, so that later tables mend
 * the rounding of earlier ones; the result is a sum of small integers against a threshold.
 */
export function* boostedTables(
  samples: Samples,
  cells: readonly Cell[],
  settings: BoostingSettings,
): Slices<VoteTables> {
  const { tables, depth = 4, samplesPerTable = 60_000, seed } = settings;
  const entries = 2 ** depth;
  const random = new SeededRandom(seed);
  const sums = new Int16Array(samples.count);
  const learner = new TableLearner(samples, depth);
  const inputs: Cell[] = [];
  const votes = new Int8Array(tables * entries);
  for (let table = 0; table < tables; table++) {
    learner.draw(sums, samplesPerTable, random);
    const chosen: number[] = [];
    while (chosen.length < depth) {
      chosen.push(learner.bestCell(chosen));
      learner.split(chosen);
      yield;
    }
    const own = votes.subarray(table * entries, (table + 1) * entries);
    learner.votes(own);
    addVotes(samples, chosen, own, sums);
    inputs.push(...chosen.map((cell) => cells[cell]!));
    settings.onTable?.(table + 1);
    yield;
  }
  const threshold = bestThreshold(sums, samples.wanted);
  return { depth, inputs: inputsOf(inputs), votes, threshold };
}

/** The probability that each sum of votes stands for, sums from -32768 on. */
const probabilities = Float64Array.from(
  { length: 0x10000 },
  (_, at) => 1 / (1 + Math.exp(-(BIAS + UNIT * (at - 0x8000)))),
);

const probability = (sum: number): number => probabilities[sum + 0x8000]!;

/** Chooses the cells and votes of one table on a drawn part of the samples. */
class TableLearner {
  readonly #samples: Samples;
  readonly #depth: number;
  readonly #histogram: Float64Array;
  readonly #totals: Float64Array;
  #drawn = new Int32Array(0);
  #gradients = new Float32Array(0);
  #curvatures = new Float32Array(0);
  #leaves = new Uint8Array(0);
  #count = 0;

  constructor(samples: Samples, depth: number) {
    this.#samples = samples;
    this.#depth = depth;
    this.#histogram = new Float64Array(2 ** depth * samples.cells * 2);
    this.#totals = new Float64Array(2 ** depth * 2);
  }

  /** Draws samples the likelier the worse they are decided, and weighs them by how likely that was. */
  draw(sums: Int16Array, wanted: number, random: SeededRandom): void {
    const { count } = this.#samples;
    const room = Math.min(count, wanted * 4);
    if (this.#drawn.length !== room) {
      this.#drawn = new Int32Array(room);
      this.#gradients = new Float32Array(room);
      this.#curvatures = new Float32Array(room);
      this.#leaves = new Uint8Array(room);
    }
    const step = Math.max(1, Math.floor(count / 20_000));
    let total = 0;
    for (let sample = 0; sample < count; sample += step) {
      total += Math.abs(this.#samples.wanted[sample]! - probability(sums[sample]!));
    }
    const likelihood = wanted / Math.max(1, total * step);
    let drawn = 0;
    for (let sample = 0; sample < count && drawn < room; sample++) {
      const chance = probability(sums[sample]!);
      const gradient = this.#samples.wanted[sample]! - chance;
      const share = Math.min(1, likelihood * Math.abs(gradient) + FLOOR);
      if (random.next() >= share) continue;
      this.#drawn[drawn] = sample;
      this.#gradients[drawn] = gradient / share;
      this.#curvatures[drawn] = (chance * (1 - chance)) / share;
      this.#leaves[drawn++] = 0;
    }
    this.#count = drawn;
  }

  /** The cell that lowers the loss most when every leaf so far is split by it. */
  bestCell(chosen: readonly number[]): number {
    const { cells, wordsPerSample, bits } = this.#samples;
    const leaves = 2 ** chosen.length;
    const histogram = this.#histogram.fill(0, 0, leaves * cells * 2);
    this.#sumLeaves(leaves);
    for (let index = 0; index < this.#count; index++) {
      const gradient = this.#gradients[index]!;
      const curvature = this.#curvatures[index]!;
      const base = this.#leaves[index]! * cells;
      const first = this.#drawn[index]! * wordsPerSample;
      for (let word = 0; word < wordsPerSample; word++) {
        let left = bits[first + word]!;
        while (left !== 0) {
          const bit = 31 - Math.clz32(left);
          left &= ~(1 << bit);
          const at = 2 * (base + word * 32 + bit);
          histogram[at]! += gradient;
          histogram[at + 1]! += curvature;
        }
      }
    }
    let best = 0;
    let most = -Infinity;
    for (let cell = 0; cell < cells; cell++) {
      if (chosen.includes(cell)) continue;
      let gain = 0;
      for (let leaf = 0; leaf < leaves; leaf++) {
        const at = 2 * (leaf * cells + cell);
        const [g, h] = [histogram[at]!, histogram[at + 1]!];
        const [restG, restH] = [this.#totals[2 * leaf]! - g, this.#totals[2 * leaf + 1]! - h];
        gain += (g * g) / (h + DAMPING) + (restG * restG) / (restH + DAMPING);
      }
      if (gain > most) [most, best] = [gain, cell];
    }
    return best;
  }

  /** Splits every leaf by the last chosen cell. */
  split(chosen: readonly number[]): void {
    const { wordsPerSample, bits } = this.#samples;
    const cell = chosen.at(-1)!;
    const level = chosen.length - 1;
    for (let index = 0; index < this.#count; index++) {
      const word = bits[this.#drawn[index]! * wordsPerSample + (cell >>> 5)]!;
      this.#leaves[index]! |= ((word >>> (cell & 31)) & 1) << level;
    }
  }

  /** The votes of all leaves: a damped Newton step, rounded. */
  votes(votes: Int8Array): void {
    this.#sumLeaves(2 ** this.#depth);
    for (let leaf = 0; leaf < votes.length; leaf++) {
      const step = this.#totals[2 * leaf]! / (this.#totals[2 * leaf + 1]! + DAMPING);
      const vote = Math.round((SHRINKAGE * step) / UNIT);
      votes[leaf] = Math.max(LEAST_VOTE, Math.min(MOST_VOTE, vote));
    }
  }

  #sumLeaves(leaves: number): void {
    this.#totals.fill(0, 0, 2 * leaves);
    for (let index = 0; index < this.#count; index++) {
      const leaf = 2 * this.#leaves[index]!;
      this.#totals[leaf]! += this.#gradients[index]!;
      this.#totals[leaf + 1]! += this.#curvatures[index]!;
    }
  }
}

function addVotes(
  { bits, wordsPerSample, count }: Samples,
  chosen: readonly number[],
  votes: Int8Array,
  sums: Int16Array,
): void {
  for (let sample = 0; sample < count; sample++) {
    let leaf = 0;
    for (let level = 0; level < chosen.length; level++) {
      const cell = chosen[level]!;
      const word = bits[sample * wordsPerSample + (cell >>> 5)]!;
      leaf |= ((word >>> (cell & 31)) & 1) << level;
    }
    sums[sample]! += votes[leaf]!;
  }
}

/** The threshold with the largest F-measure on the samples. */
function bestThreshold(sums: Int16Array, wanted: Uint8Array): number {
  const offset = 0x8000;
  const ones = new Uint32Array(0x10000);
  const zeros = new Uint32Array(0x10000);
  let positives = 0;
  sums.forEach((sum, sample) => {
    if (wanted[sample] === 1) {
      ones[sum + offset]! += 1;
      positives += 1;
    } else zeros[sum + offset]! += 1;
  });
  let [hits, alarms, best, threshold] = [0, 0, -1, 0];
  for (let at = 0xffff; at >= 0; at--) {
    hits += ones[at]!;
    alarms += zeros[at]!;
    const measure = (2 * hits) / (hits + alarms + positives);
    if (hits > 0 && measure > best) [best, threshold] = [measure, at - offset];
  }
  return threshold;
}
