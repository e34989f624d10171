import { OnebitError } from '@onebit/errors';
import { combineInto } from '../logic/select.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { destinationLike } from '../storage/destination.ts';
import { runsOf, type PackedElement } from './element.ts';
import { gather } from './select.ts';

/**
 * How the pixels outside the image read in a hit-or-miss: as 0 (they satisfy misses and fail
 * hits), as 1 (the reverse), or not at all (they satisfy both).
 */
export type HitOrMissOutside = 0 | 1 | 'ignore';

/**
 * Finds where a pattern fits: out[p] is 1 where in[p + h] is 1 for every point h of `hit` and
 * in[p + m] is 0 for every point m of `miss`.
 *
 * A miss fails where any in[p + m] is 1, so the misses are one gathering by OR whose result is
 * taken away from the erosion by `hit`; no complement of the image is made.
 *
 * @param source - rows x columns bits, one row of the image each
 * @param hit - the points that must be 1; may have none
 * @param miss - the points that must be 0; may have none
 * @param outside - 0, 1 or `ignore`
 * @param destination - where to write; may be the source; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, hitOrMiss } from '@onebit/bitwise-kernels';
 * const image = BitMatrix.fromBytes(1, 6, Uint8Array.of(0, 1, 1, 0, 1, 0));
 * const one = BitMatrix.fromBytes(1, 1, Uint8Array.of(1));
 * const sides = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
 * const hit = { rows: one, originX: 0, originY: 0 };
 * const miss = { rows: sides, originX: 1, originY: 0 };
 * console.log(hitOrMiss(image, hit, miss, 0).toBytes().join('')); // 000010
 * ```
 */
export function hitOrMiss(
  source: BitMatrix,
  hit: PackedElement,
  miss: PackedElement,
  outside: HitOrMissOutside,
  destination?: BitMatrix,
): BitMatrix {
  if (outside !== 0 && outside !== 1 && outside !== 'ignore') {
    throw new OnebitError('value-invalid', {
      expected: 'outside to be 0, 1 or ignore',
      received: String(outside),
      hint: 'Say how pixels outside the image read.',
    });
  }
  const hits = runsOf(hit, false);
  const misses = runsOf(miss, false);
  const missed = BitMatrix.uncleared(source.rows, source.columns);
  try {
    gather('or', source, misses, outside === 'ignore' ? 0 : outside, missed);
    const result = destinationLike(source, destination);
    gather('and', source, hits, outside === 'ignore' ? 1 : outside, result);
    combineInto('and-not', result, missed, result);
    return result;
  } finally {
    missed.dispose();
  }
}
