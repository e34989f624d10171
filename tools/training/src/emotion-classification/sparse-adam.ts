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
  readonly #bound: number;
  readonly #gradient: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #steps: Int32Array;
  readonly #touched: Uint8Array;
  readonly #rows: number[] = [];

  /**
   * @param weights - changed in place, `columns` a row
   * @param bound - weights stay within plus and minus this, as those whose signs alone count should
   */
  constructor(weights: Float32Array, columns: number, bound = Infinity) {
    this.#weights = weights;
    this.#columns = columns;
    this.#bound = bound;
    this.#gradient = new Float32Array(weights.length);
    this.#first = new Float32Array(weights.length);
    this.#second = new Float32Array(weights.length);
    this.#steps = new Int32Array(weights.length / columns);
    this.#touched = new Uint8Array(this.#steps.length);
  }

  /** Adds `factor` times a whole row to the gradient. */
  add(row: number, values: Float32Array, factor: number): void {
    this.addPart(row, 0, this.#columns, values, 0, factor);
  }

  /**
   * Adds `factor` times `length` values, from `begin` on, to the gradient of a row, from `column` on.
   */
  addPart(
    row: number,
    column: number,
    length: number,
    values: Float32Array,
    begin: number,
    factor: number,
  ): void {
    const from = this.#touch(row) + column;
    const gradient = this.#gradient;
    for (let at = 0; at < length; at++) gradient[from + at]! += factor * values[begin + at]!;
  }

  /** Adds to one element of the gradient. */
  addOne(row: number, column: number, value: number): void {
    this.#gradient[this.#touch(row) + column]! += value;
  }

  /** Moves the rows that were touched and forgets the gradient. */
  step(rate: number): void {
    const bound = this.#bound;
    for (const row of this.#rows) {
      const count = ++this.#steps[row]!;
      const scale = (rate * Math.sqrt(1 - BETA2 ** count)) / (1 - BETA1 ** count);
      const end = (row + 1) * this.#columns;
      for (let at = row * this.#columns; at < end; at++) {
        const slope = this.#gradient[at]!;
        this.#gradient[at] = 0;
        const first = (this.#first[at] = BETA1 * this.#first[at]! + (1 - BETA1) * slope);
        const second = (this.#second[at] = BETA2 * this.#second[at]! + (1 - BETA2) * slope * slope);
        const moved = this.#weights[at]! - (scale * first) / (Math.sqrt(second) + EPSILON);
        this.#weights[at] = Math.max(-bound, Math.min(bound, moved));
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
