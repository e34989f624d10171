import type { FloatMatrix, Loss } from '@onebit/bitwise-kernels';

/** What a network is trained on: samples, how they become batches, and what counts as an error. */
export interface TrainingTask {
  /** Number of training samples. */
  readonly samples: number;
  /** Writes the given samples, augmented where the task does that, one after the other. */
  batch(indices: Uint32Array, random: RandomSource): Float32Array;
  /** Loss and gradient of the scores of these samples. */
  loss(scores: FloatMatrix, indices: Uint32Array): Loss;
  /** The metric to choose a network by, higher is better, on data held back from training. */
  evaluate(infer: (samples: Float32Array, count: number) => Float32Array): number;
}

/** The random numbers that augmentation may use. */
export interface RandomSource {
  uniform(): number;
  below(end: number): number;
}
