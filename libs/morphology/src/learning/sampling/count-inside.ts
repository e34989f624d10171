import type { BitMatrix } from '@onebit/bitwise-kernels';

/** Ones of a word. */
function ones(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Ones of a matrix from `left` and `top` to `right` and `bottom`, both excluded, word by word.
 */
export function countWithin(
  bits: BitMatrix,
  {
    left,
    top,
    right,
    bottom,
  }: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  },
): number {
  if (right <= left) return 0;
  const { words, wordsPerRow } = bits;
  const [first, last] = [left >>> 5, (right - 1) >>> 5];
  const firstMask = 0xffffffff << (left & 31);
  const lastMask = 0xffffffff >>> (31 - ((right - 1) & 31));
  let count = 0;
  for (let row = top; row < bottom; row++) {
    const start = row * wordsPerRow;
    for (let word = first; word <= last; word++) {
      let value = words[start + word]!;
      if (value === 0) continue;
      if (word === first) value &= firstMask;
      if (word === last) value &= lastMask;
      count += ones(value);
    }
  }
  return count;
}

/** Ones of a matrix away from a frame of so many bits at each side. */
export function countInside(bits: BitMatrix, frame: number): number {
  if (frame === 0) return bits.popcount();
  const { rows, columns } = bits;
  return countWithin(bits, {
    left: frame,
    top: frame,
    right: columns - frame,
    bottom: rows - frame,
  });
}
