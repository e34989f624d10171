import type { FloatMatrix } from '@onebit/bitwise-kernels';
import type { Random } from '../network/random.ts';
import type { Scope } from '../network/scope.ts';
import type { Value } from '../network/values.ts';

/** Weights that training changes. */
export interface Parameter {
  readonly name: string;
  readonly value: FloatMatrix;
  readonly gradient: FloatMatrix;
  /** Latent weights of bits are clipped to [-1, 1] and have a learning rate of their own. */
  readonly latent: boolean;
  /** Whether weight decay applies. */
  readonly decays: boolean;
}

/** State that is no parameter but belongs to a checkpoint: running statistics. */
export interface StateBuffer {
  readonly name: string;
  readonly value: FloatMatrix;
}

/** What a pass through the layers is given. */
export interface Pass {
  /** Whether batch statistics and dropout are in force. */
  readonly training: boolean;
  readonly scope: Scope;
  readonly random: Random;
}

/** A layer while it is trained. */
export interface TrainableLayer {
  /** Computes the output and remembers what the backward pass needs. */
  forward(input: Value, pass: Pass): Value;
  /**
   * Writes the gradients of the parameters and returns the gradient for the input; undefined where
   * nothing before this layer learns. The given gradient is only read.
   */
  backward(gradient: FloatMatrix, pass: Pass): FloatMatrix | undefined;
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly StateBuffer[];
}
