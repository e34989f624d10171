import { OnebitError } from '@onebit/errors';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { isTemporary } from '../storage/temporaries.ts';

const abandoned = new FinalizationRegistry<number>((pointer) => kernelMemory.free(pointer));
/** A view keeps its owner alive, so that memory is never freed under a view in use. */
const owners = new WeakMap<Float32Array, FloatMatrix>();

/**
 * A matrix of 32-bit floats, row by row without gaps, in the kernels' memory.
 *
 * Pictures are matrices too: channels-last, one row a pixel (batch, then y, then x), one column a
 * channel.
 *
 * @example
 * ```ts
 * import { FloatMatrix } from '@onebit/bitwise-kernels';
 * const matrix = FloatMatrix.from(2, 2, [1, 2, 3, 4]);
 * console.log(matrix.data.join(' ')); // 1 2 3 4
 * matrix.dispose();
 * ```
 */
export class FloatMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly #owner: FloatMatrix | undefined;
  readonly #watched: boolean = false;
  #pointer: number;
  #view: Float32Array<ArrayBuffer> | undefined;

  private constructor(rows: number, columns: number, owner?: FloatMatrix, pointer = 0) {
    this.rows = rows;
    this.columns = columns;
    this.#owner = owner;
    if (owner) {
      this.#pointer = pointer;
    } else {
      this.#pointer = kernelMemory.allocate(rows * columns * Float32Array.BYTES_PER_ELEMENT);
      this.#watched = !isTemporary(this);
      if (this.#watched) abandoned.register(this, this.#pointer, this);
    }
  }

  /**
   * Makes a matrix of zeros.
   *
   * @param rows - at least 1
   * @param columns - at least 1
   * @throws OnebitError `size-invalid`, `memory-exhausted`
   */
  static create(rows: number, columns: number): FloatMatrix {
    const matrix = FloatMatrix.uncleared(rows, columns);
    const { pointer } = matrix;
    kernelMemory.u8().fill(0, pointer, pointer + rows * columns * 4);
    return matrix;
  }

  /**
   * Makes a matrix whose floats hold anything: only for kernels that write every one.
   *
   * @internal
   */
  static uncleared(rows: number, columns: number): FloatMatrix {
    for (const [name, size] of [
      ['rows', rows],
      ['columns', columns],
    ] as const) {
      if (Number.isSafeInteger(size) && size >= 1) continue;
      throw new OnebitError('size-invalid', {
        expected: `${name} of at least 1`,
        received: String(size),
        hint: 'Give whole numbers.',
      });
    }
    return new FloatMatrix(rows, columns);
  }

  /**
   * Copies floats into a new matrix.
   *
   * @param rows - at least 1
   * @param columns - at least 1
   * @param values - `rows * columns` numbers, row by row
   * @throws OnebitError `size-invalid`, `size-mismatch`, `memory-exhausted`
   */
  static from(rows: number, columns: number, values: ArrayLike<number>): FloatMatrix {
    const matrix = FloatMatrix.uncleared(rows, columns);
    if (values.length !== rows * columns) {
      matrix.dispose();
      throw new OnebitError('size-mismatch', {
        expected: `${rows * columns} values for ${rows} rows of ${columns}`,
        received: `${values.length} values`,
        hint: 'Give one number for each element.',
      });
    }
    kernelMemory.f32().set(values, matrix.pointer / 4);
    return matrix;
  }

  /** Where the first float stands in the kernels' memory, in bytes. */
  get pointer(): number {
    if (this.#pointer === 0 || this.#owner?.disposed) {
      throw new OnebitError('used-after-dispose', {
        expected: 'a float matrix in use',
        received: 'one that was disposed',
        hint: 'Dispose a matrix after its last use.',
      });
    }
    return this.#pointer;
  }

  /** Whether {@link dispose} was called. */
  get disposed(): boolean {
    return this.#pointer === 0;
  }

  /**
   * The live floats, `rows * columns` of them. Any allocation may move the memory and empty this
   * view: take it again afterwards instead of keeping it.
   */
  get data(): Float32Array<ArrayBuffer> {
    const { pointer } = this;
    const { buffer } = kernelMemory;
    if (this.#view?.buffer !== buffer) {
      this.#view = new Float32Array(buffer, pointer, this.rows * this.columns);
      owners.set(this.#view, this);
    }
    return this.#view;
  }

  /** A copy of its own. */
  clone(): FloatMatrix {
    const copy = FloatMatrix.uncleared(this.rows, this.columns);
    const from = this.pointer;
    kernelMemory.u8().copyWithin(copy.pointer, from, from + this.rows * this.columns * 4);
    return copy;
  }

  /**
   * The same floats under another shape: writing to one writes to both. Only disposing the
   * original frees them.
   *
   * @param rows - at least 1
   * @param columns - at least 1; rows * columns as before
   * @throws OnebitError `size-mismatch`
   */
  reshaped(rows: number, columns: number): FloatMatrix {
    if (rows * columns !== this.rows * this.columns || !(rows >= 1) || !Number.isInteger(rows)) {
      throw new OnebitError('size-mismatch', {
        expected: `a shape of ${this.rows * this.columns} elements`,
        received: `${rows} rows of ${columns}`,
        hint: 'A reshaped matrix has as many elements as before.',
      });
    }
    return new FloatMatrix(rows, columns, this.#owner ?? this, this.pointer);
  }

  /**
   * Successive rows as a matrix of their own, sharing the floats: writing to one writes to both.
   * Only disposing the original frees them.
   *
   * @param start - first row, from 0
   * @param rows - how many, at least 1
   * @throws OnebitError `index-out-of-range`
   */
  rowRange(start: number, rows: number): FloatMatrix {
    const fits = Number.isInteger(start) && Number.isInteger(rows) && start >= 0 && rows >= 1;
    if (!fits || start + rows > this.rows) {
      throw new OnebitError('index-out-of-range', {
        expected: `rows between 0 and ${this.rows}`,
        received: `${rows} rows from ${start}`,
        hint: 'Ask for rows that the matrix has.',
      });
    }
    const pointer = this.pointer + start * this.columns * Float32Array.BYTES_PER_ELEMENT;
    return new FloatMatrix(rows, this.columns, this.#owner ?? this, pointer);
  }

  /** Gives the memory back. A second call does nothing; any other use afterwards throws. */
  dispose(): void {
    if (this.#pointer === 0) return;
    if (this.#owner === undefined) {
      if (this.#watched) abandoned.unregister(this);
      kernelMemory.free(this.#pointer);
    }
    this.#pointer = 0;
    this.#view = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
