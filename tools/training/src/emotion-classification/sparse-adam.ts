const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba, 2015) that moves only the rows that had a gradient since the last step, as
 * suits word vectors.
 */
export class SparseAdam {
  readonly #weights: Float32Array;
  readonly #columns: number;
  readonly #gradient: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #steps: Int32Array;
  readonly #touched: Uint8Array;
  readonly #rows: number[] = [];

  /** @param weights - changed in place, `columns` a row */
  constructor(weights: Float32Array, columns: number) {
    this.#weights = weights;
    this.#columns = columns;
    this.#gradient = new Float32Array(weights.length);
    this.#first = new Float32Array(weights.length);
    this.#second = new Float32Array(weights.length);
    this.#steps = new Int32Array(weights.length / columns);
    this.#touched = new Uint8Array(this.#steps.length);
  }

  /** Adds `factor` times a row to the gradient. */
  add(row: number, values: Float64Array, factor: number): void {
    const from = this.#touch(row);
    for (let at = 0; at < this.#columns; at++) {
      this.#gradient[from + at]! += factor * values[at]!;
    }
  }

  /** Adds a part of a longer list, from `begin` on, to the gradient of a row. */
  addPart(row: number, values: Float64Array, begin: number): void {
    const from = this.#touch(row);
    for (let at = 0; at < this.#columns; at++) this.#gradient[from + at]! += values[begin + at]!;
  }

  /** Adds to one element of the gradient. */
  addOne(row: number, column: number, value: number): void {
    this.#gradient[this.#touch(row) + column]! += value;
  }

  /** Moves the rows that were touched and forgets the gradient. */
  step(rate: number): void {
    for (const row of this.#rows) {
      const count = ++this.#steps[row]!;
      const scale = (rate * Math.sqrt(1 - BETA2 ** count)) / (1 - BETA1 ** count);
      const end = (row + 1) * this.#columns;
      for (let at = row * this.#columns; at < end; at++) {
        const slope = this.#gradient[at]!;
        this.#gradient[at] = 0;
        const first = (this.#first[at] = BETA1 * this.#first[at]! + (1 - BETA1) * slope);
        const second = (this.#second[at] = BETA2 * this.#second[at]! + (1 - BETA2) * slope * slope);
        this.#weights[at]! -= (scale * first) / (Math.sqrt(second) + EPSILON);
      }
      this.#touched[row] = 0;
    }
    this.#rows.length = 0;
  }

  #touch(row: number): number {
    if (this.#touched[row] === 0) {
      this.#touched[row] = 1;
      this.#rows.push(row);
    }
    return row * this.#columns;
  }
}
