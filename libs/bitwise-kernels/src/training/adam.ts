import { requireNumber, requireShape } from './checks.ts';
import type { FloatMatrix } from './float-matrix.ts';
import { trainingKernels } from './kernels.ts';

/** The moments that Adam keeps for one matrix of weights, both starting at zero. */
export interface AdamMoments {
  readonly first: FloatMatrix;
  readonly second: FloatMatrix;
}

/** The parameters of {@link adamStep}. */
export interface AdamOptions {
  /** Above 0. */
  readonly learningRate: number;
  /** Number of this step, from 1. */
  readonly step: number;
  /** Memory of the first moment, 0 to below 1; 0.9 where absent. */
  readonly beta1?: number;
  /** Memory of the second moment, 0 to below 1; 0.999 where absent. */
  readonly beta2?: number;
  /** Added to the root of the second moment, above 0; 1e-8 where absent. */
  readonly epsilon?: number;
  /** Decoupled weight decay (AdamW), at least 0; 0 where absent. */
  readonly weightDecay?: number;
  /** Weights are clipped to [-limit, limit] after the step: 1 for latent weights; off where absent. */
  readonly limit?: number;
  /** Multiplies the gradient first, to cut a long one short; 1 where absent. */
  readonly gradientFactor?: number;
}

/**
 * One step of Adam (Kingma and Ba, 2015), with the decoupled decay of AdamW (Loshchilov and
 * Hutter, 2019) and the clipping of latent weights (Courbariaux et al., 2015), in place.
 *
 * @param weights - R x C, updated
 * @param gradient - R x C
 * @param moments - R x C each, updated
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { FloatMatrix, adamStep } from '@onebit/bitwise-kernels';
 * const weights = FloatMatrix.from(1, 2, [0.5, 0.995]);
 * const moments = { first: FloatMatrix.create(1, 2), second: FloatMatrix.create(1, 2) };
 * const gradient = FloatMatrix.from(1, 2, [3, -3]);
 * adamStep(weights, gradient, moments, { learningRate: 0.01, step: 1, limit: 1 });
 * console.log(Array.from(weights.data, (weight) => weight.toFixed(3)).join(' ')); // 0.490 1.000
 * ```
 */
export function adamStep(
  weights: FloatMatrix,
  gradient: FloatMatrix,
  moments: AdamMoments,
  options: AdamOptions,
): void {
  const { rows, columns } = weights;
  requireShape('a gradient', gradient, rows, columns);
  requireShape('a first moment', moments.first, rows, columns);
  requireShape('a second moment', moments.second, rows, columns);
  const numbers = coefficients(options);
  const matrices = [weights, gradient, moments.first, moments.second] as const;
  if (!trainingKernels.usable) {
    adamReference(matrices.map((matrix) => matrix.data) as AdamData, numbers);
    return;
  }
  trainingKernels.run((kernels) =>
    kernels.adam(
      ...matrices.map((matrix) => matrix.pointer),
      ...numbers,
      moments.first.pointer,
      moments.second.pointer,
      weights.pointer,
      1,
      rows * columns,
    ),
  );
}

type AdamData = [Float32Array, Float32Array, Float32Array, Float32Array];
type AdamCoefficients = [
  gradientFactor: number,
  keepFirst: number,
  takeFirst: number,
  keepSecond: number,
  takeSecond: number,
  step: number,
  rootFactor: number,
  epsilon: number,
  decay: number,
  limit: number,
];

function coefficients(options: AdamOptions): AdamCoefficients {
  const { learningRate, step, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { weightDecay = 0, limit = Infinity, gradientFactor = 1 } = options;
  requireNumber('learningRate', learningRate, 'above 0', learningRate > 0);
  requireNumber('step', step, 'of at least 1', Number.isInteger(step) && step >= 1);
  requireNumber('beta1', beta1, 'from 0 to below 1', beta1 >= 0 && beta1 < 1);
  requireNumber('beta2', beta2, 'from 0 to below 1', beta2 >= 0 && beta2 < 1);
  requireNumber('epsilon', epsilon, 'above 0', epsilon > 0);
  requireNumber('weightDecay', weightDecay, 'of at least 0', weightDecay >= 0);
  requireNumber('limit', limit, 'above 0', limit > 0);
  requireNumber(
    'gradientFactor',
    gradientFactor,
    'that is finite',
    Number.isFinite(gradientFactor),
  );
  return [
    gradientFactor,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    learningRate / (1 - power(beta1, step)),
    1 / Math.sqrt(1 - power(beta2, step)),
    epsilon,
    1 - learningRate * weightDecay,
    limit,
  ];
}

/** An integer power by squaring: unlike Math.pow, the same to the last bit in every engine. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let factor = base; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}

function adamReference(
  [weights, gradient, first, second]: AdamData,
  given: AdamCoefficients,
): void {
  const round = Math.fround;
  const [gradientFactor, keepFirst, takeFirst, keepSecond, takeSecond, ...rest] = given.map(
    round,
  ) as AdamCoefficients;
  const [step, rootFactor, epsilon, decay, limit] = rest;
  for (let at = 0; at < weights.length; at++) {
    const g = round(gradientFactor * gradient[at]!);
    const m = round(round(keepFirst * first[at]!) + round(takeFirst * g));
    const v = round(round(keepSecond * second[at]!) + round(takeSecond * round(g * g)));
    const size = round(round(round(Math.sqrt(v)) * rootFactor) + epsilon);
    const move = round(step * round(m / size));
    const moved = round(round(decay * weights[at]!) - move);
    first[at] = m;
    second[at] = v;
    weights[at] = Math.max(Math.min(moved, limit), -limit);
  }
}
