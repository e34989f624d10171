import type { Random } from '@onebit/bnn-training';
import type { Factors } from './factorise.ts';
import { SparseAdam } from './sparse-adam.ts';
import type { SparseMatrix } from './sparse-matrix.ts';
import { dropoutMask, gradientsOf, turnIntoErrors } from './train-word-order.ts';
import type { WordOrderModel, WordSequences } from './word-order-model.ts';

/** How a bag and a branch for word order are tuned together. */
export interface TogetherRecipe {
  readonly epochs: number;
  /** Share of the features of each text that is silenced at random. */
  readonly dropout: number;
  /** Of the bag's scales and matrix, as shares of their sizes, and of the outputs of the branch. */
  readonly rate: number;
  /** Of the latent filters of the branch; its words move five times as far. */
  readonly signRate: number;
}

/** A bag of codes and a branch for word order, whose log-odds are added; the branch has the bias. */
export interface BagAndBranch {
  readonly factors: Factors;
  readonly branch: WordOrderModel;
}

/** What both read of the same texts. */
export interface ReadTexts {
  readonly features: SparseMatrix;
  readonly sequences: WordSequences;
}

/** What a tuning is given beside its recipe. */
export interface TogetherOptions extends TogetherRecipe {
  /** Share of the filters that is silenced at random in each text. */
  readonly filterDropout: number;
  readonly random: Random;
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

const BATCH = 64;
const WARM_UP = 100;
const VECTOR_RATE = 5;

/**
 * Trains the parts of a classifier on the sum of what they say: scales and matrix of the bag, whose
 * codes stay, and all of the branch. Until now neither has met the other's errors.
 *
 * @param read - training texts
 * @param targets - `[texts, labels]`
 * @param start - the branch is changed in place, the factors are not
 * @returns the factors, tuned
 */
export function tuneTogether(
  { features, sequences }: ReadTexts,
  targets: Float32Array,
  { factors, branch }: BagAndBranch,
  { epochs, dropout, rate, signRate, filterDropout, random, onEpoch }: TogetherOptions,
): Factors {
  const labels = branch.bias.length;
  const bag = new TunedBag(factors, labels);
  const adams = gradientsOf(branch);
  const errors = new Float32Array(labels);
  const steps = Math.ceil(features.rows / BATCH) * epochs;
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = random.permutation(features.rows);
    let loss = 0;
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = Int32Array.from(order.subarray(from, from + BATCH));
      const heard = branch.hear(sequences, batch, random);
      const mask = dropoutMask(heard.pooled.length, filterDropout, random);
      batch.forEach((row, at) => {
        errors.fill(0);
        bag.say(features, row, errors, () => (random.uniform() < dropout ? 0 : 1 / (1 - dropout)));
        branch.say(heard, at, errors, mask);
        const wanted = targets.subarray(row * labels, (row + 1) * labels);
        loss += turnIntoErrors(errors, wanted, batch.length);
        branch.learn(heard, at, errors, mask, adams);
        bag.learn(errors);
      });
      const pace = Math.min(1, (step + 1) / WARM_UP) * (1 - step / steps);
      bag.step(pace * rate);
      for (const part of [adams.head, adams.bias, adams.shift]) part.step(pace * rate);
      adams.filters.step(pace * signRate);
      adams.words.step(pace * signRate * VECTOR_RATE);
      step += 1;
    }
    onEpoch?.(epoch, loss / features.rows);
  }
  return bag.factors;
}

/** The scales and the matrix of a bag while they are tuned; scales are moved as shares of their own. */
class TunedBag {
  readonly #start: Factors;
  readonly #labels: number;
  readonly #matrix: Float32Array;
  /** What each scale is multiplied by. */
  readonly #shares: Float32Array;
  /** Mean size of an element of the matrix: what a rate is a share of. */
  readonly #size: number;
  readonly #adams: { readonly shares: SparseAdam; readonly matrix: SparseAdam };
  /** Of the text that was told last: the sum of its codes, and its features, each with its value. */
  readonly #sum: Float32Array;
  readonly #slopes: Float32Array;
  readonly #present: number[] = [];
  readonly #values: number[] = [];

  constructor(start: Factors, labels: number) {
    this.#start = start;
    this.#labels = labels;
    this.#matrix = start.matrix.slice();
    this.#shares = new Float32Array(start.scales.length).fill(1);
    this.#size =
      this.#matrix.reduce((sum, value) => sum + Math.abs(value), 0) / this.#matrix.length;
    this.#adams = {
      shares: new SparseAdam(this.#shares, 1),
      matrix: new SparseAdam(this.#matrix, labels),
    };
    this.#sum = new Float32Array(start.width);
    this.#slopes = new Float32Array(start.width);
  }

  get factors(): Factors {
    const scales = this.#start.scales.map((scale, at) => Math.max(0, scale * this.#shares[at]!));
    return { ...this.#start, scales, matrix: this.#matrix };
  }

  /** Adds to the log-odds of a text what the bag says, each feature times what `draw` gives. */
  say(
    { offsets, indices, values }: SparseMatrix,
    row: number,
    logits: Float32Array,
    draw: () => number,
  ): void {
    const { width, codes, scales } = this.#start;
    const [sum, matrix, labels] = [this.#sum, this.#matrix, this.#labels];
    sum.fill(0);
    this.#present.length = 0;
    this.#values.length = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const factor = draw();
      if (factor === 0) continue;
      const feature = indices[at]!;
      const value = values[at]! * factor * scales[feature]!;
      this.#present.push(feature);
      this.#values.push(value);
      const scaled = value * this.#shares[feature]!;
      for (let bit = 0, code = feature * width; bit < width; bit++, code++) {
        sum[bit]! += scaled * codes[code]!;
      }
    }
    for (let bit = 0; bit < width; bit++) {
      for (let label = 0; label < labels; label++) {
        logits[label]! += sum[bit]! * matrix[bit * labels + label]!;
      }
    }
  }

  /** Adds to the gradients what the text that was told last teaches. */
  learn(errors: Float32Array): void {
    const { width, codes } = this.#start;
    const [slopes, matrix, labels] = [this.#slopes, this.#matrix, this.#labels];
    for (let bit = 0; bit < width; bit++) {
      let slope = 0;
      for (let label = 0; label < labels; label++) {
        slope += errors[label]! * matrix[bit * labels + label]!;
      }
      slopes[bit] = slope;
      this.#adams.matrix.add(bit, errors, this.#sum[bit]!);
    }
    this.#present.forEach((feature, at) => {
      let slope = 0;
      for (let bit = 0, code = feature * width; bit < width; bit++, code++) {
        slope += slopes[bit]! * codes[code]!;
      }
      this.#adams.shares.addOne(feature, 0, slope * this.#values[at]!);
    });
  }

  step(rate: number): void {
    this.#adams.shares.step(rate);
    this.#adams.matrix.step(rate * this.#size);
  }
}
