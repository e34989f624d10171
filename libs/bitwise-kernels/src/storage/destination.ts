import { OnebitError } from '@onebit/errors';
import { BitMatrix } from './bit-matrix.ts';

/**
 * The matrix to write a result of the source's size into: the one given, or a new one whose words
 * are not cleared.
 *
 * @throws OnebitError `size-mismatch` where the one given has another size
 */
export function destinationLike(source: BitMatrix, destination?: BitMatrix): BitMatrix {
  const { rows, columns } = source;
  if (destination === undefined) return BitMatrix.uncleared(rows, columns);
  if (destination.rows !== rows || destination.columns !== columns) {
    throw new OnebitError('size-mismatch', {
      expected: `a destination of ${rows} x ${columns}`,
      received: `${destination.rows} x ${destination.columns}`,
      hint: 'Give a destination of the size of the source, or none.',
    });
  }
  return destination;
}
