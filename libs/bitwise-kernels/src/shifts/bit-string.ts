import { OnebitError } from '@onebit/errors';
import { shiftsBinary } from '../generated/shifts.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { KernelFamily } from '../storage/load-family.ts';
import { type ShiftOperation, differencesReference, gatherReference } from './reference.ts';

type Gather = (
  source: number,
  destination: number,
  bytes: number,
  table: number,
  shifts: number,
) => void;

interface ShiftKernels {
  union: Gather;
  intersection: Gather;
  differences(a: number, b: number, mask: number, bytes: number): number;
}

const family = new KernelFamily<ShiftKernels>(shiftsBinary);

/** The kernels write four vectors at a time. */
const BITS_PER_STEP = 512;
/** Four numbers a shift in the kernels' table. */
const ENTRY_BYTES = 16;
const MOST_SHIFTS = 0xffff;

/**
 * One long row of bits with zeros on both sides, for searches that take many unions and
 * intersections of shifted copies: pictures that lie behind one another in one string are dilated
 * and eroded at once, with a shift of dy rows and dx columns as dy * pitch + dx.
 *
 * @param length - bits, at least 1; rounded up to a multiple of 512
 * @param reach - the farthest shift, at least 0
 * @throws OnebitError `size-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitString } from '@onebit/bitwise-kernels';
 * const string = new BitString(512, 2);
 * string.set(10, 1);
 * const wide = new BitString(512, 2);
 * string.gather('or', [-1, 0, 1], wide);
 * console.log([8, 9, 10, 11, 12].map((place) => wide.get(place)).join('')); // 01110
 * ```
 */
export class BitString implements Disposable {
  /** Bits, a multiple of 512. */
  readonly length: number;
  /** The farthest shift. */
  readonly reach: number;
  readonly #block: KernelBlock;
  readonly #margin: number;

  constructor(length: number, reach: number) {
    const fits = (value: number, least: number): boolean =>
      Number.isSafeInteger(value) && value >= least && value < 2 ** 32;
    if (!fits(length, 1) || !fits(reach, 0)) {
      throw new OnebitError('size-invalid', {
        expected: 'at least 1 bit and a reach of at least 0, both below 2^32',
        received: `${length} bits, a reach of ${reach}`,
        hint: 'Give whole numbers.',
      });
    }
    this.length = Math.ceil(length / BITS_PER_STEP) * BITS_PER_STEP;
    this.reach = reach;
    this.#margin = Math.ceil(reach / 128) * 16 + 16;
    this.#block = KernelBlock.cleared(this.length / 8 + 2 * this.#margin);
  }

  /** Live view of the string's words, lowest bit first; any allocation may empty it. */
  get words(): Uint32Array<ArrayBuffer> {
    const first = this.#margin / 4;
    return this.#block.u32().subarray(first, first + this.length / 32);
  }

  /** The bit at a place from 0 to length - 1; 0 off the string. */
  get(place: number): 0 | 1 {
    return ((this.words[place >>> 5] ?? 0) >>> (place & 31)) & 1 ? 1 : 0;
  }

  /**
   * Sets the bit at a place.
   *
   * @throws OnebitError `index-out-of-range`
   */
  set(place: number, bit: 0 | 1): void {
    if (!(Number.isInteger(place) && place >= 0 && place < this.length)) {
      throw new OnebitError('index-out-of-range', {
        expected: `0 to ${this.length - 1}`,
        received: String(place),
        hint: 'Places count from 0.',
      });
    }
    const { words } = this;
    if (bit === 1) words[place >>> 5]! |= 1 << (place & 31);
    else words[place >>> 5]! &= ~(1 << (place & 31));
  }

  /**
   * Takes shifted copies together: destination[i] = OR or AND over this[i + shift]; off the string
   * everything is 0. Without any shift the union is all zeros and the intersection all ones.
   *
   * @param operation - `or` is a dilation by the negated shifts, `and` an erosion by the shifts
   * @param shifts - whole numbers from -reach to reach, at most 65535 of them
   * @param destination - another string of the same length
   * @throws OnebitError `value-invalid` for a shift beyond the reach, `size-mismatch`
   */
  gather(operation: ShiftOperation, shifts: readonly number[], destination: BitString): void {
    if (destination.length !== this.length || destination === this) {
      throw new OnebitError('size-mismatch', {
        expected: `another string of ${this.length} bits`,
        received: destination === this ? 'the string itself' : `${destination.length} bits`,
        hint: 'Write into a second string of the same length.',
      });
    }
    this.#checkShifts(shifts);
    const first = this.#margin / 4;
    if (!family.usable) {
      const copied = new Uint32Array(this.length / 32 + 2 * first);
      gatherReference(operation, this.#block.u32(), first, this.length / 32, shifts, copied);
      destination.words.set(copied.subarray(first, first + this.length / 32));
      return;
    }
    using table = new KernelBlock(Math.max(1, shifts.length) * ENTRY_BYTES);
    const entries = new Int32Array(table.u8().buffer, table.pointer, shifts.length * 4);
    for (const [index, shift] of shifts.entries()) {
      const byte = shift >> 3;
      const bits = shift & 7;
      entries[index * 4] = byte;
      entries[index * 4 + 1] = bits;
      entries[index * 4 + 2] = bits === 0 ? byte : byte + 8;
      entries[index * 4 + 3] = bits === 0 ? 0 : 64 - bits;
    }
    const from = this.#block.pointer + this.#margin;
    const to = destination.#block.pointer + destination.#margin;
    const bytes = this.length / 8;
    family.run((kernels) => {
      const gather = operation === 'or' ? kernels.union : kernels.intersection;
      gather(from, to, bytes, table.pointer, shifts.length);
    });
  }

  /**
   * Counts the places of a mask where this string and another differ.
   *
   * @throws OnebitError `size-mismatch` unless all have one length
   *
   * @example
   * ```ts
   * import { BitString } from '@onebit/bitwise-kernels';
   * const [a, b, mask] = [new BitString(1, 0), new BitString(1, 0), new BitString(1, 0)];
   * a.set(3, 1);
   * b.set(4, 1);
   * mask.set(4, 1);
   * console.log(a.differences(b, mask)); // 1
   * ```
   */
  differences(other: BitString, mask: BitString): number {
    if (other.length !== this.length || mask.length !== this.length) {
      throw new OnebitError('size-mismatch', {
        expected: `strings of ${this.length} bits`,
        received: `${other.length} and ${mask.length}`,
        hint: 'Compare strings of one length.',
      });
    }
    if (!family.usable) {
      return differencesReference(this.words, other.words, mask.words, this.length / 32);
    }
    const [a, b, c] = [this, other, mask].map((one) => one.#block.pointer + one.#margin);
    return family.run((kernels) => kernels.differences(a!, b!, c!, this.length / 8));
  }

  #checkShifts(shifts: readonly number[]): void {
    for (const [index, shift] of shifts.entries()) {
      if (Number.isInteger(shift) && Math.abs(shift) <= this.reach && index < MOST_SHIFTS) continue;
      throw new OnebitError('value-invalid', {
        expected: `at most ${MOST_SHIFTS} shifts from -${this.reach} to ${this.reach}`,
        received: `shift ${shift} at index ${index}`,
        hint: 'Make the string with a longer reach.',
      });
    }
  }

  /** Gives the memory back. */
  [Symbol.dispose](): void {
    this.#block[Symbol.dispose]();
  }
}
