import { OnebitError } from '@onebit/errors';
import { mapColumns } from './column-maps.ts';
import { requireNumber } from './checks.ts';
import type { MapOptions } from './elementwise.ts';
import type { FloatMatrix } from './float-matrix.ts';

/**
 * How the gradient passes a sign.
 *
 * `identity` passes everything; `clipped` passes it where |x| is at most the limit (Hubara et al.,
 * Binarized Neural Networks, 2016); `quadratic` weighs it by the slope 2 - 2|x| of a piecewise
 * quadratic that approximates the sign, and 0 beyond 1 (Liu et al., Bi-Real Net, 2018).
 */
export type SignEstimator = 'identity' | 'clipped' | 'quadratic';

/** What {@link signGradient} may be given. */
export interface SignGradientOptions extends MapOptions {
  /** `clipped` where absent. */
  readonly estimator?: SignEstimator;
  /** The shift that was added before the sign was taken, 1 x C. */
  readonly shift?: FloatMatrix | undefined;
  /** Where `clipped` stops, above 0; 1 where absent. */
  readonly limit?: number;
}

/**
 * The straight-through gradient of the sign: dY, masked or weighted by where x + shift lies.
 *
 * The gradient of the shift is the sum over the rows of the result.
 *
 * @param gradient - dY, R x C
 * @param x - what the sign was taken of, R x C
 * @returns dX, R x C
 * @throws OnebitError `size-mismatch`, `value-invalid` for a limit or an estimator that is none
 *
 * @example
 * ```ts
 * import { FloatMatrix, signGradient } from '@onebit/bitwise-kernels';
 * const dy = FloatMatrix.from(1, 3, [1, 1, 1]);
 * const x = FloatMatrix.from(1, 3, [-0.25, 0.5, 1.5]);
 * console.log(signGradient(dy, x).data.join(' ')); // 1 1 0
 * console.log(signGradient(dy, x, { estimator: 'quadratic' }).data.join(' ')); // 1.5 1 0
 * ```
 */
export function signGradient(
  gradient: FloatMatrix,
  x: FloatMatrix,
  options: SignGradientOptions = {},
): FloatMatrix {
  const { estimator = 'clipped', shift, limit = 1, destination } = options;
  requireNumber('limit', limit, 'above 0', limit > 0);
  switch (estimator) {
    case 'identity':
      return mapColumns('scale', [gradient], { numbers: [1], destination });
    case 'clipped':
      return mapColumns('passInside', [gradient, x], {
        vectors: [shift],
        numbers: [limit],
        destination,
      });
    case 'quadratic':
      return mapColumns('passQuadratic', [gradient, x], { vectors: [shift], destination });
    default:
      throw new OnebitError('value-invalid', {
        expected: 'an estimator: identity, clipped or quadratic',
        received: String(estimator satisfies never),
        hint: 'Correct the parameter.',
      });
  }
}
