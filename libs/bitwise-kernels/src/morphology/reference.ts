/**
 * Morphology pixel by pixel, to be checked by eye.
 *
 * out[y][x] = OR (dilation) or AND (erosion) over the offsets of in[y + dy][x + dx]; a pixel
 * outside the image reads as `outside`. Over no offsets at all OR is 0 and AND is 1.
 */
import type { Packed } from '../storage/packed.ts';

/** How the pixels under the element are combined. */
export type GatherOperation = 'or' | 'and';

/** Where a pixel is read, seen from the pixel that is written. */
export interface Offset {
  readonly dx: number;
  readonly dy: number;
}

/** Writes every bit of `destination`, which must not be the source; its padding becomes 0. */
export function gatherReference(
  operation: GatherOperation,
  source: Packed,
  offsets: readonly Offset[],
  outside: 0 | 1,
  destination: Packed,
): void {
  const { rows, columns, wordsPerRow, words } = source;
  const output = destination.words;
  output.fill(0);

  const read = (x: number, y: number): number => {
    if (x < 0 || y < 0 || x >= columns || y >= rows) return outside;
    return (words[y * wordsPerRow + (x >>> 5)]! >>> (x & 31)) & 1;
  };

  // OR is decided by the first 1 that is read, AND by the first 0.
  const deciding = operation === 'or' ? 1 : 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const decided = offsets.some(({ dx, dy }) => read(x + dx, y + dy) === deciding);
      const bit = decided ? deciding : 1 - deciding;
      if (bit) output[y * wordsPerRow + (x >>> 5)]! |= 1 << (x & 31);
    }
  }
}
