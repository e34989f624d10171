import { OnebitError } from '@onebit/errors';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { destinationLike } from '../storage/destination.ts';
import type { LogicOperation } from './reference.ts';
import { combineInto, complementInto } from './select.ts';

/**
 * Combines two matrices bit by bit.
 *
 * @param operation - `and`, `or`, `xor`, or `and-not` (a and not b)
 * @param a - rows x columns bits
 * @param b - bits of the same size
 * @param destination - where to write; may be `a` or `b`; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-mismatch`, `value-invalid`, `memory-exhausted`, `used-after-dispose`
 *
 * @example
 * ```ts
 * import { BitMatrix, combine } from '@onebit/bitwise-kernels';
 * const a = BitMatrix.fromBytes(1, 4, Uint8Array.of(0, 0, 1, 1));
 * const b = BitMatrix.fromBytes(1, 4, Uint8Array.of(0, 1, 0, 1));
 * console.log(combine('and-not', a, b).toBytes().join('')); // 0010
 * ```
 */
export function combine(
  operation: LogicOperation,
  a: BitMatrix,
  b: BitMatrix,
  destination?: BitMatrix,
): BitMatrix {
  if (!['and', 'or', 'xor', 'and-not'].includes(operation)) {
    throw new OnebitError('value-invalid', {
      expected: 'and, or, xor or and-not',
      received: String(operation),
      hint: 'Name one of the operations.',
    });
  }
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw new OnebitError('size-mismatch', {
      expected: `a second matrix of ${a.rows} x ${a.columns}`,
      received: `${b.rows} x ${b.columns}`,
      hint: 'Combine matrices of one size.',
    });
  }
  const result = destinationLike(a, destination);
  combineInto(operation, a, b, result);
  return result;
}

/**
 * Turns every bit.
 *
 * @param source - rows x columns bits
 * @param destination - where to write; may be the source; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-mismatch`, `memory-exhausted`, `used-after-dispose`
 *
 * @example
 * ```ts
 * import { BitMatrix, complement } from '@onebit/bitwise-kernels';
 * console.log(complement(BitMatrix.create(2, 3)).popcount()); // 6
 * ```
 */
export function complement(source: BitMatrix, destination?: BitMatrix): BitMatrix {
  const result = destinationLike(source, destination);
  complementInto(source, result);
  return result;
}
