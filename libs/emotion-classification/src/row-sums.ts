/** Two sums of 26 bits each lie in the 52 bits of a double: this is one in the upper. */
const UPPER = 2 ** 26;
/** What the weights of a sum are together, in units: half a lane, so that rounding up has room. */
const WHOLE = 2 ** 25;
/** For every byte its bits in pairs, lowest first: one bit in each lane. */
const PAIRS = Float64Array.from({ length: 256 * 4 }, (_, at) => {
  const pair = (at >> 2) >> (2 * (at & 3));
  return (pair & 1) + ((pair >> 1) & 1) * UPPER;
});

/**
 * Weighted sums of rows of signs: bit 1 is +1, bit 0 is −1. With b the bits and w the weights,
 * sum w (2 b − 1) = 2 sum w b − sum w, and sum w b is taken for two columns by one multiplication, in
 * whole units of sum w / 2^25. Whole numbers add up without rounding, in any order.
 */
export class RowSums {
  readonly #codes: Uint8Array;
  readonly #width: number;
  readonly #bytesPerRow: number;
  #count = 0;
  #rows = new Int32Array(512);
  #weights = new Float64Array(512);
  /** 255 where a weight is negative, so that its row is turned over; else 0. */
  #flips = new Uint8Array(512);

  /**
   * @param codes - rows of bits, lowest bit first, each padded to a byte
   * @param width - bits of a row
   */
  constructor(codes: Uint8Array, width: number) {
    this.#codes = codes;
    this.#width = width;
    this.#bytesPerRow = Math.ceil(width / 8);
  }

  /** Begins a sum. */
  clear(): void {
    this.#count = 0;
  }

  /** Adds a row times a weight. */
  add(row: number, weight: number): void {
    if (this.#count === this.#rows.length) this.#grow();
    this.#rows[this.#count] = row * this.#bytesPerRow;
    this.#weights[this.#count] = Math.abs(weight);
    this.#flips[this.#count++] = weight < 0 ? 255 : 0;
  }

  /** Writes the sum of what was added, `width` numbers. */
  sumInto(out: Float32Array): void {
    const codes = this.#codes;
    const count = this.#count;
    const rows = this.#rows;
    const flips = this.#flips;
    const weights = this.#weights;
    let total = 0;
    for (let at = 0; at < count; at++) total += weights[at]!;
    // Where nothing was added, or less than can be parted, every sum is 0.
    const unit = total / WHOLE || 1;
    let whole = 0;
    for (let at = 0; at < count; at++) {
      weights[at] = Math.round(weights[at]! / unit);
      whole += weights[at]!;
    }
    for (let byte = 0; byte < this.#bytesPerRow; byte += 2) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      let g = 0;
      let h = 0;
      // The second byte may lie beyond the row: what comes of it is not written.
      for (let at = 0; at < count; at++) {
        const row = rows[at]! + byte;
        const weight = weights[at]!;
        const flip = flips[at]!;
        const first = (codes[row]! ^ flip) << 2;
        const second = (codes[row + 1]! ^ flip) << 2;
        a += weight * PAIRS[first]!;
        b += weight * PAIRS[first + 1]!;
        c += weight * PAIRS[first + 2]!;
        d += weight * PAIRS[first + 3]!;
        e += weight * PAIRS[second]!;
        f += weight * PAIRS[second + 1]!;
        g += weight * PAIRS[second + 2]!;
        h += weight * PAIRS[second + 3]!;
      }
      const column = 8 * byte;
      this.#writePair(out, column, a, whole, unit);
      this.#writePair(out, column + 2, b, whole, unit);
      this.#writePair(out, column + 4, c, whole, unit);
      this.#writePair(out, column + 6, d, whole, unit);
      this.#writePair(out, column + 8, e, whole, unit);
      this.#writePair(out, column + 10, f, whole, unit);
      this.#writePair(out, column + 12, g, whole, unit);
      this.#writePair(out, column + 14, h, whole, unit);
    }
  }

  #writePair(out: Float32Array, column: number, lanes: number, whole: number, unit: number): void {
    const upper = Math.floor(lanes / UPPER);
    if (column < this.#width) out[column] = unit * (2 * (lanes - upper * UPPER) - whole);
    if (column + 1 < this.#width) out[column + 1] = unit * (2 * upper - whole);
  }

  #grow(): void {
    const room = 2 * this.#rows.length;
    const rows = new Int32Array(room);
    const weights = new Float64Array(room);
    const flips = new Uint8Array(room);
    rows.set(this.#rows);
    weights.set(this.#weights);
    flips.set(this.#flips);
    this.#rows = rows;
    this.#weights = weights;
    this.#flips = flips;
  }
}
