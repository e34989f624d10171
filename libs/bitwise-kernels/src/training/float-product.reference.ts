/** Element (row, column) of a matrix stands at `row * rowStep + column * columnStep`. */
export interface StridedFloats {
  readonly data: Float32Array;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** out[m, n] += sum over k of left[m, k] * right[k, n] in rising order of k, each step rounded. */
export function floatProductReference(
  left: StridedFloats,
  right: StridedFloats,
  out: Float32Array,
  rows: number,
  depth: number,
  columns: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = out[row * columns + column]!;
      for (let k = 0; k < depth; k++) {
        const a = left.data[row * left.rowStep + k * left.columnStep]!;
        const b = right.data[k * right.rowStep + column * right.columnStep]!;
        sum = Math.fround(sum + Math.fround(a * b));
      }
      out[row * columns + column] = sum;
    }
  }
}
