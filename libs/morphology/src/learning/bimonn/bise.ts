import { BitImage } from '@onebit/image';
import type { StructuringElement } from '../../elements/structuring-element.ts';
import type { Slices } from '../../sequence/slices.ts';
import { elementOfSet } from '../lattice/window.ts';
import { type Pair, checkPairs } from '../pairs.ts';
import { SeededRandom } from '../seeded-random.ts';
import { Adam } from './adam.ts';
import { type ThresholdUnit, type UnitOperator, exactOperator } from './threshold-unit.ts';

/** How {@link trainBise} learns. */
export interface BiseSettings {
  /** Side of the window, odd; by default 7. */
  readonly side?: number;
  /** Gradient steps; by default 600. */
  readonly steps?: number;
  /** Pictures a step; by default 8. */
  readonly batch?: number;
  /** Step size of Adam; by default 0.2. */
  readonly rate?: number;
  /** `positive` is a BiSE neuron, `free` a plain convolution with a sigmoid. By default `positive`. */
  readonly weights?: 'positive' | 'free';
  readonly seed: number;
}

/** A neuron that was trained. */
export interface TrainedBise extends ThresholdUnit {
  readonly side: number;
  /** Correlation weights: weight (row, column) of the window, row by row. */
  readonly weights: Float64Array;
  /** The operator it is, by the exactness test; undefined where it is none. */
  readonly operator: UnitOperator | undefined;
  /** The first step, of those tested, at which the exactness test held. */
  readonly exactAt: number | undefined;
}

/** The exactness test runs once in so many steps. */
const TEST_EVERY = 50;

/**
 * Trains a BiSE neuron (T. Aouad and H. Talbot, 2022): correlation of the picture with weights
 * softplus(v) >= 0, a bias and a sigmoid, by Adam on the cross-entropy of the after pictures.
 *
 * The bias is kept as its distance from the side it belongs to: from 0 near a dilation, from the sum
 * of the weights near an erosion, and changes sides as it passes half the sum. Without that a growing
 * sum of weights drags an erosion off its inequality.
 *
 * @param pairs - of equal size; pixels nearer to the frame than the window reaches do not count
 */
export function* trainBise(pairs: readonly Pair[], settings: BiseSettings): Slices<TrainedBise> {
  checkPairs(pairs);
  const { side = 7, steps = 600, batch = 8, rate = 0.2, seed, weights = 'positive' } = settings;
  const random = new SeededRandom(seed);
  const neuron = new Neuron(side * side, weights === 'positive', random);
  const adam = new Adam(side * side + 1, rate);
  const patches = pairs.map((pair) => new PicturePatches(pair, side));
  let exactAt: number | undefined;
  for (let step = 1; step <= steps; step++) {
    neuron.clearGradient();
    for (let picture = 0; picture < batch; picture++) {
      neuron.learn(patches[random.below(patches.length)]!, 1 / batch);
    }
    neuron.step(adam);
    if (weights === 'positive' && exactAt === undefined && step % TEST_EVERY === 0) {
      if (exactOperator(neuron) !== undefined) exactAt = step;
    }
    yield;
  }
  const { bias } = neuron;
  const operator = weights === 'positive' ? exactOperator(neuron) : undefined;
  return { weights: neuron.weights.slice(), bias, side, operator, exactAt };
}

/** What a neuron gives: 1 where its sum exceeds the bias; off the picture everything reads 0. */
export function applyBise({ weights, bias, side }: TrainedBise, image: BitImage): BitImage {
  const { width, height } = image;
  const radius = (side - 1) / 2;
  const bytes = image.toBytes();
  const result = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let cell = 0; cell < weights.length; cell++) {
        const row = y + Math.floor(cell / side) - radius;
        const column = x + (cell % side) - radius;
        if (row < 0 || column < 0 || row >= height || column >= width) continue;
        sum += weights[cell]! * bytes[row * width + column]!;
      }
      result[y * width + x] = sum > bias ? 1 : 0;
    }
  }
  return BitImage.fromBytes(width, height, result);
}

/** The element of an operator of a neuron: a dilation turns its correlation window. */
export function elementOfUnit({ kind, set }: UnitOperator, side: number): StructuringElement {
  return elementOfSet(kind === 'or' ? set.slice().reverse() : set, side);
}

/** The picture as a neuron sees it: for every cell of the window the rows of the interior. */
class PicturePatches {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly side: number;
  readonly before: Float64Array;
  readonly after: Uint8Array;

  constructor({ before, after }: Pair, side: number) {
    this.side = side;
    this.stride = before.width;
    this.width = before.width - side + 1;
    this.height = before.height - side + 1;
    this.before = Float64Array.from(before.toBytes());
    const target = after.toBytes();
    const radius = (side - 1) / 2;
    this.after = new Uint8Array(this.width * this.height);
    for (let y = 0; y < this.height; y++) {
      const from = (y + radius) * this.stride + radius;
      this.after.set(target.subarray(from, from + this.width), y * this.width);
    }
  }
}

/** softplus and its derivative. */
const softplus = (value: number): number =>
  Math.log1p(Math.exp(-Math.abs(value))) + Math.max(0, value);
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Weights and bias with their parameters and gradients. */
class Neuron implements ThresholdUnit {
  readonly weights: Float64Array;
  bias = 0;
  readonly #parameters: Float64Array;
  readonly #gradient: Float64Array;
  readonly #positive: boolean;
  #sums = new Float64Array(0);
  /** From which side the bias is kept: 0 from zero, 1 from the sum of the weights. */
  #upper = false;

  constructor(cells: number, positive: boolean, random: SeededRandom) {
    this.#positive = positive;
    this.weights = new Float64Array(cells);
    this.#gradient = new Float64Array(cells + 1);
    this.#parameters = Float64Array.from({ length: cells + 1 }, () =>
      positive ? random.between(-1.5, -0.5) : random.between(-0.1, 0.1),
    );
    const expected = positive ? 0.5 * cells * softplus(-1) : 0;
    this.#parameters[cells] = expected;
    this.#unfold();
  }

  clearGradient(): void {
    this.#gradient.fill(0);
  }

  /** Adds the gradient of the mean cross-entropy of one picture. */
  learn(picture: PicturePatches, share: number): void {
    const { width, height, stride, side, before, after } = picture;
    const pixels = width * height;
    if (this.#sums.length !== pixels) this.#sums = new Float64Array(pixels);
    const sums = this.#sums.fill(-this.bias);
    const cells = side * side;
    for (let cell = 0; cell < cells; cell++) {
      const weight = this.weights[cell]!;
      const move = Math.floor(cell / side) * stride + (cell % side);
      for (let y = 0; y < height; y++) {
        const from = y * stride + move;
        const to = y * width;
        for (let x = 0; x < width; x++) sums[to + x]! += weight * before[from + x]!;
      }
    }
    let total = 0;
    for (let at = 0; at < pixels; at++) {
      const error = ((sigmoid(sums[at]!) - after[at]!) * share) / pixels;
      sums[at] = error;
      total += error;
    }
    for (let cell = 0; cell < cells; cell++) {
      const move = Math.floor(cell / side) * stride + (cell % side);
      let sum = 0;
      for (let y = 0; y < height; y++) {
        const from = y * stride + move;
        const to = y * width;
        for (let x = 0; x < width; x++) sum += sums[to + x]! * before[from + x]!;
      }
      this.#gradient[cell]! += sum;
    }
    this.#gradient[cells]! -= total;
  }

  /** One step of the optimiser, then the bias changes sides where it has passed the middle. */
  step(adam: Adam): void {
    const cells = this.weights.length;
    const gradient = this.#gradient;
    if (this.#upper) {
      // bias = sum of weights - kept: each weight moves the bias, and the kept distance pulls back.
      for (let cell = 0; cell < cells; cell++) gradient[cell]! += gradient[cells]!;
      gradient[cells] = -gradient[cells]!;
    }
    if (this.#positive) {
      for (let cell = 0; cell < cells; cell++) gradient[cell]! *= sigmoid(this.#parameters[cell]!);
    }
    adam.step(this.#parameters, gradient);
    this.#unfold();
    if (!this.#positive) return;
    const sum = this.weights.reduce((all, weight) => all + weight, 0);
    if (this.#parameters[cells]! <= sum / 2) return;
    this.#upper = !this.#upper;
    this.#parameters[cells] = sum - this.#parameters[cells]!;
    adam.forget(cells);
  }

  #unfold(): void {
    const cells = this.weights.length;
    let sum = 0;
    for (let cell = 0; cell < cells; cell++) {
      const parameter = this.#parameters[cell]!;
      const weight = this.#positive ? softplus(parameter) : parameter;
      this.weights[cell] = weight;
      sum += weight;
    }
    if (this.#positive) this.#parameters[cells] = Math.max(1e-3, this.#parameters[cells]!);
    const kept = this.#parameters[cells]!;
    this.bias = this.#upper ? sum - kept : kept;
  }
}
