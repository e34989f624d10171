import { BinaryProduct } from '../products/binary-product.ts';
import type { ColumnAffine } from '../products/column-affine.ts';
import type { ColumnThresholds } from '../products/column-thresholds.ts';
import { simdFamily } from '../products/kernels.ts';
import { requireLength } from '../products/operands.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { requireEqual } from '../training/checks.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import { requirePictures, type Pictures } from '../training/pictures.ts';
import {
  endless,
  geometryOf,
  pixelsOf,
  type ConvolutionWindow,
  type Geometry,
} from './geometry.ts';
import { IndexPlan } from './index-plan.ts';
import { PatchPlan } from './patch-plan.ts';
import { seesOnePixel, tilePixels } from './patches.ts';

type Numbers = Int32Array | Int16Array | Float32Array;

/**
 * A convolution of 1-bit pictures with 1-bit weights, prepared once.
 *
 * Output (pixel, filter) is the dot product K - 2 * popcount(patch xor weights), K = taps * C, or
 * what the chosen output makes of it. Sequences are pictures of height 1. The patches of one tile
 * of pixels at a time are gathered, never those of a whole picture.
 *
 * @example
 * ```ts
 * import { BinaryConvolution, BitMatrix, ColumnThresholds } from '@onebit/bitwise-kernels';
 * const weights = BitMatrix.fromBytes(1, 9, new Uint8Array(9).fill(1));
 * const blur = BinaryConvolution.prepare(weights, { kernel: 3, padding: 1 });
 * const picture = BitMatrix.fromBytes(4, 1, Uint8Array.of(1, 1, 1, 0));
 * const size = { count: 1, height: 2, width: 2 };
 * console.log(blur.toInt32(picture, size).join(' ')); // -3 -3 -3 -3
 * console.log(blur.toBits(picture, size, ColumnThresholds.of([-4])).toBytes().join('')); // 1111
 * blur.dispose();
 * ```
 */
export class BinaryConvolution {
  readonly window: ConvolutionWindow;
  /** F: channels of the output. */
  readonly filters: number;
  /** C: channels of the input. */
  readonly channels: number;
  readonly #product: BinaryProduct;
  /** For pictures of the size of the last call: layers get the same one again and again. */
  #plan: PatchPlan | undefined;
  #lookUp: { readonly key: string; readonly plan: IndexPlan | undefined } | undefined;

  private constructor(product: BinaryProduct, window: ConvolutionWindow, channels: number) {
    this.window = window;
    this.filters = product.outputs;
    this.channels = channels;
    this.#product = product;
  }

  /**
   * Copies weights and prepares convolutions with them.
   *
   * @param weights - F x (taps * C) bits, tap after tap, each with all channels
   * @param window - kernel, stride, dilation, padding, and what is read outside
   * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
   */
  static prepare(weights: BitMatrix, window: ConvolutionWindow): BinaryConvolution {
    const { kernelHeight, kernelWidth } = geometryOf(window, endless, 1);
    const taps = kernelHeight * kernelWidth;
    const channels = Math.max(1, Math.round(weights.columns / taps));
    requireEqual('inputs of the window and of the weights', taps * channels, weights.columns);
    return new BinaryConvolution(BinaryProduct.prepare(weights), window, channels);
  }

  /**
   * The same weights under another window with as many taps; they stay this convolution's.
   *
   * @internal
   */
  withWindow(window: ConvolutionWindow): BinaryConvolution {
    return new BinaryConvolution(this.#product, window, this.channels);
  }

  /**
   * Number and size of the output.
   *
   * @param pictures - number and size of the input
   * @throws OnebitError `size-invalid` where the kernel does not fit
   */
  outputOf(pictures: Pictures): Pictures {
    return geometryOf(this.window, pictures, this.channels).output;
  }

  /**
   * The dot products as 32-bit integers.
   *
   * @param x - pictures, one row a pixel, C columns
   * @param pictures - number and size of the pictures in x
   * @param out - output pixels times F integers to write to; new where absent
   * @returns F integers an output pixel
   * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
   */
  toInt32(x: BitMatrix, pictures: Pictures, out?: Int32Array): Int32Array {
    const geometry = this.#geometryOf(x, pictures);
    const target = out ?? new Int32Array(this.#lengthOf(geometry));
    return this.#toNumbers(x, geometry, target, (patches, part) =>
      this.#product.toInt32(patches, part),
    );
  }

  /**
   * The dot products as 16-bit integers: half the memory of {@link toInt32}.
   *
   * @param x - pictures, one row a pixel, C columns
   * @param pictures - number and size of the pictures in x
   * @param out - output pixels times F integers to write to; new where absent
   * @returns F integers an output pixel
   * @throws OnebitError as {@link toInt32}; `size-invalid` where 16 bits could overflow
   */
  toInt16(x: BitMatrix, pictures: Pictures, out?: Int16Array): Int16Array {
    const geometry = this.#geometryOf(x, pictures);
    const target = out ?? new Int16Array(this.#lengthOf(geometry));
    return this.#toNumbers(x, geometry, target, (patches, part) =>
      this.#product.toInt16(patches, part),
    );
  }

  /**
   * Scaled and shifted dot products, dot * scale + shift, each operation rounded to 32 bits.
   *
   * @param x - pictures, one row a pixel, C columns
   * @param pictures - number and size of the pictures in x
   * @param scale - F floats
   * @param shift - F floats
   * @param out - output pixels times F floats to write to; new where absent
   * @returns F floats an output pixel
   * @throws OnebitError as {@link toInt32}
   */
  toFloat(
    x: BitMatrix,
    pictures: Pictures,
    scale: Float32Array,
    shift: Float32Array,
    out?: Float32Array,
  ): Float32Array {
    const geometry = this.#geometryOf(x, pictures);
    const target = out ?? new Float32Array(this.#lengthOf(geometry));
    // Read before any allocation can move the memory that they may stand in.
    const [scales, shifts] = [scale.slice(), shift.slice()];
    return this.#toNumbers(x, geometry, target, (patches, part) =>
      this.#product.toFloat(patches, scales, shifts, part),
    );
  }

  /**
   * As {@link toFloat}, with the numbers of the filters laid out once.
   *
   * @param x - pictures, one row a pixel, C columns
   * @param pictures - number and size of the pictures in x
   * @param affine - one scale and one shift a filter
   * @returns one row an output pixel, F columns
   * @throws OnebitError as {@link toInt32}
   */
  toFloats(x: BitMatrix, pictures: Pictures, affine: ColumnAffine): FloatMatrix {
    requireLength('an affine', { length: affine.columns }, this.filters);
    const geometry = this.#geometryOf(x, pictures);
    const out = FloatMatrix.uncleared(pixelsOf(geometry.output), this.filters);
    const indexed = this.#lookUpPlan(geometry);
    if (indexed) {
      indexed.forEachBlock(x, (lines) =>
        this.#product.scaleLines(indexed.method, lines, affine, out),
      );
      return out;
    }
    this.#forEachTile(x, geometry, (patches, first) =>
      this.#product.scaleInto(patches, affine, out, first),
    );
    return out;
  }

  /**
   * One bit a dot product: the whole binary layer, since batch norm and sign fold to thresholds.
   *
   * @param x - pictures, one row a pixel, C columns
   * @param pictures - number and size of the pictures in x
   * @param thresholds - one decision a filter
   * @returns one row an output pixel, F columns
   * @throws OnebitError as {@link toInt32}
   */
  toBits(x: BitMatrix, pictures: Pictures, thresholds: ColumnThresholds): BitMatrix {
    requireLength('thresholds', { length: thresholds.columns }, this.filters);
    const geometry = this.#geometryOf(x, pictures);
    const out = BitMatrix.create(pixelsOf(geometry.output), this.filters);
    const indexed = this.#lookUpPlan(geometry);
    if (indexed) {
      indexed.forEachBlock(x, (lines) =>
        this.#product.decideLines(indexed.method, lines, thresholds, out),
      );
      return out;
    }
    this.#forEachTile(x, geometry, (patches, first) =>
      this.#product.decideInto(patches, thresholds, out, first),
    );
    return out;
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    this.#product.dispose();
    this.#plan?.dispose();
    this.#plan = undefined;
    this.#lookUp?.plan?.dispose();
    this.#lookUp = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #geometryOf(x: BitMatrix, pictures: Pictures): Geometry {
    requirePictures('pictures', x, pictures);
    requireEqual('channels of the pictures and of the weights', x.columns, this.channels);
    return geometryOf(this.window, pictures, this.channels);
  }

  #lengthOf(geometry: Geometry): number {
    return pixelsOf(geometry.output) * this.filters;
  }

  /** Fills an array tile by tile, also where it stands in the kernels' memory and that moves. */
  #toNumbers<Out extends Numbers>(
    x: BitMatrix,
    geometry: Geometry,
    out: Out,
    compute: (patches: BitMatrix, part: Out) => unknown,
  ): Out {
    requireEqual('lengths of the output and its destination', this.#lengthOf(geometry), out.length);
    const { byteOffset, length } = out;
    const moves = out.buffer === kernelMemory.buffer;
    const View = out.constructor as new (buffer: ArrayBuffer, at: number, length: number) => Out;
    const current = () => (moves ? new View(kernelMemory.buffer, byteOffset, length) : out);
    this.#forEachTile(x, geometry, (patches, first) => {
      const start = first * this.filters;
      compute(patches, current().subarray(start, start + patches.rows * this.filters) as Out);
    });
    return out.length === length ? out : current();
  }

  /** The plan that looks pixels up where they stand, where that is the quickest way. */
  #lookUpPlan(geometry: Geometry): IndexPlan | undefined {
    if (!simdFamily.usable || seesOnePixel(geometry)) return undefined;
    const { count, height, width } = geometry.input;
    const key = `${count} ${height} ${width}`;
    if (this.#lookUp?.key !== key) {
      this.#lookUp?.plan?.dispose();
      this.#lookUp = { key, plan: IndexPlan.of(geometry, this.filters) };
    }
    return this.#lookUp.plan;
  }

  /** Gathers the patches of tile after tile; they are gone when the visit returns. */
  #forEachTile(
    x: BitMatrix,
    geometry: Geometry,
    visit: (patches: BitMatrix, first: number) => unknown,
  ): void {
    if (seesOnePixel(geometry)) {
      visit(x, 0);
      return;
    }
    const rowBytes = Math.ceil(geometry.depth / 128) * 16;
    if (!this.#plan?.serves(geometry)) {
      this.#plan?.dispose();
      const pixelBytes = x.wordsPerRow * 4;
      const layout = { bits: 1, pixelBytes, rowBytes, outside: geometry.outside } as const;
      this.#plan = new PatchPlan(geometry, layout, tilePixels(rowBytes));
    }
    const plan = this.#plan;
    for (const tile of plan.tiles) {
      const patches = BitMatrix.scratch(tile.pixels, geometry.depth);
      try {
        plan.gather(tile, x.pointer, patches.pointer);
        visit(patches, tile.first);
      } finally {
        patches.dispose();
      }
    }
  }
}
