/**
 * Training on the kernels: every matrix lives in the kernels' memory, every sum has a fixed order,
 * and every variant gives the same bits.
 *
 * A layer with latent weights W (N x K) and 1-bit inputs, one step:
 *   bits   = signBits(W), x = signBits(activations)       packing
 *   y      = bitsByBits(x, bits)                            forward, then batchNorm
 *   dX     = signGradient(inputGradient(dY, bits), activations)
 *   dW     = weightGradient(dY, x), adamStep(W, dW, ..., { limit: 1 })
 */
export { adamStep, type AdamMoments, type AdamOptions } from './adam.ts';
export {
  batchNorm,
  batchNormGradient,
  normalizeColumns,
  type BatchNormGradients,
  type BatchNormSaved,
  type BatchNormState,
} from './batch-norm.ts';
export { bitsByBits } from './bits-by-bits.ts';
export { columnStatistics, columnSums, norm, type ColumnStatistics } from './column-sums.ts';
export {
  addScaled,
  addToColumns,
  floatsFromIntegers,
  multiplied,
  relu,
  reluGradient,
  scaled,
  type MapOptions,
} from './elementwise.ts';
export { FloatMatrix } from './float-matrix.ts';
export { floatProduct, type FloatProductOptions } from './float-product.ts';
export { leakyRelu, leakyReluGradient, type LeakyGradients, type LeakyState } from './leaky.ts';
export {
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  squaredHinge,
  type HingeOptions,
  type Loss,
  type SigmoidOptions,
  type SoftmaxOptions,
} from './losses.ts';
export type { Pictures } from './pictures.ts';
export {
  averagePool,
  averagePoolGradient,
  globalMean,
  globalMeanGradient,
  pooledPictures,
  repeatChannels,
  repeatChannelsGradient,
} from './pooling.ts';
export { signBits, type SignOptions } from './sign-bits.ts';
export {
  bitsByFloat,
  floatByBits,
  inputGradient,
  inputGradientTransposed,
  weightGradient,
  weightGradientTransposed,
  type ProductOptions,
} from './signed-product.ts';
export { signGradient, type SignEstimator, type SignGradientOptions } from './straight-through.ts';
export { transposeBits } from './transpose-bits.ts';
