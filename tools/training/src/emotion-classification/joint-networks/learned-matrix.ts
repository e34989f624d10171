import { type AdamMoments, adamStep, FloatMatrix } from '@onebit/bitwise-kernels';

/** How a step changes a matrix. */
export interface MatrixStep {
  readonly rate: number;
  /** Number of the step, from 1. */
  readonly step: number;
  /** Of the squared weights in the loss; 0 where absent. */
  readonly decay?: number;
}

/**
 * Weights that Adam learns. With `oneBit` they are used as their signs times the mean size of each
 * column, and the gradient goes straight through the sign.
 */
export class LearnedMatrix {
  /** What a product takes. */
  readonly used: FloatMatrix;
  /** Collects the gradient of what is used, until the next step. */
  readonly gradient: FloatMatrix;
  readonly #latent: FloatMatrix;
  readonly #moments: AdamMoments;

  constructor(rows: number, columns: number, values: Float32Array, oneBit = false) {
    this.#latent = FloatMatrix.from(rows, columns, values);
    this.used = oneBit ? FloatMatrix.create(rows, columns) : this.#latent;
    this.gradient = FloatMatrix.create(rows, columns);
    this.#moments = {
      first: FloatMatrix.create(rows, columns),
      second: FloatMatrix.create(rows, columns),
    };
    this.#binarise();
  }

  /** A copy of the learned reals. */
  get values(): Float32Array {
    return this.#latent.data.slice();
  }

  set values(values: Float32Array) {
    this.#latent.data.set(values);
    this.#binarise();
  }

  /** Goes down the gradient and forgets it. */
  step({ rate, step, decay = 0 }: MatrixStep): void {
    if (this.used !== this.#latent) this.#passGradient();
    const gradient = this.gradient.data;
    const latent = this.#latent.data;
    if (decay > 0) gradient.forEach((slope, at) => (gradient[at] = slope + decay * latent[at]!));
    adamStep(this.#latent, this.gradient, this.#moments, { learningRate: rate, step });
    this.gradient.data.fill(0);
    this.#binarise();
  }

  dispose(): void {
    const { first, second } = this.#moments;
    for (const matrix of [this.#latent, this.used, this.gradient, first, second]) matrix.dispose();
  }

  #binarise(): void {
    if (this.used === this.#latent) return;
    const { rows, columns } = this.#latent;
    const latent = this.#latent.data;
    const used = this.used.data;
    const scales = this.#scales();
    for (let at = 0; at < rows * columns; at++) {
      used[at] = latent[at]! >= 0 ? scales[at % columns]! : -scales[at % columns]!;
    }
  }

  /** The gradient of the reals from that of sign times scale: both factors move. */
  #passGradient(): void {
    const { rows, columns } = this.#latent;
    const latent = this.#latent.data;
    const gradient = this.gradient.data;
    const scales = this.#scales();
    const ofScales = new Float64Array(columns);
    const sign = (at: number): number => (latent[at]! >= 0 ? 1 : -1);
    for (let at = 0; at < rows * columns; at++) {
      ofScales[at % columns]! += gradient[at]! * sign(at);
    }
    for (let at = 0; at < rows * columns; at++) {
      const column = at % columns;
      gradient[at] = gradient[at]! * scales[column]! + (sign(at) * ofScales[column]!) / rows;
    }
  }

  #scales(): Float64Array {
    const { rows, columns } = this.#latent;
    const scales = new Float64Array(columns);
    this.#latent.data.forEach((weight, at) => (scales[at % columns]! += Math.abs(weight) / rows));
    return scales;
  }
}
