import { mapColumns } from './column-maps.ts';
import { columnSums, reduceColumns } from './column-sums.ts';
import type { MapOptions } from './elementwise.ts';
import type { FloatMatrix } from './float-matrix.ts';

/** The learned vectors of a PReLU with shifts, each 1 x C; a missing shift is 0. */
export interface LeakyState {
  /** The slope below 0. */
  readonly slope: FloatMatrix;
  /** Added before. */
  readonly shift?: FloatMatrix | undefined;
  /** Added after. */
  readonly bias?: FloatMatrix | undefined;
}

/** The gradients of {@link leakyRelu}. */
export interface LeakyGradients {
  readonly x: FloatMatrix;
  readonly slope: Float64Array;
  readonly shift: Float64Array;
  readonly bias: Float64Array;
}

/**
 * PReLU between two learned shifts (RPReLU; Liu et al., ReActNet, 2020): t = x + shift,
 * y = (t where t is at least 0, slope * t below) + bias.
 *
 * @param x - R x C
 * @param state - slope, shift and bias, 1 x C each
 * @returns R x C
 * @throws OnebitError `size-mismatch`
 *
 * @example
 * ```ts
 * import { FloatMatrix, leakyRelu } from '@onebit/bitwise-kernels';
 * const slope = FloatMatrix.from(1, 2, [0.5, 0]);
 * console.log(leakyRelu(FloatMatrix.from(1, 2, [-4, 3]), { slope }).data.join(' ')); // -2 3
 * ```
 */
export function leakyRelu(
  x: FloatMatrix,
  { slope, shift, bias }: LeakyState,
  options: MapOptions = {},
): FloatMatrix {
  return mapColumns('leaky', [x], { vectors: [shift, slope, bias], ...options });
}

/**
 * The gradients of {@link leakyRelu}.
 *
 * @param gradient - dY, R x C
 * @param x - what {@link leakyRelu} was given, R x C
 * @param state - as in the forward pass
 * @returns dX (R x C) and the gradients of slope, shift and bias (C each)
 * @throws OnebitError `size-mismatch`
 */
export function leakyReluGradient(
  gradient: FloatMatrix,
  x: FloatMatrix,
  { slope, shift }: LeakyState,
  options: MapOptions = {},
): LeakyGradients {
  const before = shift ? Float64Array.from(shift.data) : new Float64Array(x.columns);
  const slopeGradient = reduceColumns('sumNegatives', [gradient, x], before);
  const bias = columnSums(gradient);
  const dx = mapColumns('leakyGradient', [gradient, x], { vectors: [shift, slope], ...options });
  return { x: dx, slope: slopeGradient, shift: columnSums(dx), bias };
}
