import { BinaryProduct } from '../products/binary-product.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { destinationFor, requireEqual } from './checks.ts';
import type { MapOptions } from './elementwise.ts';
import type { FloatMatrix } from './float-matrix.ts';

/**
 * The product of 1-bit inputs with 1-bit weights, X·Wᵀ, as the floats that batch norm takes. For
 * weights that stay the same, prepare a `BinaryProduct` instead.
 *
 * @param x - bits, M x K
 * @param weights - bits, N x K
 * @returns M x N whole numbers from -K to K
 * @throws OnebitError `size-mismatch`, `size-invalid` for more than 65535 inputs
 *
 * @example
 * ```ts
 * import { BitMatrix, bitsByBits } from '@onebit/bitwise-kernels';
 * const x = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
 * const weights = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 1, 1, 0, 1, 0));
 * console.log(bitsByBits(x, weights).data.join(' ')); // 1 -3
 * ```
 */
export function bitsByBits(
  x: BitMatrix,
  weights: BitMatrix,
  options: MapOptions = {},
): FloatMatrix {
  requireEqual('inputs of the samples and of the weights', x.columns, weights.columns);
  const out = destinationFor(options.destination, x.rows, weights.rows);
  const product = BinaryProduct.prepare(weights);
  try {
    const one = new Float32Array(weights.rows).fill(1);
    return product.toFloat(x, one, new Float32Array(weights.rows), out);
  } finally {
    product.dispose();
  }
}
