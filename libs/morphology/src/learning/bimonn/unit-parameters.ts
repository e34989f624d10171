import type { SeededRandom } from '../seeded-random.ts';
import { Adam } from './adam.ts';
import type { ThresholdUnit } from './threshold-unit.ts';

/** Where the bias of a unit starts: near that of an `or`, near that of an `and`, or between. */
export type UnitStart = 'or' | 'and' | 'between';

/** What a unit is made with. */
export interface UnitSettings {
  readonly inputs: number;
  /** `positive` weights are softplus of a parameter, `free` ones the parameter itself. */
  readonly weights: 'positive' | 'free';
  readonly start: UnitStart;
  /** Whether the sign of the unit is learned too: negative, it is the complement. */
  readonly signed: boolean;
  /** Step size of Adam. */
  readonly rate: number;
}

/** How far a start stands from its side, as a share of the sum of weights. */
const START_SHARE = { or: 0.3, and: 0.3, between: 0.5 } as const;
const LEAST_DISTANCE = 1e-3;

const softplus = (value: number): number =>
  Math.log1p(Math.exp(-Math.abs(value))) + Math.max(0, value);
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/**
 * The trainable numbers of a threshold unit: weights, a bias, and a scale where its sign is learned.
 * The unit is sigmoid(scale * (sum of weighted inputs - bias)).
 *
 * The bias is kept as its distance from the side it belongs to: from 0 near an `or`, from the sum of
 * the weights near an `and`, and changes sides as it passes half the sum. Without that a growing sum
 * of weights drags an erosion off its inequality.
 */
export class UnitParameters implements ThresholdUnit {
  readonly weights: Float64Array;
  bias = 0;
  scale = 1;
  /** With respect to the weights, the bias and the scale. */
  readonly gradient: Float64Array;
  readonly #parameters: Float64Array;
  readonly #positive: boolean;
  readonly #signed: boolean;
  readonly #adam: Adam;
  #upper: boolean;

  constructor({ inputs, weights, start, signed, rate }: UnitSettings, random: SeededRandom) {
    this.#positive = weights === 'positive';
    this.#signed = signed;
    this.#upper = this.#positive && start === 'and';
    this.weights = new Float64Array(inputs);
    this.gradient = new Float64Array(inputs + 2);
    this.#adam = new Adam(inputs + 2, rate);
    this.#parameters = Float64Array.from({ length: inputs + 2 }, () =>
      this.#positive ? random.between(-1.5, -0.5) : random.between(-0.1, 0.1),
    );
    const sum = this.#parameters.subarray(0, inputs).reduce((all, v) => all + softplus(v), 0);
    this.#parameters[inputs] = this.#positive ? START_SHARE[start] * sum : 0;
    this.#parameters[inputs + 1] = signed ? 0 : 1;
    this.#unfold();
  }

  /** One step of the optimiser, then the bias changes sides where it has passed the middle. */
  step(): void {
    const inputs = this.weights.length;
    const { gradient } = this;
    if (this.#upper) {
      // bias = sum of weights - kept: each weight moves the bias, and the kept distance pulls back.
      for (let at = 0; at < inputs; at++) gradient[at]! += gradient[inputs]!;
      gradient[inputs] = -gradient[inputs]!;
    }
    if (this.#positive) {
      for (let at = 0; at < inputs; at++) gradient[at]! *= sigmoid(this.#parameters[at]!);
    }
    if (!this.#signed) gradient[inputs + 1] = 0;
    this.#adam.step(this.#parameters, gradient);
    gradient.fill(0);
    this.#unfold();
    if (!this.#positive) return;
    const sum = this.weights.reduce((all, weight) => all + weight, 0);
    if (this.#parameters[inputs]! <= sum / 2) return;
    this.#upper = !this.#upper;
    this.#parameters[inputs] = sum - this.#parameters[inputs]!;
    this.#adam.forget(inputs);
  }

  #unfold(): void {
    const inputs = this.weights.length;
    let sum = 0;
    for (let at = 0; at < inputs; at++) {
      const parameter = this.#parameters[at]!;
      const weight = this.#positive ? softplus(parameter) : parameter;
      this.weights[at] = weight;
      sum += weight;
    }
    if (this.#positive) {
      this.#parameters[inputs] = Math.max(LEAST_DISTANCE, this.#parameters[inputs]!);
    }
    const kept = this.#parameters[inputs]!;
    this.bias = this.#upper ? sum - kept : kept;
    this.scale = this.#parameters[inputs + 1]!;
  }
}
