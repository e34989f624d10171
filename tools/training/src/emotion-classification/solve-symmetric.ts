/** Added to the diagonal, as a share of its mean, so that dependent columns do no harm. */
const RIDGE = 1e-7;

/**
 * Solves `A X = B` for a symmetric matrix with no negative eigenvalue, by Cholesky factors.
 *
 * @param matrix - A, `[size, size]`; used up
 * @param size - rows of A
 * @param right - B, `[size, columns]`; used up and given back as X
 * @param columns - columns of B
 */
export function solveSymmetric(
  matrix: Float64Array,
  size: number,
  right: Float64Array,
  columns: number,
): Float64Array {
  let trace = 0;
  for (let at = 0; at < size; at++) trace += matrix[at * size + at]!;
  for (let at = 0; at < size; at++) matrix[at * size + at]! += (RIDGE * trace) / size;
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = matrix[row * size + column]!;
      for (let at = 0; at < column; at++) {
        sum -= matrix[row * size + at]! * matrix[column * size + at]!;
      }
      matrix[row * size + column] =
        row === column
          ? Math.sqrt(Math.max(sum, Number.MIN_VALUE))
          : sum / matrix[column * size + column]!;
    }
  }
  for (let row = 0; row < size; row++) eliminate(matrix, size, right, columns, row, false);
  for (let row = size - 1; row >= 0; row--) eliminate(matrix, size, right, columns, row, true);
  return right;
}

/** One row of the substitution with L (forward) or with its transpose (backward). */
function eliminate(
  factor: Float64Array,
  size: number,
  right: Float64Array,
  columns: number,
  row: number,
  backward: boolean,
): void {
  const [from, to] = backward ? [row + 1, size] : [0, row];
  for (let other = from; other < to; other++) {
    const weight = backward ? factor[other * size + row]! : factor[row * size + other]!;
    for (let column = 0; column < columns; column++) {
      right[row * columns + column]! -= weight * right[other * columns + column]!;
    }
  }
  for (let column = 0; column < columns; column++) {
    right[row * columns + column]! /= factor[row * size + row]!;
  }
}
