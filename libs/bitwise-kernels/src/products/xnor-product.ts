import type { BitMatrix } from '../storage/bit-matrix.ts';
import { BinaryProduct } from './binary-product.ts';

/**
 * Dot products of every row of `a` with every row of `b`, read as signs: 1 is +1 and 0 is -1.
 *
 * The product of two signs is the xnor of their bits, so with p agreements of K the dot product is
 * 2p - K. For many products with the same weights prepare them once: {@link BinaryProduct}.
 *
 * @param a - M x K bits
 * @param b - N x K bits
 * @param out - M * N integers to write to; new where absent
 * @returns M * N integers, row by row: C[i, j] = K - 2 * popcount(a_i xor b_j)
 * @throws OnebitError `size-mismatch`, `size-invalid` for more than 65535 columns,
 * `used-after-dispose`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, xnorProduct } from '@onebit/bitwise-kernels';
 * const a = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
 * const b = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 0, 1, 0, 0, 1));
 * console.log(xnorProduct(a, b).join(' ')); // 3 1
 * ```
 */
export function xnorProduct(a: BitMatrix, b: BitMatrix, out?: Int32Array): Int32Array {
  const product = BinaryProduct.prepare(b);
  try {
    return product.toInt32(a, out);
  } finally {
    product.dispose();
  }
}
