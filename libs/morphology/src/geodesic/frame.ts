import { BitMatrix } from '@onebit/bitwise-kernels';

/** Ones in the first and last row and column of a matrix of the same size; zeros within. */
export function frameOf({ rows, columns }: BitMatrix): BitMatrix {
  const frame = BitMatrix.create(rows, columns);
  for (let column = 0; column < columns; column += 1) {
    frame.set(0, column, 1);
    frame.set(rows - 1, column, 1);
  }
  for (let row = 0; row < rows; row += 1) {
    frame.set(row, 0, 1);
    frame.set(row, columns - 1, 1);
  }
  return frame;
}
