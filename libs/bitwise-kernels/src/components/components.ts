import { OnebitError } from '@onebit/errors';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import type { ComponentTable, Connectivity } from './component-table.ts';
import { tableOf } from './select.ts';

/**
 * Finds the connected components of the ones of a matrix.
 *
 * Runs of ones are joined with those they touch in the row above by union-find, in one pass
 * (A. Rosenfeld and J. L. Pfaltz, 1966; run-based).
 *
 * @param source - rows x columns bits
 * @param connectivity - 4 joins ones that share a side, 8 also those that share a corner
 * @returns the components; dispose of the table after its last use
 * @throws OnebitError `value-invalid` for another connectivity, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, connectedComponents } from '@onebit/bitwise-kernels';
 * const bits = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 0, 1, 0, 1, 0));
 * console.log(connectedComponents(bits, 8).count); // 1
 * console.log(connectedComponents(bits, 4).labels().join(' ')); // 1 0 2 0 3 0
 * ```
 */
export function connectedComponents(source: BitMatrix, connectivity: Connectivity): ComponentTable {
  // A caller without types may send anything.
  if (![4, 8].includes(connectivity)) {
    throw new OnebitError('value-invalid', {
      expected: 'a connectivity of 4 or 8',
      received: String(connectivity),
      hint: 'Use 4 for neighbours that share a side, 8 for those that share a corner too.',
    });
  }
  return tableOf(source, connectivity);
}
