import { OnebitError } from '@onebit/errors';
import { popcountOf, sameBits } from '../logic/select.ts';
import { packThresholdInto, unpackInto } from '../packing/select.ts';
import { followGrowth } from './follow-growth.ts';
import { kernelMemory } from './kernel-memory.ts';
import type { Packed } from './packed.ts';
import { isTemporary } from './temporaries.ts';

/** Bits in one word of a packed matrix; the lowest index is the lowest bit. */
export const BITS_PER_WORD = 32;
/** Rows start on vector boundaries, so a row holds a multiple of this many words. */
const WORDS_PER_VECTOR = 4;
const BITS_PER_VECTOR = BITS_PER_WORD * WORDS_PER_VECTOR;

/** A view keeps its owner alive, so that memory is never freed under a view in use. */
const owners = new WeakMap<Uint32Array, BitMatrix>();
const abandoned = new FinalizationRegistry<number>((pointer) => kernelMemory.free(pointer));

/**
 * A matrix of bits packed row by row in the kernels' memory.
 *
 * Bit `c` of row `r` is bit `c % 32` of word `r * wordsPerRow + floor(c / 32)`. Rows start on
 * 16-byte boundaries; the bits between `columns` and the end of a row are always 0.
 *
 * @example
 * ```ts
 * import { BitMatrix } from '@onebit/bitwise-kernels';
 * const matrix = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 0, 1, 0, 1, 0));
 * console.log(matrix.get(0, 2), matrix.popcount(), matrix.wordsPerRow); // 1 3 4
 * matrix.dispose();
 * ```
 */
export class BitMatrix implements Packed {
  readonly rows: number;
  readonly columns: number;
  /** Words from one row to the next: `ceil(columns / 128) * 4`. */
  readonly wordsPerRow: number;
  #pointer: number;
  #view: Uint32Array | undefined;

  readonly #watched: boolean;

  private constructor(rows: number, columns: number, watched: boolean) {
    this.rows = rows;
    this.columns = columns;
    this.wordsPerRow = Math.ceil(columns / BITS_PER_VECTOR) * WORDS_PER_VECTOR;
    this.#pointer = kernelMemory.allocate(rows * this.wordsPerRow * 4);
    this.#watched = watched && !isTemporary(this);
    if (this.#watched) abandoned.register(this, this.#pointer, this);
  }

  /**
   * Makes a matrix of zeros.
   *
   * @param rows - at least 1
   * @param columns - at least 1
   * @throws OnebitError `size-invalid`, `memory-exhausted`
   *
   * @example
   * ```ts
   * import { BitMatrix } from '@onebit/bitwise-kernels';
   * console.log(BitMatrix.create(4, 129).wordsPerRow); // 8
   * ```
   */
  static create(rows: number, columns: number): BitMatrix {
    const matrix = BitMatrix.uncleared(rows, columns);
    matrix.clear();
    return matrix;
  }

  /**
   * Makes a matrix whose words hold anything: only for kernels that write every word.
   *
   * @internal
   */
  static uncleared(rows: number, columns: number): BitMatrix {
    requireSize('rows', rows);
    requireSize('columns', columns);
    return new BitMatrix(rows, columns, true);
  }

  /**
   * Makes an uncleared matrix that its maker disposes without fail: nobody watches for one that is
   * forgotten, which would cost more than a small layer.
   *
   * @internal
   */
  static scratch(rows: number, columns: number): BitMatrix {
    return new BitMatrix(rows, columns, false);
  }

  /**
   * Makes every bit 0. Needs no view, which would cost more than the zeros of a small matrix.
   *
   * @internal
   */
  clear(): void {
    const { pointer } = this;
    kernelMemory.u8().fill(0, pointer, pointer + this.rows * this.wordsPerRow * 4);
  }

  /**
   * Packs one byte a bit.
   *
   * @param rows - at least 1
   * @param columns - at least 1
   * @param bytes - `rows * columns` bytes, row by row; non-zero is 1
   * @throws OnebitError `size-invalid`, `size-mismatch`, `memory-exhausted`
   *
   * @example
   * ```ts
   * import { BitMatrix } from '@onebit/bitwise-kernels';
   * console.log(BitMatrix.fromBytes(1, 4, Uint8Array.of(0, 255, 1, 0)).toBytes().join('')); // 0110
   * ```
   */
  static fromBytes(rows: number, columns: number, bytes: Uint8Array): BitMatrix {
    if (bytes.length !== rows * columns) {
      requireSize('rows', rows);
      requireSize('columns', columns);
      throw new OnebitError('size-mismatch', {
        expected: `${rows * columns} bytes for ${rows} rows of ${columns}`,
        received: `${bytes.length} bytes`,
        hint: 'Give one byte for each bit.',
      });
    }
    const current = followGrowth(bytes);
    const matrix = BitMatrix.uncleared(rows, columns);
    packThresholdInto(current(), 0, matrix);
    return matrix;
  }

  /**
   * The live words, `rows * wordsPerRow` of them. Any allocation may move the memory and empty
   * this view: take it again afterwards instead of keeping it.
   */
  get words(): Uint32Array {
    const { buffer } = kernelMemory;
    if (this.#view?.buffer !== buffer) {
      this.#view = new Uint32Array(buffer, this.pointer, this.rows * this.wordsPerRow);
      owners.set(this.#view, this);
    }
    return this.#view;
  }

  /** Where the first word stands in the kernels' memory, in bytes. */
  get pointer(): number {
    if (this.#pointer === 0) {
      throw new OnebitError('used-after-dispose', {
        expected: 'a bit matrix in use',
        received: 'one that was disposed',
        hint: 'Dispose a matrix after its last use.',
      });
    }
    return this.#pointer;
  }

  /**
   * Reads one bit.
   *
   * @param row - 0 to rows - 1
   * @param column - 0 to columns - 1
   * @throws OnebitError `index-out-of-range`, `used-after-dispose`
   */
  get(row: number, column: number): 0 | 1 {
    const word = this.words[this.#wordOf(row, column)]!;
    return ((word >>> (column & 31)) & 1) as 0 | 1;
  }

  /**
   * Writes one bit.
   *
   * @param row - 0 to rows - 1
   * @param column - 0 to columns - 1
   * @param bit - the new value
   * @throws OnebitError `index-out-of-range`, `used-after-dispose`
   */
  set(row: number, column: number, bit: 0 | 1 | boolean): void {
    const index = this.#wordOf(row, column);
    const mask = 1 << (column & 31);
    if (bit) this.words[index]! |= mask;
    else this.words[index]! &= ~mask;
  }

  /** A copy of its own. */
  clone(): BitMatrix {
    const from = this.pointer;
    const copy = BitMatrix.uncleared(this.rows, this.columns);
    kernelMemory.u8().copyWithin(copy.pointer, from, from + this.rows * this.wordsPerRow * 4);
    return copy;
  }

  /** Whether the other matrix has the same size and the same bits. */
  equals(other: BitMatrix): boolean {
    if (this.rows !== other.rows || this.columns !== other.columns) return false;
    return sameBits(this, other);
  }

  /** How many bits are 1. */
  popcount(): number {
    return popcountOf(this);
  }

  /** One byte of 0 or 1 for each bit, row by row: `rows * columns` of them. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.rows * this.columns);
    unpackInto(this, 0, 1, bytes);
    return bytes;
  }

  /** Gives the memory back. A second call does nothing; any other use afterwards throws. */
  dispose(): void {
    if (this.#pointer === 0) return;
    if (this.#watched) abandoned.unregister(this);
    kernelMemory.free(this.#pointer);
    this.#pointer = 0;
    this.#view = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #wordOf(row: number, column: number): number {
    requireIndex('row', row, this.rows);
    requireIndex('column', column, this.columns);
    return row * this.wordsPerRow + (column >>> 5);
  }
}

function requireSize(name: string, size: number): void {
  if (Number.isSafeInteger(size) && size >= 1) return;
  throw new OnebitError('size-invalid', {
    expected: `${name} of at least 1`,
    received: String(size),
    hint: 'Give whole numbers.',
  });
}

function requireIndex(name: string, index: number, end: number): void {
  if (Number.isInteger(index) && index >= 0 && index < end) return;
  throw new OnebitError('index-out-of-range', {
    expected: `a ${name} from 0 to ${end - 1}`,
    received: String(index),
    hint: 'Indices count from 0.',
  });
}
