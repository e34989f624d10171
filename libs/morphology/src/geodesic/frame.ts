import { BitMatrix } from '@onebit/bitwise-kernels';

/** Ones in the first and last row and column of a matrix of the same size; zeros within. */
export function frameOf({ rows, columns }: BitMatrix): BitMatrix {
  const frame = BitMatrix.create(rows, columns);
  const { words, wordsPerRow } = frame;
  const last = (columns - 1) >>> 5;
  const lastBit = 1 << ((columns - 1) & 31);
  for (const start of [0, (rows - 1) * wordsPerRow]) {
    words.fill(0xffffffff, start, start + last);
    // Everything up to the last column; the bits behind it stay zeros.
    words[start + last] = lastBit | (lastBit - 1);
  }
  for (let start = 0; start < words.length; start += wordsPerRow) {
    words[start]! |= 1;
    words[start + last]! |= lastBit;
  }
  return frame;
}
