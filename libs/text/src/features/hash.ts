/**
 * Two 32-bit lanes of a running hash of UTF-16 units, in one place so that hashing allocates
 * nothing. Multiply-and-rotate steps with the final mix of MurmurHash3 (Appleby, public domain).
 */
export class RunningHash {
  low = 0;
  high = 0;

  /** Begins again; different seeds give independent hashes. */
  start(seed: number): void {
    this.low = (seed ^ 0x9e3779b9) | 0;
    this.high = (Math.imul(seed, 0x85ebca6b) ^ 0x7f4a7c15) | 0;
  }

  /** Takes in one unit, or any 32-bit word. */
  add(word: number): void {
    const low = Math.imul(this.low ^ word, 0xcc9e2d51);
    this.low = (low << 15) | (low >>> 17);
    const high = Math.imul(this.high + word, 0x1b873593) ^ low;
    this.high = (high << 13) | (high >>> 19);
  }

  /** The low lane, mixed: 0 .. 2^32 - 1. */
  get mixedLow(): number {
    return mix32(this.low ^ Math.imul(this.high, 0x2545f491));
  }

  /** The high lane, mixed: 0 .. 2^32 - 1. */
  get mixedHigh(): number {
    return mix32(this.high + Math.imul(this.low, 0x9e3779b1));
  }
}

/**
 * The final mix of MurmurHash3: every bit of the word changes about half the bits of the result.
 *
 * @param word - read as 32 bits
 * @returns 0 .. 2^32 - 1
 *
 * @example
 * ```ts
 * import { mix32 } from '@onebit/text';
 * console.log(mix32(1)); // 1364076727
 * ```
 */
export function mix32(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
