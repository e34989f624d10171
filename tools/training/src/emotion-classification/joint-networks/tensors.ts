import type { TensorFlowModule } from '@onebit/bnn-training/node';

/** As much of a tensor of TensorFlow.js as the encoder uses. */
export interface Tensor {
  readonly shape: readonly number[];
  dataSync(): Float32Array;
  dispose(): void;
  add(other: Tensor | number): Tensor;
  sub(other: Tensor | number): Tensor;
  mul(other: Tensor | number): Tensor;
  neg(): Tensor;
  abs(): Tensor;
  square(): Tensor;
  sigmoid(): Tensor;
  tanh(): Tensor;
  softmax(): Tensor;
  logSoftmax(): Tensor;
  softplus(): Tensor;
  relu(): Tensor;
  exp(): Tensor;
  log1p(): Tensor;
  mean(axes?: number | readonly number[], keep?: boolean): Tensor;
  sum(axes?: number | readonly number[]): Tensor;
  reshape(shape: readonly number[]): Tensor;
}

/** A tensor that training changes. */
export interface Variable extends Tensor {
  assign(value: Tensor): void;
}

/** As much of TensorFlow.js as the encoder uses. */
export interface TensorFlow extends TensorFlowModule {
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  variable(value: Tensor): Variable;
  tidy<T>(work: () => T): T;
  keep(tensor: Tensor): Tensor;
  zeros(shape: readonly number[]): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor;
  stack(tensors: readonly Tensor[], axis: number): Tensor;
  unstack(x: Tensor, axis: number): Tensor[];
  concat(tensors: readonly Tensor[], axis: number): Tensor;
  reverse(x: Tensor, axis: number): Tensor;
  transpose(x: Tensor, order: readonly number[]): Tensor;
  greaterEqual(x: Tensor, y: number): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  onesLike(x: Tensor): Tensor;
  customGrad(
    body: (x: Tensor) => { value: Tensor; gradFunc: (dy: Tensor) => Tensor },
  ): (x: Tensor) => Tensor;
  train: {
    adam(rate: number): {
      minimize(loss: () => Tensor, returnCost: true, variables: readonly Variable[]): Tensor;
      dispose(): void;
    };
  };
}
