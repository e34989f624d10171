import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { type ThinningMethod, thinningPasses } from './rules.ts';
import { thinInto } from './select.ts';

/**
 * Thins the ones to lines, deleting from all sides until nothing changes; off the matrix everything
 * is 0.
 *
 * - `zhang-suen`: T. Y. Zhang and C. Y. Suen (1984) with the departures of scikit-image's
 *   `skeletonize`
 * - `guo-hall`: Z. Guo and R. W. Hall (1989), as scikit-image's `thin`
 * - `leptonica-4`, `leptonica-8`: D. Bloomberg (1991), as Leptonica's `pixThinConnected` for
 *   4- and 8-connected foreground
 *
 * @param source - rows x columns bits
 * @param method - one of the above
 * @returns a generator that yields after every round of passes and returns a new matrix
 * @throws OnebitError `value-invalid` for another method, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, thinning } from '@onebit/bitwise-kernels';
 * const bar = BitMatrix.fromBytes(3, 5, new Uint8Array(15).fill(1));
 * const rounds = thinning(bar, 'guo-hall');
 * let round = rounds.next();
 * while (round.done !== true) round = rounds.next();
 * console.log(round.value.toBytes().join('')); // 000000111000000
 * ```
 */
export function* thinning(source: BitMatrix, method: ThinningMethod): Generator<void, BitMatrix> {
  if (!Object.hasOwn(thinningPasses, method)) {
    throw new OnebitError('value-invalid', {
      expected: `one of ${Object.keys(thinningPasses).join(', ')}`,
      received: String(method),
      hint: 'Name a thinning method.',
    });
  }
  const result = BitMatrix.create(source.rows, source.columns);
  yield* thinInto(source, method, result);
  return result;
}
