import { OnebitError } from '@onebit/errors';
import type { Connectivity } from '../components/component-table.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { reconstructInto } from './select.ts';

/**
 * Reconstruction by dilation: the connected components of the mask's ones that share a one with the
 * seed (L. Vincent, 1993).
 *
 * @param seed - rows x columns bits; its ones off the mask count for nothing
 * @param mask - bits of the same size
 * @param connectivity - 4 joins ones that share a side, 8 also those that share a corner
 * @returns a new matrix of the same size
 * @throws OnebitError `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, reconstruct } from '@onebit/bitwise-kernels';
 * const seed = BitMatrix.fromBytes(1, 6, Uint8Array.of(0, 1, 0, 1, 0, 0));
 * const mask = BitMatrix.fromBytes(1, 6, Uint8Array.of(1, 1, 1, 0, 1, 1));
 * console.log(reconstruct(seed, mask, 8).toBytes().join('')); // 111000
 * ```
 */
export function reconstruct(
  seed: BitMatrix,
  mask: BitMatrix,
  connectivity: Connectivity,
): BitMatrix {
  if (seed.rows !== mask.rows || seed.columns !== mask.columns) {
    throw new OnebitError('size-mismatch', {
      expected: `a mask of ${seed.rows} x ${seed.columns}, as the seed`,
      received: `${mask.rows} x ${mask.columns}`,
      hint: 'Seed and mask are matrices of one size.',
    });
  }
  // A caller without types may send anything.
  if (![4, 8].includes(connectivity)) {
    throw new OnebitError('value-invalid', {
      expected: 'a connectivity of 4 or 8',
      received: String(connectivity),
      hint: 'Use 4 for neighbours that share a side, 8 for those that share a corner too.',
    });
  }
  const result = BitMatrix.create(mask.rows, mask.columns);
  reconstructInto(seed, mask, connectivity, result);
  return result;
}
