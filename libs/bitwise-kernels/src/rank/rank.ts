import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import type { RankOutside, RankWindow } from './reference.ts';
import { rankInto } from './select.ts';

/** Largest side of a window. */
export const MAX_RANK_WINDOW = 255;

/**
 * Rank filter: a one where the window around a place holds at least so many ones.
 *
 * With `ignore` outside, the cells on the matrix decide by their share: ones / cells is at least
 * `ones` / (width * height).
 *
 * @param source - rows x columns bits
 * @param window - sides of 1 to 255, and the cell that lies on the place
 * @param ones - 1 to width * height
 * @param outside - what cells off the matrix hold
 * @returns a new matrix of the same size
 * @throws OnebitError `size-invalid`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, rankFilter } from '@onebit/bitwise-kernels';
 * const bits = BitMatrix.fromBytes(1, 6, Uint8Array.of(0, 1, 1, 0, 1, 0));
 * const window = { width: 3, height: 1, originX: 1, originY: 0 };
 * console.log(rankFilter(bits, window, 2, 0).toBytes().join('')); // 011100
 * ```
 */
export function rankFilter(
  source: BitMatrix,
  window: RankWindow,
  ones: number,
  outside: RankOutside,
): BitMatrix {
  requireWindow(window);
  const all = window.width * window.height;
  if (!Number.isInteger(ones) || ones < 1 || ones > all) {
    throw new OnebitError('value-invalid', {
      expected: `1 to ${all} ones in a window of ${window.width} x ${window.height}`,
      received: String(ones),
      hint: 'Ask for a number of ones that the window can hold.',
    });
  }
  requireOutside(outside);
  const result = BitMatrix.create(source.rows, source.columns);
  rankInto(source, window, ones, outside, (found, cells) => found * all >= ones * cells, result);
  return result;
}

/**
 * Median filter on bits: the bit that the majority of the window's cells holds.
 *
 * With `ignore` outside, only cells on the matrix vote; where they tie the place keeps its bit, so
 * that the filter treats ones and zeros alike.
 *
 * @param source - rows x columns bits
 * @param window - odd sides of 1 to 255, and the cell that lies on the place
 * @param outside - what cells off the matrix hold
 * @returns a new matrix of the same size
 * @throws OnebitError `size-invalid`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, medianFilter } from '@onebit/bitwise-kernels';
 * const bits = BitMatrix.fromBytes(1, 6, Uint8Array.of(0, 1, 1, 0, 1, 0));
 * const window = { width: 3, height: 1, originX: 1, originY: 0 };
 * console.log(medianFilter(bits, window, 'replicate').toBytes().join('')); // 011100
 * ```
 */
export function medianFilter(
  source: BitMatrix,
  window: RankWindow,
  outside: RankOutside,
): BitMatrix {
  requireWindow(window);
  const all = window.width * window.height;
  if (all % 2 === 0) {
    throw new OnebitError('size-invalid', {
      expected: 'a window of odd sides',
      received: `${window.width}x${window.height}`,
      hint: 'An even number of cells has no middle: take the next odd size, or a rank filter.',
    });
  }
  requireOutside(outside);
  const result = BitMatrix.create(source.rows, source.columns);
  const majority = (found: number, cells: number, here: number): boolean =>
    2 * found + here > cells;
  rankInto(source, window, (all + 1) / 2, outside, majority, result);
  return result;
}

function requireWindow({ width, height, originX, originY }: RankWindow): void {
  const side = (size: number): boolean =>
    Number.isInteger(size) && size >= 1 && size <= MAX_RANK_WINDOW;
  const origin = (at: number, size: number): boolean =>
    Number.isInteger(at) && at >= 0 && at < size;
  if (side(width) && side(height) && origin(originX, width) && origin(originY, height)) return;
  throw new OnebitError('size-invalid', {
    expected: `a window of 1x1 to ${MAX_RANK_WINDOW}x${MAX_RANK_WINDOW} with its origin inside`,
    received: `${width}x${height} with the origin at ${originX}, ${originY}`,
    hint: 'Filter twice by a smaller window.',
  });
}

function requireOutside(outside: RankOutside): void {
  if ([0, 1, 'ignore', 'replicate', 'reflect'].includes(outside)) return;
  throw new OnebitError('value-invalid', {
    expected: "0, 1, 'ignore', 'replicate' or 'reflect'",
    received: String(outside),
    hint: 'Say what cells off the matrix hold.',
  });
}
