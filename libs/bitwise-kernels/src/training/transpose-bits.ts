import { BitMatrix } from '../storage/bit-matrix.ts';
import { withScratch } from './checks.ts';
import { trainingKernels } from './kernels.ts';

/**
 * Transposes a bit matrix.
 *
 * @param matrix - R x C bits
 * @returns C x R bits in a new matrix
 * @throws OnebitError `used-after-dispose`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, transposeBits } from '@onebit/bitwise-kernels';
 * const matrix = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 0, 1, 0, 1, 1));
 * console.log(transposeBits(matrix).toBytes().join('')); // 100111
 * ```
 */
export function transposeBits(matrix: BitMatrix): BitMatrix {
  const out = BitMatrix.create(matrix.columns, matrix.rows);
  if (!trainingKernels.usable) {
    transposeBitsReference(matrix, out);
    return out;
  }
  withScratch(16, (scratch) =>
    trainingKernels.run((kernels) =>
      kernels.transposeBits(
        matrix.pointer,
        matrix.wordsPerRow * 4,
        matrix.rows,
        matrix.columns,
        out.pointer,
        out.wordsPerRow * 4,
        scratch,
      ),
    ),
  );
  return out;
}

function transposeBitsReference(matrix: BitMatrix, out: BitMatrix): void {
  const { words, wordsPerRow, rows, columns } = matrix;
  const target = out.words;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const bit = (words[row * wordsPerRow + (column >>> 5)]! >>> (column & 31)) & 1;
      if (bit === 1) target[column * out.wordsPerRow + (row >>> 5)]! |= 1 << (row & 31);
    }
  }
}
