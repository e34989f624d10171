import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import { runTuned, trialOf, type Trial } from './autotune.ts';
import type { ColumnAffine } from './column-affine.ts';
import type { ColumnThresholds } from './column-thresholds.ts';
import { countDisagreements, countLines, type CountSink, type IndexedLines } from './count.ts';
import { withBlocks } from './memory.ts';
import { nameOf, type ProductMethod, type TableMethod } from './methods.ts';
import {
  requireCountable,
  requireInt16,
  requireLength,
  withBits,
  type Activations,
} from './operands.ts';
import { bitSink, floatSink, int16Sink, int32Sink, type OutputPlace } from './outputs.ts';
import { select } from './select.ts';
import { Weights } from './weights.ts';

/** How a product of some number of rows is computed. */
export interface ProductPlan {
  /** The method in use, for example `table8x32 of weights`. */
  readonly method: string;
  /** Why the static rules take their method. */
  readonly reason: string;
  /** Whether measurements of real calls have confirmed or replaced the static choice. */
  readonly measured: boolean;
}

/**
 * Products of activations (M x K signs) with weights (N x K signs) that are prepared once.
 *
 * A bit stands for a sign: 1 for +1, 0 for -1. Row i of the result holds, for each row j of the
 * weights, the dot product K - 2 * popcount(a_i xor b_j), or what the chosen output makes of it.
 * Activations are bits, or floats whose signs are packed on the way in.
 *
 * @example
 * ```ts
 * import { BinaryProduct, BitMatrix, ColumnThresholds } from '@onebit/bitwise-kernels';
 * const weights = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 1, 1, 0, 1, 0));
 * const product = BinaryProduct.prepare(weights);
 * const activations = Float32Array.of(0.5, -2, 3);
 * console.log(product.toInt32(activations).join(' ')); // 1 -3
 * console.log(product.toBits(activations, ColumnThresholds.of([0, 0])).toBytes().join('')); // 10
 * product.dispose();
 * ```
 */
export class BinaryProduct {
  /** N: rows of the weights, columns of the result. */
  readonly outputs: number;
  /** K: bits of a row. */
  readonly inputs: number;
  readonly #weights: Weights;
  /** The trial of the last call's shape: layers ask for the same one again and again. */
  #trial: Trial | undefined;

  private constructor(weights: BitMatrix) {
    this.outputs = weights.rows;
    this.inputs = weights.columns;
    this.#weights = new Weights(weights);
  }

  /**
   * Copies weights and prepares products with them. The layouts that the methods want are made at
   * the first product that needs them and kept.
   *
   * @param weights - N x K bits; may be changed or disposed afterwards
   * @throws OnebitError `size-invalid` for more than 65535 columns, `used-after-dispose`,
   * `memory-exhausted`
   */
  static prepare(weights: BitMatrix): BinaryProduct {
    requireCountable(weights.columns);
    return new BinaryProduct(weights);
  }

  /**
   * The dot products as 32-bit integers.
   *
   * @param activations - M x K bits or floats
   * @param out - M * N integers to write to; new where absent
   * @returns M * N integers, row by row
   * @throws OnebitError `size-mismatch`, `value-invalid` for NaN, `used-after-dispose`,
   * `memory-exhausted`
   */
  toInt32(activations: Activations, out?: Int32Array): Int32Array {
    return withBits(activations, this.inputs, (bits) => {
      const length = bits.rows * this.outputs;
      if (out) requireLength('a destination', out, length);
      const target = out ?? new Int32Array(length);
      return this.#toArray(bits, target, (place) => int32Sink(this.inputs, place));
    });
  }

  /**
   * The dot products as 16-bit integers: half the memory of {@link toInt32}.
   *
   * @param activations - M x K bits or floats
   * @param out - M * N integers to write to; new where absent
   * @returns M * N integers, row by row
   * @throws OnebitError `size-invalid` for more than 32767 inputs, where 16 bits could overflow;
   * otherwise as {@link toInt32}
   */
  toInt16(activations: Activations, out?: Int16Array): Int16Array {
    requireInt16(this.inputs);
    return withBits(activations, this.inputs, (bits) => {
      const length = bits.rows * this.outputs;
      if (out) requireLength('a destination', out, length);
      const target = out ?? new Int16Array(length);
      return this.#toArray(bits, target, (place) => int16Sink(this.inputs, place));
    });
  }

  /**
   * Scaled and shifted dot products, dot * scale + shift, each operation rounded to 32-bit floats.
   *
   * @param activations - M x K bits or floats
   * @param scale - N floats, one a column
   * @param shift - N floats, one a column
   * @param out - M * N floats or an M x N float matrix to write to; a new array where absent
   * @returns M * N floats, row by row
   * @throws OnebitError as {@link toInt32}
   */
  toFloat(activations: Activations, scale: Float32Array, shift: Float32Array): Float32Array;
  toFloat<Out extends Float32Array | FloatMatrix>(
    activations: Activations,
    scale: Float32Array,
    shift: Float32Array,
    out: Out,
  ): Out;
  toFloat(
    activations: Activations,
    scale: Float32Array,
    shift: Float32Array,
    out?: Float32Array | FloatMatrix,
  ): Float32Array | FloatMatrix {
    requireLength('a scale', scale, this.outputs);
    requireLength('a shift', shift, this.outputs);
    // The columns' numbers are read before any allocation can move the memory they may stand in.
    const [scales, shifts] = [scale.slice(), shift.slice()];
    return withBits(activations, this.inputs, (bits) => {
      const length = bits.rows * this.outputs;
      const given = out instanceof Float32Array || out === undefined ? out : out.data;
      if (given) requireLength('a destination', given, length);
      const half = Math.ceil(this.outputs / 4) * 16;
      return withBlocks([half * 2], (block) => {
        const floats = kernelMemory.f32();
        floats.set(scales, block! / 4);
        floats.set(shifts, (block! + half) / 4);
        const sink = (place: OutputPlace) => floatSink(this.inputs, place, block!, block! + half);
        if (out === undefined || out instanceof Float32Array) {
          return this.#toArray(bits, out ?? new Float32Array(length), sink);
        }
        this.#run(bits, sink({ pointer: out.pointer, stride: this.outputs * 4 }));
        return out;
      });
    });
  }

  /**
   * As {@link toFloat}, with the numbers of the columns laid out once.
   *
   * @param activations - M x K bits or floats
   * @param affine - one scale and one shift a column
   * @param out - M x N floats to write to; new where absent
   * @returns M x N floats
   * @throws OnebitError as {@link toInt32}
   */
  toFloats(activations: Activations, affine: ColumnAffine, out?: FloatMatrix): FloatMatrix {
    requireLength('an affine', { length: affine.columns }, this.outputs);
    return withBits(activations, this.inputs, (bits) => {
      if (out) requireLength('a destination', { length: out.rows }, bits.rows);
      if (out) requireLength('a row of it', { length: out.columns }, this.outputs);
      const target = out ?? FloatMatrix.uncleared(bits.rows, this.outputs);
      this.scaleInto(bits, affine, target, 0);
      return target;
    });
  }

  /**
   * Writes scaled products to rows of a matrix, unchecked.
   *
   * @internal
   */
  scaleInto(bits: BitMatrix, affine: ColumnAffine, out: FloatMatrix, firstRow: number): void {
    const stride = this.outputs * 4;
    const place = { pointer: out.pointer + firstRow * stride, stride };
    this.#run(bits, floatSink(this.inputs, place, affine.scales, affine.shifts));
  }

  /**
   * One bit a dot product: the whole binary layer, since batch norm and sign fold to thresholds.
   * No integer of the result ever reaches memory.
   *
   * @param activations - M x K bits or floats
   * @param thresholds - one decision a column, see {@link ColumnThresholds}
   * @param out - M x N bits to write to, not the activations themselves; new where absent
   * @returns M x N bits
   * @throws OnebitError as {@link toInt32}; `value-invalid` where out is the activations
   */
  toBits(activations: Activations, thresholds: ColumnThresholds, out?: BitMatrix): BitMatrix {
    requireLength('thresholds', { length: thresholds.columns }, this.outputs);
    if (out !== undefined && out === activations) {
      throw new OnebitError('value-invalid', {
        expected: 'a destination apart from the activations',
        received: 'the activations themselves',
        hint: 'The activations are still read while bits are written: give another matrix.',
      });
    }
    return withBits(activations, this.inputs, (bits) => {
      if (out && (out.rows !== bits.rows || out.columns !== this.outputs)) {
        throw new OnebitError('size-mismatch', {
          expected: `a destination of ${bits.rows} x ${this.outputs}`,
          received: `${out.rows} x ${out.columns}`,
          hint: 'A row of the result belongs to a row of the activations, a column to a weight.',
        });
      }
      const target = out ?? BitMatrix.uncleared(bits.rows, this.outputs);
      target.clear();
      this.decideInto(bits, thresholds, target, 0);
      return target;
    });
  }

  /**
   * Writes decisions to rows of a matrix, unchecked; the rows are zeros before.
   *
   * @internal
   */
  decideInto(
    bits: BitMatrix,
    thresholds: ColumnThresholds,
    out: BitMatrix,
    firstRow: number,
  ): void {
    const stride = out.wordsPerRow * 4;
    const place = { pointer: out.pointer + firstRow * stride, stride };
    this.#run(bits, bitSink(this.inputs, place, thresholds));
  }

  /**
   * Tells how products of M rows are computed.
   *
   * @param rows - M, at least 1
   */
  planFor(rows: number): ProductPlan {
    const shape = { m: rows, n: this.outputs, k: this.inputs };
    const { winner, methods, measured } = trialOf(shape);
    return { method: nameOf(winner ?? methods[0]!), reason: select(shape).reason, measured };
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    this.#weights.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * Writes decisions on patches of indexed pixels to rows of a matrix, unchecked.
   *
   * @internal
   */
  decideLines(
    method: TableMethod,
    lines: IndexedLines,
    thresholds: ColumnThresholds,
    out: BitMatrix,
  ): void {
    const place = { pointer: out.pointer, stride: out.wordsPerRow * 4 };
    countLines(method, lines, this.#weights, bitSink(this.inputs, place, thresholds));
  }

  /**
   * Writes scaled products of patches of indexed pixels to rows of a matrix, unchecked.
   *
   * @internal
   */
  scaleLines(
    method: TableMethod,
    lines: IndexedLines,
    affine: ColumnAffine,
    out: FloatMatrix,
  ): void {
    const place = { pointer: out.pointer, stride: this.outputs * 4 };
    const sink = floatSink(this.inputs, place, affine.scales, affine.shifts);
    countLines(method, lines, this.#weights, sink);
  }

  #run(bits: BitMatrix, sink: CountSink): void {
    const shape = { m: bits.rows, n: this.outputs, k: this.inputs };
    this.#trial = trialOf(shape, this.#trial);
    runTuned(this.#trial, (method) => countDisagreements(method, bits, this.#weights, sink));
  }

  /** Runs into an array: in place where it stands in the kernels' memory, else through a block. */
  #toArray<Out extends Int32Array | Int16Array | Float32Array>(
    bits: BitMatrix,
    out: Out,
    sink: (place: OutputPlace) => CountSink,
  ): Out {
    const { byteOffset, length, byteLength } = out;
    const stride = this.outputs * out.BYTES_PER_ELEMENT;
    const View = out.constructor as new (buffer: ArrayBuffer, at: number, count: number) => Out;
    if (out.buffer === kernelMemory.buffer) {
      this.#run(bits, sink({ pointer: byteOffset, stride }));
      // Scratch may have grown the memory, which empties the view that was given.
      return out.length === length ? out : new View(kernelMemory.buffer, byteOffset, length);
    }
    return withBlocks([byteLength], (block) => {
      this.#run(bits, sink({ pointer: block!, stride }));
      out.set(new View(kernelMemory.buffer, block!, length));
      return out;
    });
  }
}

/**
 * Computes a product by a method of one's choice: for tests of every method and for benchmarks.
 *
 * @internal
 */
export function productByMethod(
  method: ProductMethod,
  a: BitMatrix,
  b: BitMatrix,
): { name: string; values: Int32Array } {
  const weights = new Weights(b);
  const out = new Int32Array(a.rows * b.rows);
  try {
    withBlocks([out.byteLength], (block) => {
      const place = { pointer: block!, stride: b.rows * 4 };
      countDisagreements(method, a, weights, int32Sink(a.columns, place));
      out.set(new Int32Array(kernelMemory.buffer, block!, out.length));
    });
  } finally {
    weights.dispose();
  }
  return { name: nameOf(method), values: out };
}

/**
 * Decides a product by a method of one's choice: for tests of every method.
 *
 * @internal
 */
export function decisionsByMethod(
  method: ProductMethod,
  a: BitMatrix,
  b: BitMatrix,
  thresholds: ColumnThresholds,
): BitMatrix {
  const weights = new Weights(b);
  const out = BitMatrix.create(a.rows, b.rows);
  const place = { pointer: out.pointer, stride: out.wordsPerRow * 4 };
  try {
    countDisagreements(method, a, weights, bitSink(a.columns, place, thresholds));
  } finally {
    weights.dispose();
  }
  return out;
}
