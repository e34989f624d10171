import { adamStep, FloatMatrix, norm, type AdamMoments } from '@onebit/bitwise-kernels';
import type { Parameter } from '../layers/layer.ts';

/** How weights follow their gradients. */
export interface OptimiserSettings {
  /** Highest learning rate of latent weights. */
  readonly latentRate: number;
  /** Highest learning rate of everything else. */
  readonly realRate: number;
  /** Decoupled weight decay of real weights (AdamW); 0 where absent. */
  readonly weightDecay?: number;
  /** Longest gradient over all parameters; longer ones are scaled down. Off where absent. */
  readonly clipNorm?: number;
}

/** Adam over a set of parameters, with AdamW's decay, latent clipping and two learning rates. */
export class Adam {
  readonly #settings: OptimiserSettings;
  readonly #parameters: readonly Parameter[];
  readonly moments: readonly AdamMoments[];
  step = 0;

  constructor(parameters: readonly Parameter[], settings: OptimiserSettings) {
    this.#settings = settings;
    this.#parameters = parameters;
    this.moments = parameters.map(({ value: { rows, columns } }) => ({
      first: FloatMatrix.create(rows, columns),
      second: FloatMatrix.create(rows, columns),
    }));
  }

  /** One step along the gradients of the last batch. */
  update(rateFactor: number): void {
    const { latentRate, realRate, weightDecay = 0, clipNorm } = this.#settings;
    this.step += 1;
    const gradientFactor = clipNorm === undefined ? 1 : this.#cut(clipNorm);
    this.#parameters.forEach(({ value, gradient, latent, decays }, at) => {
      const rate = (latent ? latentRate : realRate) * rateFactor;
      if (rate > 0) {
        adamStep(value, gradient, this.moments[at]!, {
          learningRate: rate,
          step: this.step,
          gradientFactor,
          ...(decays && { weightDecay }),
          ...(latent && { limit: 1 }),
        });
      }
    });
  }

  #cut(longest: number): number {
    const squares = this.#parameters.map(({ gradient }) => norm(gradient) ** 2);
    const length = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    return length > longest ? longest / length : 1;
  }

  /** Frees the moments. */
  dispose(): void {
    for (const { first, second } of this.moments) {
      first.dispose();
      second.dispose();
    }
  }
}
