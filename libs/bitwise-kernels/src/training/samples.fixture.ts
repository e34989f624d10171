import { BitMatrix, withKernels, type KernelVariant } from '../index.ts';
import { FloatMatrix } from './float-matrix.ts';

/** Sizes at the edges of words, vectors, panels and blocks. */
export const edges = [1, 3, 4, 5, 7, 8, 9, 16, 31, 32, 33, 63, 64, 65, 129];

/** A seeded stream of numbers in [0, 1): the same on every machine. */
export function stream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Floats in [-scale, scale). */
export function randomFloats(
  rows: number,
  columns: number,
  next: () => number,
  scale = 1,
): FloatMatrix {
  const values = Float32Array.from({ length: rows * columns }, () => (2 * next() - 1) * scale);
  return FloatMatrix.from(rows, columns, values);
}

/** Bits, each 1 with the given chance. */
export function randomBits(
  rows: number,
  columns: number,
  next: () => number,
  chance = 0.5,
): BitMatrix {
  const bytes = Uint8Array.from({ length: rows * columns }, () => Number(next() < chance));
  return BitMatrix.fromBytes(rows, columns, bytes);
}

/** The +1 and -1 of a bit matrix as doubles. */
export function signsOf(bits: BitMatrix): Float64Array {
  return Float64Array.from(bits.toBytes(), (bit) => 2 * bit - 1);
}

/** The 32-bit patterns of floats: equal patterns mean equal to the last bit. */
export function patterns(floats: Float32Array): Uint32Array {
  return new Uint32Array(floats.buffer, floats.byteOffset, floats.length).slice();
}

/** What a computation gives on each variant of the kernels. */
export function onVariants<Result>(run: () => Result): Record<KernelVariant, Result> {
  return {
    simd: withKernels('simd', run),
    scalar: withKernels('scalar', run),
    reference: withKernels('reference', run),
  };
}

/** The largest difference between two sequences of numbers. */
export function largestDifference(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let largest = first.length === second.length ? 0 : Infinity;
  for (let at = 0; at < first.length; at++) {
    largest = Math.max(largest, Math.abs(first[at]! - second[at]!));
  }
  return largest;
}

/** left (rows x depth) times right (depth x columns), both given by element, in doubles. */
export function doubleProduct(
  rows: number,
  depth: number,
  columns: number,
  left: (row: number, k: number) => number,
  right: (k: number, column: number) => number,
): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += left(row, k) * right(k, column);
      out[row * columns + column] = sum;
    }
  }
  return out;
}
