import { OnebitError } from '@onebit/errors';
import { floatStringsBinary } from '../generated/float-strings.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { KernelFamily } from '../storage/load-family.ts';
import {
  type PlacedFloats,
  correlateReference,
  logisticReference,
  productsReference,
} from './reference.ts';

interface FloatStringKernels {
  correlate(
    source: number,
    destination: number,
    floats: number,
    weights: number,
    shifts: number,
    count: number,
    add: number,
  ): void;
  products(
    fixed: number,
    moved: number,
    floats: number,
    shifts: number,
    count: number,
    sums: number,
  ): void;
  logistic(source: number, destination: number, floats: number, bias: number, scale: number): void;
}

const family = new KernelFamily<FloatStringKernels>(floatStringsBinary);

/** The kernels write sixteen floats at a time. */
const FLOATS_PER_STEP = 16;
const MOST_SHIFTS = 0xffff;

/**
 * One long row of 32-bit floats with zeros on both sides, for correlations, their gradients and what follows them:
 * pictures that lie behind one another in one string are correlated at once, with a shift of dy rows
 * and dx columns as dy * pitch + dx.
 *
 * @param length - floats, at least 1; rounded up to a multiple of 16
 * @param reach - the farthest shift, at least 0
 * @throws OnebitError `size-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { FloatString } from '@onebit/bitwise-kernels';
 * const string = new FloatString(16, 1);
 * string.data.set([1, 2, 3]);
 * const sums = new FloatString(16, 1);
 * string.correlate([10, 1], [-1, 0], sums);
 * console.log(sums.data.slice(0, 4).join(' ')); // 1 12 23 30
 * console.log(sums.products(string, [0, 1]).join(' ')); // 94 38
 * ```
 */
export class FloatString implements Disposable {
  /** Floats, a multiple of 16. */
  readonly length: number;
  /** The farthest shift. */
  readonly reach: number;
  readonly #block: KernelBlock;
  readonly #margin: number;
  #view: Float32Array<ArrayBuffer> | undefined;

  constructor(length: number, reach: number) {
    const fits = (value: number, least: number): boolean =>
      Number.isSafeInteger(value) && value >= least && value < 2 ** 28;
    if (!fits(length, 1) || !fits(reach, 0)) {
      throw new OnebitError('size-invalid', {
        expected: 'at least 1 float and a reach of at least 0, both below 2^28',
        received: `${length} floats, a reach of ${reach}`,
        hint: 'Give whole numbers.',
      });
    }
    this.length = Math.ceil(length / FLOATS_PER_STEP) * FLOATS_PER_STEP;
    this.reach = reach;
    this.#margin = Math.ceil(reach / FLOATS_PER_STEP) * FLOATS_PER_STEP * 4;
    this.#block = KernelBlock.cleared(this.length * 4 + 2 * this.#margin);
  }

  /** Live view of the floats; any allocation may empty it: take it again instead of keeping it. */
  get data(): Float32Array<ArrayBuffer> {
    const { buffer } = kernelMemory;
    if (this.#view?.buffer !== buffer) {
      this.#view = new Float32Array(buffer, this.#pointer, this.length);
    }
    return this.#view;
  }

  get #pointer(): number {
    return this.#block.pointer + this.#margin;
  }

  /**
   * Adds up weighted shifted copies: destination[i] = sum of weights[k] * this[i + shifts[k]]; off the
   * string everything is 0.
   *
   * @param weights - one a shift
   * @param shifts - whole numbers from -reach to reach, at most 65535 of them
   * @param destination - another string of the same length
   * @param options - `accumulate` adds to what the destination holds
   * @throws OnebitError `value-invalid` for a shift beyond the reach, `size-mismatch`
   */
  correlate(
    weights: ArrayLike<number>,
    shifts: readonly number[],
    destination: FloatString,
    { accumulate = false }: { readonly accumulate?: boolean } = {},
  ): void {
    this.#checkLength(destination);
    this.#checkShifts(shifts);
    if (destination === this || weights.length !== shifts.length) {
      throw new OnebitError('size-mismatch', {
        expected: 'another string, and one weight a shift',
        received:
          destination === this
            ? 'the string itself'
            : `${weights.length} weights, ${shifts.length} shifts`,
        hint: 'Write into a second string; give as many weights as shifts.',
      });
    }
    if (!family.usable) {
      correlateReference(this.#placed(), weights, shifts, destination.data, accumulate);
      return;
    }
    const count = shifts.length;
    using table = new KernelBlock(Math.max(1, count) * 8);
    const { pointer } = table;
    const { buffer } = kernelMemory;
    new Float32Array(buffer, pointer, count).set(weights);
    const offsets = new Int32Array(buffer, pointer + count * 4, count);
    for (let k = 0; k < count; k++) offsets[k] = shifts[k]! * 4;
    family.run((kernels) =>
      kernels.correlate(
        this.#pointer,
        destination.#pointer,
        this.length,
        pointer,
        pointer + count * 4,
        count,
        accumulate ? 1 : 0,
      ),
    );
  }

  /**
   * Products with shifted copies of another string: sums[k] = sum over i of this[i] *
   * moved[i + shifts[k]]. With the gradient of a correlation as this string, it is the gradient of the
   * weights.
   *
   * @param moved - a string of the same length
   * @param shifts - whole numbers within the reach of `moved`, at most 65535 of them
   * @returns one sum a shift
   * @throws OnebitError `value-invalid`, `size-mismatch`
   */
  products(moved: FloatString, shifts: readonly number[]): Float64Array {
    this.#checkLength(moved);
    moved.#checkShifts(shifts);
    if (!family.usable) return productsReference(this.data, moved.#placed(), shifts);
    // The kernel takes four shifts at a time: what is missing is filled up with shifts by 0.
    const count = Math.ceil(shifts.length / 4) * 4;
    using table = new KernelBlock(Math.max(1, count) * 12);
    const { pointer } = table;
    const { buffer } = kernelMemory;
    const sums = new Float64Array(buffer, pointer, count);
    sums.fill(0);
    const offsets = new Int32Array(buffer, pointer + count * 8, count);
    offsets.fill(0);
    for (let k = 0; k < shifts.length; k++) offsets[k] = shifts[k]! * 4;
    family.run((kernels) =>
      kernels.products(
        this.#pointer,
        moved.#pointer,
        this.length,
        pointer + count * 8,
        count,
        pointer,
      ),
    );
    return sums.slice(0, shifts.length);
  }

  /**
   * The logistic function of every float: destination[i] = 1 / (1 + exp(-scale * (this[i] - bias))),
   * within a relative error of 1e-6, but never under 4e-18.
   *
   * @param destination - a string of the same length, or this one
   * @throws OnebitError `size-mismatch`
   */
  logistic(bias: number, scale: number, destination: FloatString): void {
    this.#checkLength(destination);
    if (!family.usable) {
      logisticReference(this.data, destination.data, bias, scale);
      return;
    }
    family.run((kernels) =>
      kernels.logistic(this.#pointer, destination.#pointer, this.length, bias, scale),
    );
  }

  /** Gives the memory back. */
  [Symbol.dispose](): void {
    this.#block[Symbol.dispose]();
  }

  #placed(): PlacedFloats {
    const { pointer } = this.#block;
    const floats = new Float32Array(kernelMemory.buffer, pointer, this.length + this.#margin / 2);
    return { floats, first: this.#margin / 4 };
  }

  #checkLength(other: FloatString): void {
    if (other.length === this.length) return;
    throw new OnebitError('size-mismatch', {
      expected: `a string of ${this.length} floats`,
      received: `${other.length} floats`,
      hint: 'Strings that work together have one length.',
    });
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
}
