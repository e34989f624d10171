import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import type { ColumnThresholds } from './column-thresholds.ts';
import { ColumnAffine } from './column-affine.ts';
import { integerProductReference } from './integer-product.reference.ts';
import {
  decideByReference,
  decideSink,
  INTEGER_TILE,
  placeSink,
  scaleSink,
  type SumSink,
} from './integer-sums.ts';
import { simdFamily } from './kernels.ts';
import { KernelBlock, withBlocks } from './memory.ts';
import { requireCountable, requireLength } from './operands.ts';
import { affineReference } from './reference.ts';

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
      this.#run(activations, m, placeSink({ pointer: place!, stride }));
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
    using affine = ColumnAffine.of(scale, shift);
    return withBlocks([m * stride], (place) => {
      this.#run(activations, m, scaleSink({ pointer: place!, stride }, affine));
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
    target.clear();
    if (!simdFamily.usable) {
      decideByReference(this.#byReference(activations), thresholds, target);
      return target;
    }
    const place = { pointer: target.pointer, stride: target.wordsPerRow * 4 };
    this.#run(activations, m, decideSink(place, thresholds));
    return target;
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

  #requireUse(): void {
    if (!this.#disposed) return;
    throw new OnebitError('used-after-dispose', {
      expected: 'a product in use',
      received: 'one that was disposed',
      hint: 'Dispose a product after its last use.',
    });
  }

  #rowsOf(activations: Uint8Array | Int8Array): number {
    this.#requireUse();
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
    const k = this.inputs;
    const pairs = Math.ceil(k / 2);
    // A view of the kernels' memory would be emptied if the blocks make it grow.
    const own = activations.buffer === kernelMemory.buffer;
    const bytes = own ? activations.slice() : activations;
    withBlocks([m * k + 8, m * pairs * 4], (raw, wide) => {
      const unsigned = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      kernelMemory.u8().set(unsigned, raw);
      simdFamily.run((kernels) => {
        const widen = bytes instanceof Uint8Array ? kernels.widenUnsigned : kernels.widenSigned;
        widen(raw!, m, k, pairs * 2, wide!);
      });
      this.overWide(wide!, m, sink);
    });
  }

  /**
   * Computes all sums of rows that are widened to 16 bits, an even number a row, 16 columns at a
   * time: for the convolution, which gathers such rows. Needs SIMD.
   *
   * @internal
   */
  overWide(wide: number, m: number, sink: SumSink): void {
    this.#requireUse();
    const pairs = Math.ceil(this.inputs / 2);
    this.#panels ??= this.#layOut(pairs);
    const panels = this.#panels.pointer;
    withBlocks([m * INTEGER_TILE * 4], (sums) => {
      for (let column = 0; column < this.outputs; column += INTEGER_TILE) {
        const panel = panels + column * pairs * 4;
        simdFamily.run((kernels) => kernels.integer2x16(m, pairs, wide, panel, sums!));
        sink(sums!, m, column, Math.min(INTEGER_TILE, this.outputs - column));
      }
    });
  }

  #layOut(pairs: number): KernelBlock {
    const { inputs: k, outputs: n } = this;
    const tiles = Math.ceil(n / INTEGER_TILE);
    const block = new KernelBlock(tiles * INTEGER_TILE * pairs * 4);
    const view = new Int16Array(
      kernelMemory.buffer,
      block.pointer,
      tiles * INTEGER_TILE * pairs * 2,
    );
    view.fill(0);
    for (let j = 0; j < n; j++) {
      const tile = Math.floor(j / INTEGER_TILE) * INTEGER_TILE * pairs * 2 + (j % INTEGER_TILE) * 2;
      for (let p = 0; p < k; p++) {
        view[tile + (p >> 1) * INTEGER_TILE * 2 + (p & 1)] = this.#weights[j * k + p]!;
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
