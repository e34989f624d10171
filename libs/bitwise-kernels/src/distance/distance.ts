import { OnebitError } from '@onebit/errors';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { numbersFor } from '../storage/numbers.ts';
import type { DistanceMetric } from './reference.ts';
import { distancesInto } from './select.ts';

/** Squared distances above this do not fit into 32 bits. */
const LARGEST_DISTANCE = 0xfffffffe;

/**
 * Measures how far each one is from the nearest zero of the matrix; what is off the matrix counts
 * for nothing.
 *
 * @param source - rows x columns bits; for `euclidean` rows² + columns² below 2^32
 * @param metric - `euclidean` (the exact squared distance), `city-block` or `chessboard`
 * @param into - an array of `rows * columns` numbers to write to; a new one where left out
 * @returns `rows * columns` distances, row by row, 0 at zeros; 2^32 - 1 everywhere where there is no
 *   zero
 * @throws OnebitError `size-mismatch`, `value-invalid` for another metric, `size-invalid` for a matrix whose squared
 *   distances do not fit, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, distances } from '@onebit/bitwise-kernels';
 * const bits = BitMatrix.fromBytes(2, 4, Uint8Array.of(0, 1, 1, 1, 1, 1, 1, 1));
 * console.log(distances(bits, 'euclidean').join(' ')); // 0 1 4 9 1 2 5 10
 * console.log(distances(bits, 'city-block').join(' ')); // 0 1 2 3 1 2 3 4
 * console.log(distances(bits, 'chessboard').join(' ')); // 0 1 2 3 1 1 2 3
 * ```
 */
export function distances(
  source: BitMatrix,
  metric: DistanceMetric,
  into?: Uint32Array,
): Uint32Array {
  if (!['euclidean', 'city-block', 'chessboard'].includes(metric)) {
    throw new OnebitError('value-invalid', {
      expected: 'euclidean, city-block or chessboard',
      received: String(metric),
      hint: 'Name one of the metrics.',
    });
  }
  const { rows, columns } = source;
  if (metric === 'euclidean' && rows ** 2 + columns ** 2 > LARGEST_DISTANCE) {
    throw new OnebitError('size-invalid', {
      expected: 'rows² + columns² below 2^32 for squared distances',
      received: `${rows} x ${columns}`,
      hint: 'Use city-block or chessboard, or cut the matrix.',
    });
  }
  const found = numbersFor(source, into);
  distancesInto(source, metric, found);
  return found;
}
