/** A symmetric positive definite matrix in triangular factors, to solve equations with. */
export class Cholesky {
  readonly #factor: Float64Array;
  readonly #size: number;

  /** @param matrix - size x size, row by row; only the lower half is read */
  constructor(matrix: Float64Array, size: number) {
    const l = matrix.slice();
    for (let row = 0; row < size; row++) {
      for (let column = 0; column <= row; column++) {
        let sum = l[row * size + column]!;
        for (let k = 0; k < column; k++) sum -= l[row * size + k]! * l[column * size + k]!;
        l[row * size + column] =
          row === column
            ? Math.sqrt(Math.max(sum, Number.MIN_VALUE))
            : sum / l[column * size + column]!;
      }
    }
    this.#factor = l;
    this.#size = size;
  }

  /** x of `A x = b`. */
  solve(b: Float64Array): Float64Array {
    const l = this.#factor;
    const size = this.#size;
    const x = b.slice();
    for (let row = 0; row < size; row++) {
      for (let k = 0; k < row; k++) x[row]! -= l[row * size + k]! * x[k]!;
      x[row]! /= l[row * size + row]!;
    }
    for (let row = size - 1; row >= 0; row--) {
      for (let k = row + 1; k < size; k++) x[row]! -= l[k * size + row]! * x[k]!;
      x[row]! /= l[row * size + row]!;
    }
    return x;
  }
}
