/** A symmetric positive definite matrix in triangular factors, to solve equations with. */
export class Cholesky {
  readonly #factor: Float64Array;
  readonly #size: number;

  /** @param matrix - size x size, row by row; only the lower half is read */
  constructor(matrix: Float64Array, size: number) {
    const l = matrix.slice();
    for (let row = 0; row < size; row++) {
      for (let column = 0; column <= row; column++) {
        const rest = l[row * size + column]! - dot(l, row * size, column * size, column);
        l[row * size + column] =
          row === column
            ? Math.sqrt(Math.max(rest, Number.MIN_VALUE))
            : rest / l[column * size + column]!;
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

/** Product of two stretches of an array: four sums side by side, which need not wait for each other. */
function dot(values: Float64Array, first: number, second: number, count: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    a += values[first + k]! * values[second + k]!;
    b += values[first + k + 1]! * values[second + k + 1]!;
    c += values[first + k + 2]! * values[second + k + 2]!;
    d += values[first + k + 3]! * values[second + k + 3]!;
  }
  for (; k < count; k++) a += values[first + k]! * values[second + k]!;
  return a + b + c + d;
}
