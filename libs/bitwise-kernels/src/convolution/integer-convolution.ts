import { OnebitError } from '@onebit/errors';
import type { ColumnAffine } from '../products/column-affine.ts';
import type { ColumnThresholds } from '../products/column-thresholds.ts';
import { IntegerProduct } from '../products/integer-product.ts';
import {
  decideByReference,
  decideSink,
  scaleSink,
  type SumSink,
} from '../products/integer-sums.ts';
import { simdFamily } from '../products/kernels.ts';
import { withBlocks } from '../products/memory.ts';
import { requireLength } from '../products/operands.ts';
import { affineReference } from '../products/reference.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { requireEqual } from '../training/checks.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import type { Pictures } from '../training/pictures.ts';
import {
  endless,
  geometryOf,
  pixelsOf,
  type ConvolutionWindow,
  type Geometry,
} from './geometry.ts';
import { integerConvolutionReference } from './integer-convolution.reference.ts';
import { PatchPlan } from './patch-plan.ts';
import { seesOnePixel } from './patches.ts';

/** Pictures of bytes, or of whole numbers from -128 to 127, channels fastest. */
export type BytePictures = Uint8Array | Int8Array;

/** Patches at once: theirs and their sums, 64 bytes each, stay in the nearest cache. */
const TILE_PIXELS = 256;

/**
 * A convolution of 8-bit pictures with 8-bit or 1-bit weights, prepared once: the first layer of a
 * network, which meets pixels or spectra. Outside the pictures stand zeros; sums are exact.
 *
 * @example
 * ```ts
 * import { ColumnAffine, IntegerConvolution } from '@onebit/bitwise-kernels';
 * const edge = IntegerConvolution.of(Int8Array.of(-1, 1), 1, { kernel: [1, 2] });
 * const line = { count: 1, height: 1, width: 4 };
 * const plain = ColumnAffine.of(Float32Array.of(1), Float32Array.of(0));
 * console.log(edge.toFloats(Uint8Array.of(9, 9, 200, 0), line, plain).data.join(' ')); // 0 191 -200
 * ```
 */
export class IntegerConvolution {
  readonly window: ConvolutionWindow;
  /** F: channels of the output. */
  readonly filters: number;
  /** C: channels of the input. */
  readonly channels: number;
  readonly #weights: Int8Array;
  readonly #product: IntegerProduct;
  /** For pictures of the size of the last call. */
  #plan: PatchPlan | undefined;

  private constructor(weights: Int8Array, filters: number, window: ConvolutionWindow) {
    const { kernelHeight, kernelWidth } = geometryOf(window, endless, 1);
    const taps = kernelHeight * kernelWidth;
    const inputs = weights.length / filters;
    this.window = window;
    this.filters = filters;
    this.channels = Math.max(1, Math.round(inputs / taps));
    requireEqual('inputs of the window and of the weights', taps * this.channels, inputs);
    this.#weights = weights;
    this.#product = IntegerProduct.of(weights, filters, inputs);
  }

  /**
   * Copies 8-bit weights and prepares convolutions with them.
   *
   * @param weights - F x (taps * C) integers from -128 to 127, tap after tap, each with all channels
   * @param filters - F, at least 1
   * @param window - kernel, stride, dilation, padding
   * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
   */
  static of(weights: Int8Array, filters: number, window: ConvolutionWindow): IntegerConvolution {
    return new IntegerConvolution(weights.slice(), filters, window);
  }

  /**
   * Copies 1-bit weights, 1 for +1 and 0 for -1, and prepares convolutions with them.
   *
   * @param signs - F x (taps * C) bits
   * @param window - kernel, stride, dilation, padding
   * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
   */
  static ofSigns(signs: BitMatrix, window: ConvolutionWindow): IntegerConvolution {
    const weights = Int8Array.from(signs.toBytes(), (bit) => 2 * bit - 1);
    return new IntegerConvolution(weights, signs.rows, window);
  }

  /**
   * Scaled and shifted sums, sum * scale + shift, each operation rounded to 32-bit floats (the sum
   * first).
   *
   * @param x - C bytes a pixel
   * @param pictures - number and size of the pictures in x
   * @param affine - one scale and one shift a filter
   * @returns one row an output pixel, F columns
   * @throws OnebitError `size-mismatch`, `size-invalid`, `used-after-dispose`, `memory-exhausted`
   */
  toFloats(x: BytePictures, pictures: Pictures, affine: ColumnAffine): FloatMatrix {
    requireLength('an affine', { length: affine.columns }, this.filters);
    const geometry = this.#geometryOf(x, pictures);
    const bytes = ownBytes(x);
    const out = FloatMatrix.uncleared(pixelsOf(geometry.output), this.filters);
    const stride = this.filters * 4;
    if (simdFamily.usable) {
      this.#forEachTile(bytes, geometry, (first) =>
        scaleSink({ pointer: out.pointer + first * stride, stride }, affine),
      );
      return out;
    }
    const sums = this.#byReference(bytes, geometry);
    const floats = kernelMemory.f32();
    sums.forEach((sum, at) => {
      const column = at % this.filters;
      const scale = floats[affine.scales / 4 + column]!;
      const shift = floats[affine.shifts / 4 + column]!;
      floats[out.pointer / 4 + at] = affineReference(Math.fround(sum), scale, shift);
    });
    return out;
  }

  /**
   * One bit a sum: the first layer whole, with its folded batch norm and sign.
   *
   * @param x - C bytes a pixel
   * @param pictures - number and size of the pictures in x
   * @param thresholds - one decision a filter
   * @returns one row an output pixel, F columns
   * @throws OnebitError as {@link toFloats}
   */
  toBits(x: BytePictures, pictures: Pictures, thresholds: ColumnThresholds): BitMatrix {
    requireLength('thresholds', { length: thresholds.columns }, this.filters);
    const geometry = this.#geometryOf(x, pictures);
    const bytes = ownBytes(x);
    const out = BitMatrix.create(pixelsOf(geometry.output), this.filters);
    const stride = out.wordsPerRow * 4;
    if (simdFamily.usable) {
      this.#forEachTile(bytes, geometry, (first) =>
        decideSink({ pointer: out.pointer + first * stride, stride }, thresholds),
      );
    } else {
      decideByReference(this.#byReference(bytes, geometry), thresholds, out);
    }
    return out;
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    this.#product.dispose();
    this.#plan?.dispose();
    this.#plan = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #geometryOf(x: BytePictures, pictures: Pictures): Geometry {
    const geometry = geometryOf(this.window, pictures, this.channels);
    if (x.length === pixelsOf(pictures) * this.channels) return geometry;
    throw new OnebitError('size-mismatch', {
      expected: `${pixelsOf(pictures)} pixels of ${this.channels} bytes`,
      received: `${x.length} bytes`,
      hint: 'Give the bytes of whole pictures, picture after picture, line after line.',
    });
  }

  #byReference(x: BytePictures, geometry: Geometry): Int32Array {
    return integerConvolutionReference(x, this.#weights, this.filters, geometry);
  }

  /**
   * Widens the pictures to 16 bits, then gathers and multiplies the patches of tile after tile. A
   * row of patches holds an even number of values, zeros behind the last.
   */
  #forEachTile(
    bytes: BytePictures,
    geometry: Geometry,
    sinkFrom: (first: number) => SumSink,
  ): void {
    const { channels, depth } = geometry;
    const even = Math.ceil(depth / 2) * 2;
    const pixels = pixelsOf(geometry.input);
    const alone = seesOnePixel(geometry);
    const pixelValues = alone ? even : channels;
    const plan = alone ? undefined : this.#planFor(geometry, even * 2);
    const patchBytes = plan ? Math.max(...plan.tiles.map((tile) => tile.pixels)) * even * 2 : 0;
    const sizes = [bytes.length + 8, pixels * pixelValues * 2 + 16, patchBytes];
    withBlocks(sizes, (raw, wide, patches) => {
      kernelMemory.u8().set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), raw);
      simdFamily.run((kernels) => {
        const widen = bytes instanceof Uint8Array ? kernels.widenUnsigned : kernels.widenSigned;
        // Without padding between the pixels, all of them are one long row.
        if (pixelValues === channels) widen(raw!, 1, bytes.length, bytes.length, wide!);
        else widen(raw!, pixels, channels, pixelValues, wide!);
      });
      if (!plan) {
        for (let first = 0; first < pixels; first += TILE_PIXELS) {
          const rows = Math.min(TILE_PIXELS, pixels - first);
          this.#product.overWide(wide! + first * even * 2, rows, sinkFrom(first));
        }
        return;
      }
      for (const tile of plan.tiles) {
        plan.gather(tile, wide!, patches!);
        this.#product.overWide(patches!, tile.pixels, sinkFrom(tile.first));
      }
    });
  }

  #planFor(geometry: Geometry, rowBytes: number): PatchPlan {
    if (!this.#plan?.serves(geometry)) {
      this.#plan?.dispose();
      const pixelBytes = geometry.channels * 2;
      const layout = { bits: 16, pixelBytes, rowBytes, outside: 0 } as const;
      this.#plan = new PatchPlan(geometry, layout, TILE_PIXELS);
    }
    return this.#plan;
  }
}

/** Bytes that stay where they are when the kernels' memory grows, which empties every view of it. */
const ownBytes = (x: BytePictures): BytePictures =>
  x.buffer === kernelMemory.buffer ? x.slice() : x;
