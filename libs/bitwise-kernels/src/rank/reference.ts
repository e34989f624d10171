import type { Packed } from '../storage/packed.ts';

/** A window around each place: sides, and the cell that lies on the place. */
export interface RankWindow {
  readonly width: number;
  readonly height: number;
  readonly originX: number;
  readonly originY: number;
}

/**
 * What cells of the window off the matrix hold: 0, 1, nothing (`ignore`), the nearest place
 * (`replicate`: a a | a b c), or the mirrored place (`reflect`: b a | a b c).
 */
export type RankOutside = 0 | 1 | 'ignore' | 'replicate' | 'reflect';

/** The bit to write, from the ones among the cells that count, their number, and the bit itself. */
export type RankDecision = (ones: number, cells: number, here: number) => boolean;

/** Rows and columns, the last ones exclusive. */
export interface Region {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Decides every place of a region by the ones in its window, which are differences of sums over all
 * cells above and to the left (F. C. Crow, 1984), so that the work does not grow with the window.
 */
export function rankRegion(
  source: Packed,
  window: RankWindow,
  outside: RankOutside,
  decide: RankDecision,
  region: Region,
  destination: Packed,
): void {
  const { top, bottom, left, right } = region;
  if (top >= bottom || left >= right) return;
  const { rows, columns, wordsPerRow, words: from } = source;
  const firstRow = top - window.originY;
  const firstColumn = left - window.originX;
  const height = bottom - top + window.height - 1;
  const width = right - left + window.width - 1;
  const sourceRows = Array.from({ length: height }, (_, y) => placeOf(firstRow + y, rows, outside));
  const sourceColumns = Array.from({ length: width }, (_, x) =>
    placeOf(firstColumn + x, columns, outside),
  );
  const filling = outside === 1 ? 1 : 0;

  const stride = width + 1;
  const sums = new Uint32Array((height + 1) * stride);
  for (let y = 0; y < height; y++) {
    const row = sourceRows[y]!;
    let across = 0;
    for (let x = 0; x < width; x++) {
      const column = sourceColumns[x]!;
      across +=
        row < 0 || column < 0
          ? filling
          : (from[row * wordsPerRow + (column >>> 5)]! >>> (column & 31)) & 1;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + across;
    }
  }

  const to = destination.words;
  for (let row = top; row < bottom; row++) {
    const y = row - top;
    const cellRows =
      outside === 'ignore' ? within(row - window.originY, window.height, rows) : window.height;
    for (let column = left; column < right; column++) {
      const x = column - left;
      const above = y * stride;
      const below = (y + window.height) * stride;
      const ones =
        sums[below + x + window.width]! -
        sums[below + x]! -
        sums[above + x + window.width]! +
        sums[above + x]!;
      const cellColumns =
        outside === 'ignore'
          ? within(column - window.originX, window.width, columns)
          : window.width;
      const word = row * wordsPerRow + (column >>> 5);
      const mask = 1 << (column & 31);
      const here = (from[word]! & mask) === 0 ? 0 : 1;
      if (decide(ones, cellRows * cellColumns, here)) to[word]! |= mask;
      else to[word]! &= ~mask;
    }
  }
}

/** How many of `length` cells from `first` on lie in 0 to size - 1. */
function within(first: number, length: number, size: number): number {
  return Math.min(first + length, size) - Math.max(first, 0);
}

/** The row or column that stands for one that may lie off the matrix; -1 where none does. */
export function placeOf(index: number, size: number, outside: RankOutside): number {
  if (index >= 0 && index < size) return index;
  if (outside === 'replicate') return index < 0 ? 0 : size - 1;
  if (outside !== 'reflect') return -1;
  // Mirrored at both edges the rows repeat with twice the size.
  const period = 2 * size;
  const place = ((index % period) + period) % period;
  return place < size ? place : period - 1 - place;
}
