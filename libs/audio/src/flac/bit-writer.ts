/** Writes bits, the highest first. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 14);
  #length = 0;
  /** Bits that wait for a whole byte, and how many. */
  #held = 0;
  #count = 0;

  /** Whole bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** The lowest so many bits, 0 to 32, of a whole number, which may be negative. */
  write(value: number, bits: number): void {
    let left = bits;
    while (left > 0) {
      const take = Math.min(8 - this.#count, left);
      const part = Math.floor(value / 2 ** (left - take)) & ((1 << take) - 1);
      this.#held = (this.#held << take) | part;
      this.#count += take;
      left -= take;
      if (this.#count === 8) this.#flush();
    }
  }

  /** So many zeros and a one. */
  unary(zeros: number): void {
    for (let left = zeros; left > 0; left -= 32) this.write(0, Math.min(32, left));
    this.write(1, 1);
  }

  /** Zeros to the next whole byte. */
  align(): void {
    if (this.#count > 0) this.write(0, 8 - this.#count);
  }

  /** The whole bytes from a place on; good until the next write. */
  bytes(from = 0): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(from, this.#length);
  }

  #flush(): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length] = this.#held;
    this.#length += 1;
    this.#held = this.#count = 0;
  }
}
