import type { Packed } from '../storage/packed.ts';

// The products in their plainest form. Every kernel has to give the bits that stand here.
//
// Two vectors of K signs agree in p places and disagree in c = K - p. Equal signs multiply to +1,
// different ones to -1, so their dot product is p - c = K - 2c, and c is the popcount of the xor
// of their bits. Padding is 0 in both operands, so it never counts as a disagreement.

/**
 * Counts the places where row `i` of `a` and row `j` of `b` differ.
 *
 * @param a - at least i + 1 rows of K bits
 * @param b - at least j + 1 rows of K bits
 */
function disagreements(a: Packed, i: number, b: Packed, j: number): number {
  let count = 0;
  for (let word = 0; word < a.wordsPerRow; word++) {
    const x = a.words[i * a.wordsPerRow + word]!;
    const y = b.words[j * b.wordsPerRow + word]!;
    for (let rest = (x ^ y) >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  }
  return count;
}

/** Writes the disagreements of rows firstRow.. of `a` with all rows of `b`, row by row. */
export function countReference(
  a: Packed,
  firstRow: number,
  rowCount: number,
  b: Packed,
  counts: Uint16Array,
): void {
  for (let i = 0; i < rowCount; i++) {
    for (let j = 0; j < b.rows; j++) {
      counts[i * b.rows + j] = disagreements(a, firstRow + i, b, j);
    }
  }
}

/** M x N dot products of the rows of `a` (M x K) and `b` (N x K). */
export function productReference(a: Packed, b: Packed): Int32Array<ArrayBuffer> {
  const out = new Int32Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) {
      out[i * b.rows + j] = a.columns - 2 * disagreements(a, i, b, j);
    }
  }
  return out;
}

/**
 * The decision of one column: dot >= level, or dot <= level where it is falling.
 *
 * @param dot - the dot product
 * @param level - the threshold
 * @param falling - whether small products give 1
 */
export function decideReference(dot: number, level: number, falling: boolean): 0 | 1 {
  return (falling ? dot <= level : dot >= level) ? 1 : 0;
}

/** One column's affine output, rounded to 32-bit floats after each operation as hardware does. */
export function affineReference(dot: number, scale: number, shift: number): number {
  return Math.fround(Math.fround(dot * Math.fround(scale)) + Math.fround(shift));
}
