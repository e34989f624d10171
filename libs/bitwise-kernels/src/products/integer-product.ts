import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import type { ColumnThresholds } from './column-thresholds.ts';
import { integerProductReference } from './integer-product.reference.ts';
import { simdFamily } from './kernels.ts';
import { KernelBlock, withBlocks } from './memory.ts';
import { requireCountable, requireLength } from './operands.ts';
import { affineReference } from './reference.ts';

/** Columns of one register tile. */
const TILE = 16;

/** Takes one tile of finished sums: rows x 16 i32 at `sums`, the first `columns` of use. */
type SumSink = (sums: number, firstColumn: number, columns: number) => void;

/**
 * Products of 8-bit activations with 8-bit or 1-bit weights that are prepared once: the first layer
 * of a network, which meets pixels or spectra, and the last, which gives scores.
 *
 * Row i of the result holds, for each row j of the weights, the sum of a_ip * w_jp over K.
 *
 * @example
 * ```ts
 * import { BitMatrix, IntegerProduct } from '@onebit/bitwise-kernels';
 * const signs = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
 * const product = IntegerProduct.ofSigns(signs);
 * console.log(product.toInt32(Uint8Array.of(10, 20, 255)).join(' ')); // 245
 * product.dispose();
 * ```
 */
export class IntegerProduct {
  /** N: rows of the weights, columns of the result. */
  readonly outputs: number;
  /** K: integers of a row. */
  readonly inputs: number;
  readonly #weights: Int8Array;
  /** The weights in tiles of 16 columns, pairs of K side by side, as i16; made at the first use. */
  #panels: KernelBlock | undefined;
  #disposed = false;

  private constructor(weights: Int8Array, outputs: number, inputs: number) {
    this.#weights = weights;
    this.outputs = outputs;
    this.inputs = inputs;
  }

  /**
   * Copies 8-bit weights and prepares products with them.
   *
   * @param weights - N x K integers from -128 to 127, row by row
   * @param outputs - N, at least 1
   * @param inputs - K, 1 to 65535, so that no sum leaves 32 bits
   * @throws OnebitError `size-invalid`, `size-mismatch`
   *
   * @example
   * ```ts
   * import { IntegerProduct } from '@onebit/bitwise-kernels';
   * const product = IntegerProduct.of(Int8Array.of(1, -2, 3, 4), 2, 2);
   * console.log(product.toInt32(Int8Array.of(5, -6)).join(' ')); // 17 -9
   * ```
   */
  static of(weights: Int8Array, outputs: number, inputs: number): IntegerProduct {
    requireSizes(outputs, inputs);
    requireLength('weights', weights, outputs * inputs);
    return new IntegerProduct(weights.slice(), outputs, inputs);
  }

  /**
   * Copies 1-bit weights, 1 for +1 and 0 for -1, and prepares products with them.
   *
   * @param signs - N x K bits
   * @throws OnebitError `size-invalid` for more than 65535 columns, `used-after-dispose`
   *
   * @example
   * ```ts
   * import { BitMatrix, IntegerProduct } from '@onebit/bitwise-kernels';
   * const product = IntegerProduct.ofSigns(BitMatrix.fromBytes(1, 2, Uint8Array.of(1, 0)));
   * console.log(product.toInt32(Uint8Array.of(200, 50)).join(' ')); // 150
   * ```
   */
  static ofSigns(signs: BitMatrix): IntegerProduct {
    requireSizes(signs.rows, signs.columns);
    const weights = Int8Array.from(signs.toBytes(), (bit) => 2 * bit - 1);
    return new IntegerProduct(weights, signs.rows, signs.columns);
  }

  /**
   * The products as 32-bit integers; they cannot overflow.
   *
   * @param activations - M x K unsigned or signed bytes, row by row
   * @param out - M * N integers to write to; new where absent
   * @returns M * N integers, row by row
   * @throws OnebitError `size-mismatch`, `used-after-dispose`, `memory-exhausted`
   */
  toInt32(activations: Uint8Array | Int8Array, out?: Int32Array): Int32Array {
    const m = this.#rowsOf(activations);
    const target = out ?? new Int32Array(m * this.outputs);
    requireLength('a destination', target, m * this.outputs);
    if (!simdFamily.usable) {
      target.set(this.#byReference(activations));
      return target;
    }
    const stride = this.outputs * 4;
    return withBlocks([m * stride], (place) => {
      this.#run(activations, m, (sums, firstColumn, columns) => {
        const at = place! + firstColumn * 4;
        simdFamily.run((kernels) => kernels.placeSums(sums, m, columns, at, stride));
      });
      target.set(kernelMemory.i32().subarray(place! / 4, place! / 4 + target.length));
      return target;
    });
  }

  /**
   * Scaled and shifted products, sum * scale + shift, each operation rounded to 32-bit floats (the
   * sum first).
   *
   * @param activations - M x K unsigned or signed bytes, row by row
   * @param scale - N floats, one a column
   * @param shift - N floats, one a column
   * @param out - M * N floats to write to; new where absent
   * @returns M * N floats, row by row
   * @throws OnebitError as {@link toInt32}
   */
  toFloat(
    activations: Uint8Array | Int8Array,
    scale: Float32Array,
    shift: Float32Array,
    out?: Float32Array,
  ): Float32Array {
    const { outputs } = this;
    requireLength('a scale', scale, outputs);
    requireLength('a shift', shift, outputs);
    const m = this.#rowsOf(activations);
    const target = out ?? new Float32Array(m * outputs);
    requireLength('a destination', target, m * outputs);
    if (!simdFamily.usable) {
      this.#byReference(activations).forEach((sum, at) => {
        const column = at % outputs;
        target[at] = affineReference(Math.fround(sum), scale[column]!, shift[column]!);
      });
      return target;
    }
    const stride = outputs * 4;
    const columnNumbers = [scale.slice(), shift.slice()] as const;
    return withBlocks([m * stride, stride, stride], (place, scales, shifts) => {
      kernelMemory.f32().set(columnNumbers[0], scales! / 4);
      kernelMemory.f32().set(columnNumbers[1], shifts! / 4);
      this.#run(activations, m, (sums, firstColumn, columns) => {
        const offset = firstColumn * 4;
        simdFamily.run((kernels) =>
          kernels.scaleSums(
            sums,
            m,
            columns,
            place! + offset,
            stride,
            scales! + offset,
            shifts! + offset,
          ),
        );
      });
      target.set(kernelMemory.f32().subarray(place! / 4, place! / 4 + target.length));
      return target;
    });
  }

  /**
   * One bit a product: the first layer whole, with its folded batch norm and sign.
   *
   * @param activations - M x K unsigned or signed bytes, row by row
   * @param thresholds - one decision a column on the integer product
   * @param out - M x N bits to write to; new where absent
   * @returns M x N bits
   * @throws OnebitError as {@link toInt32}
   */
  toBits(
    activations: Uint8Array | Int8Array,
    thresholds: ColumnThresholds,
    out?: BitMatrix,
  ): BitMatrix {
    const { outputs } = this;
    requireLength('thresholds', { length: thresholds.columns }, outputs);
    const m = this.#rowsOf(activations);
    if (out && (out.rows !== m || out.columns !== outputs)) {
      throw new OnebitError('size-mismatch', {
        expected: `a destination of ${m} x ${outputs}`,
        received: `${out.rows} x ${out.columns}`,
        hint: 'A row of the result belongs to a row of the activations, a column to a weight.',
      });
    }
    const target = out ?? BitMatrix.uncleared(m, outputs);
    target.words.fill(0);
    if (!simdFamily.usable) {
      this.#byReference(activations).forEach((sum, at) => {
        const column = at % outputs;
        if (thresholds.decide(column, sum)) target.set(Math.floor(at / outputs), column, 1);
      });
      return target;
    }
    const { bounds, flips } = thresholds.integerBounds();
    return withBlocks([Math.ceil(outputs / TILE) * TILE * 4], (place) => {
      kernelMemory.i32().set(bounds, place! / 4);
      this.#run(activations, m, (sums, firstColumn, columns) => {
        let mask = 0;
        for (let lane = 0; lane < columns; lane++) mask |= flips[firstColumn + lane]! << lane;
        const at = target.pointer + firstColumn / 8;
        const stride = target.wordsPerRow * 4;
        simdFamily.run((kernels) =>
          kernels.decideSums(sums, m, columns, at, stride, place! + firstColumn * 4, mask),
        );
      });
      return target;
    });
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    this.#disposed = true;
    this.#panels?.dispose();
    this.#panels = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #rowsOf(activations: Uint8Array | Int8Array): number {
    if (this.#disposed) {
      throw new OnebitError('used-after-dispose', {
        expected: 'a product in use',
        received: 'one that was disposed',
        hint: 'Dispose a product after its last use.',
      });
    }
    const rows = activations.length / this.inputs;
    if (rows >= 1 && Number.isInteger(rows)) return rows;
    throw new OnebitError('size-mismatch', {
      expected: `bytes for whole rows of ${this.inputs}`,
      received: `${activations.length} bytes`,
      hint: 'Give rows of as many bytes as the weights have columns, in an array in use.',
    });
  }

  #byReference(activations: Uint8Array | Int8Array): Int32Array {
    return integerProductReference(activations, this.#weights, this.outputs, this.inputs);
  }

  /** Computes all sums, 16 columns at a time. */
  #run(activations: Uint8Array | Int8Array, m: number, sink: SumSink): void {
    const { inputs: k, outputs: n } = this;
    const pairs = Math.ceil(k / 2);
    // A view of the kernels' memory would be emptied if the blocks make it grow.
    const own = activations.buffer === kernelMemory.buffer;
    const bytes = own ? activations.slice() : activations;
    this.#panels ??= this.#layOut(pairs);
    const panels = this.#panels.pointer;
    withBlocks([m * k + 8, m * pairs * 4, m * TILE * 4], (raw, wide, sums) => {
      const unsigned = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      kernelMemory.u8().set(unsigned, raw);
      simdFamily.run((kernels) => {
        const widen = bytes instanceof Uint8Array ? kernels.widenUnsigned : kernels.widenSigned;
        widen(raw!, m, k, pairs * 2, wide!);
        for (let column = 0; column < n; column += TILE) {
          kernels.integer2x16(m, pairs, wide!, panels + column * pairs * 4, sums!);
          sink(sums!, column, Math.min(TILE, n - column));
        }
      });
    });
  }

  #layOut(pairs: number): KernelBlock {
    const { inputs: k, outputs: n } = this;
    const tiles = Math.ceil(n / TILE);
    const block = new KernelBlock(tiles * TILE * pairs * 4);
    const view = new Int16Array(kernelMemory.buffer, block.pointer, tiles * TILE * pairs * 2);
    view.fill(0);
    for (let j = 0; j < n; j++) {
      const tile = Math.floor(j / TILE) * TILE * pairs * 2 + (j % TILE) * 2;
      for (let p = 0; p < k; p++) {
        view[tile + (p >> 1) * TILE * 2 + (p & 1)] = this.#weights[j * k + p]!;
      }
    }
    return block;
  }
}

function requireSizes(outputs: number, inputs: number): void {
  for (const [name, size] of [
    ['outputs', outputs],
    ['inputs', inputs],
  ] as const) {
    if (Number.isSafeInteger(size) && size >= 1) continue;
    throw new OnebitError('size-invalid', {
      expected: `${name} of at least 1`,
      received: String(size),
      hint: 'Give whole numbers.',
    });
  }
  requireCountable(inputs);
}
