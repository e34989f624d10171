import { destinationFor, requireApart, requireEqual, withScratch } from './checks.ts';
import type { FloatMatrix } from './float-matrix.ts';
import { floatProductReference, type StridedFloats } from './float-product.reference.ts';
import { trainingKernels } from './kernels.ts';
import type { ProductOptions } from './signed-product.ts';

/** Which operands of a float product are taken transposed, and where it goes. */
export interface FloatProductOptions extends ProductOptions {
  readonly transposeLeft?: boolean;
  readonly transposeRight?: boolean;
}

/**
 * The product of two float matrices, either of them transposed on demand.
 *
 * A layer with real weights W (N x K) uses it three times: X·Wᵀ forward, dY·W for the inputs,
 * dYᵀ·X for the weights.
 *
 * @param left - M x K, or K x M with `transposeLeft`
 * @param right - K x N, or N x K with `transposeRight`
 * @returns M x N
 * @throws OnebitError `size-mismatch`
 *
 * @example
 * ```ts
 * import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
 * const x = FloatMatrix.from(1, 2, [1, 2]);
 * const weights = FloatMatrix.from(3, 2, [1, 0, 0, 1, 3, 3]);
 * console.log(floatProduct(x, weights, { transposeRight: true }).data.join(' ')); // 1 2 9
 * ```
 */
export function floatProduct(
  left: FloatMatrix,
  right: FloatMatrix,
  options: FloatProductOptions = {},
): FloatMatrix {
  const { transposeLeft = false, transposeRight = false, accumulate = false } = options;
  const [rows, depth] = transposeLeft ? [left.columns, left.rows] : [left.rows, left.columns];
  const [inner, columns] = transposeRight
    ? [right.columns, right.rows]
    : [right.rows, right.columns];
  requireEqual('inner sizes of the product', depth, inner);
  const out = destinationFor(options.destination, rows, columns);
  requireApart(out, left, right);
  if (!accumulate || options.destination === undefined) out.data.fill(0);
  if (!trainingKernels.usable) {
    const sides = [strided(left, transposeLeft), strided(right, transposeRight)] as const;
    floatProductReference(...sides, out.data, rows, depth, columns);
    return out;
  }
  const bytes = trainingKernels.run((kernels) => kernels.floatProductScratch());
  withScratch(bytes, (scratch) =>
    trainingKernels.run((kernels) =>
      kernels.floatProduct(
        left.pointer,
        left.columns * 4,
        transposeLeft ? 1 : 0,
        right.pointer,
        right.columns * 4,
        transposeRight ? 1 : 0,
        rows,
        depth,
        columns,
        out.pointer,
        out.columns * 4,
        scratch,
      ),
    ),
  );
  return out;
}

function strided({ data, columns }: FloatMatrix, transposed: boolean): StridedFloats {
  return transposed
    ? { data, rowStep: 1, columnStep: columns }
    : { data, rowStep: columns, columnStep: 1 };
}
