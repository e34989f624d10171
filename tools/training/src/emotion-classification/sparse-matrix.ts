/** A matrix of which few elements differ from zero, row after row. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Where each row begins in `indices` and `values`; one more entry for the end of the last. */
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Numbers that grow: what an array of numbers would be, at four bytes each. */
export class GrowingIndices {
  length = 0;
  #items = new Int32Array(1 << 16);

  push(item: number): void {
    if (this.length === this.#items.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = item;
  }

  /** The numbers so far. */
  view(): Int32Array {
    return this.#items.subarray(0, this.length);
  }
}

/** The product of a sparse matrix with weights `[columns, outputs]`, plus a bias an output. */
export function timesWeights(
  matrix: SparseMatrix,
  weights: Float32Array,
  bias: Float32Array,
): Float32Array {
  const outputs = bias.length;
  const { rows, offsets, indices, values } = matrix;
  const out = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const target = out.subarray(row * outputs, (row + 1) * outputs);
    target.set(bias);
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const from = indices[at]! * outputs;
      const value = values[at]!;
      for (let output = 0; output < outputs; output++) {
        target[output]! += value * weights[from + output]!;
      }
    }
  }
  return out;
}
