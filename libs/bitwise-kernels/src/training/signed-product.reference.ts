import type { BitMatrix } from '../storage/bit-matrix.ts';
import type { FloatMatrix } from './float-matrix.ts';

/** From this many rows of bits on, sums are formed in groups of 8 rows of floats instead of 4. */
const OCTETS_FROM = 384;

/** How the operands of {@link signedProductReference} lie in memory. */
export interface SignedLayout {
  readonly floatsTransposed: boolean;
  readonly outTransposed: boolean;
  /** Whether the sums are added to the output instead of replacing it. */
  readonly add: boolean;
}

/**
 * out[r, c] = sum over s of (bit[r, s] ? floats[s, c] : -floats[s, c]), in the summation order
 * that the tables of the compiled kernel imply: a balanced tree inside a group, groups in order.
 */
export function signedProductReference(
  bits: BitMatrix,
  floats: FloatMatrix,
  out: FloatMatrix,
  { floatsTransposed, outTransposed, add }: SignedLayout,
): void {
  const { rows, columns: depth, words, wordsPerRow } = bits;
  const source = floats.data;
  const target = out.data;
  const width = floatsTransposed ? floats.rows : floats.columns;
  const group = rows >= OCTETS_FROM ? 8 : 4;
  const terms = new Float32Array(group);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let start = 0; start < depth; start += group) {
        for (let term = 0; term < group; term++) {
          const s = start + term;
          const at = floatsTransposed ? column * floats.columns + s : s * floats.columns + column;
          const value = s < depth ? source[at]! : 0;
          const bit = (words[row * wordsPerRow + (s >>> 5)]! >>> (s & 31)) & 1;
          terms[term] = bit === 1 ? value : -value;
        }
        sum = Math.fround(sum + treeSum(terms));
      }
      const at = outTransposed ? column * out.columns + row : row * out.columns + column;
      target[at] = add ? target[at]! + sum : sum;
    }
  }
}

/** Sums 4 or 8 floats pairwise, then the pairs pairwise, each sum rounded to 32 bits. */
function treeSum(terms: Float32Array): number {
  const quad = (at: number) =>
    Math.fround(
      Math.fround(terms[at]! + terms[at + 1]!) + Math.fround(terms[at + 2]! + terms[at + 3]!),
    );
  return terms.length === 4 ? quad(0) : Math.fround(quad(0) + quad(4));
}
