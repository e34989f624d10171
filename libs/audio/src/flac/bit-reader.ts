import { OnebitError } from '@onebit/errors';

/** Reads bits of a byte array, the highest first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** Byte that the next bit lies in. */
  #at: number;
  /** Bits of that byte that were read. */
  #used = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** Byte position; only meaningful after {@link align}. */
  get position(): number {
    return this.#at;
  }

  /** Up to 32 bits as an unsigned number. */
  unsigned(count: number): number {
    let value = 0;
    let left = count;
    while (left > 0) {
      if (this.#at >= this.#bytes.length) throw truncated(this.#at);
      const free = 8 - this.#used;
      const take = Math.min(free, left);
      const bits = (this.#bytes[this.#at]! >> (free - take)) & ((1 << take) - 1);
      value = value * (1 << take) + bits;
      this.#used += take;
      left -= take;
      if (this.#used === 8) {
        this.#used = 0;
        this.#at += 1;
      }
    }
    return value;
  }

  /** Up to 33 bits as a number in two's complement. */
  signed(count: number): number {
    if (count === 0) return 0;
    const negative = this.unsigned(1);
    const rest = this.unsigned(count - 1);
    return negative ? rest - 2 ** (count - 1) : rest;
  }

  /** Zeros before the next one, which is read too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      if (this.#at >= this.#bytes.length) throw truncated(this.#at);
      const rest = (this.#bytes[this.#at]! << this.#used) & 0xff;
      if (rest !== 0) {
        const lead = Math.clz32(rest) - 24;
        zeros += lead;
        this.#used += lead + 1;
        if (this.#used === 8) {
          this.#used = 0;
          this.#at += 1;
        }
        return zeros;
      }
      zeros += 8 - this.#used;
      this.#used = 0;
      this.#at += 1;
    }
  }

  /** Skips to the next whole byte. */
  align(): void {
    if (this.#used === 0) return;
    this.#used = 0;
    this.#at += 1;
  }
}

function truncated(at: number): OnebitError {
  return new OnebitError('audio-truncated', {
    expected: 'more bytes of FLAC',
    received: `the end of the file at byte ${at}`,
    hint: 'The file was cut off; take a whole one.',
  });
}
