import type { IndexedLines } from '../products/count.ts';
import { simdFamily } from '../products/kernels.ts';
import { KernelBlock, withBlocks } from '../products/memory.ts';
import { LARGEST_BLOCK, type TableMethod } from '../products/methods.ts';
import { pixelTables } from '../products/select.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { pixelsOf, type Geometry } from './geometry.ts';
import { convolutionKernels } from './kernels.ts';

/** Bytes of the indices of one pixel and octet: eight of 16 bits. */
const OCTET = 16;
/** Bits that one record of a planned copy holds. */
const LONGEST_COPY = 0xffffff;

/**
 * How the patches of pictures of one size are looked up where the indices of their pixels stand,
 * worked out once. Pictures are padded, if at all, before they are cut into indices.
 */
export class IndexPlan {
  readonly method: TableMethod;
  readonly #geometry: Geometry;
  readonly #height: number;
  readonly #width: number;
  /** Octets of a pixel, and of a patch. */
  readonly #octets: number;
  readonly #patchOctets: number;
  /** One u32 a line of outputs, one u32 an octet, and the copies that pad the pictures. */
  readonly #tables: KernelBlock;

  /**
   * The plan for pictures of a size; undefined where another way is quicker, and for strides, whose
   * neighbours do not see neighbouring pixels.
   *
   * @param geometry - a window on pictures of one size
   * @param filters - columns of the product
   */
  static of(geometry: Geometry, filters: number): IndexPlan | undefined {
    const { input, output, strideX, depth, channels } = geometry;
    const lineBits = input.width * Math.ceil(channels / 128) * 128;
    if (strideX !== 1 || output.width > LARGEST_BLOCK || lineBits > LONGEST_COPY) return undefined;
    const shape = { m: pixelsOf(output), n: filters, k: depth };
    const method = pixelTables(shape, depth / channels, output.width);
    return method && new IndexPlan(geometry, method);
  }

  private constructor(geometry: Geometry, method: TableMethod) {
    const { input, output, channels, kernelHeight, kernelWidth } = geometry;
    const { top, left, strideY, dilationY, dilationX } = geometry;
    this.method = method;
    this.#geometry = geometry;
    this.#height = Math.max(
      input.height + top,
      (output.height - 1) * strideY + (kernelHeight - 1) * dilationY + 1,
    );
    this.#width = Math.max(input.width + left, output.width + (kernelWidth - 1) * dilationX);
    this.#octets = channels / (8 * method.bits);
    this.#patchOctets = kernelHeight * kernelWidth * this.#octets;
    const lines = Array.from(
      { length: output.count * output.height },
      (_, line) =>
        (Math.floor(line / output.height) * this.#height + (line % output.height) * strideY) *
        this.#width *
        OCTET,
    );
    const offsets: number[] = [];
    for (let i = 0; i < kernelHeight; i++) {
      for (let j = 0; j < kernelWidth; j++) {
        const pixel = i * dilationY * this.#width + j * dilationX;
        for (let octet = 0; octet < this.#octets; octet++) {
          offsets.push((octet * this.#pixels + pixel) * OCTET);
        }
      }
    }
    const words = [...lines, ...offsets, ...this.#padding()];
    this.#tables = new KernelBlock(words.length * 4);
    kernelMemory.u32().set(words, this.#tables.pointer / 4);
  }

  /** Calls `visit` with lines of outputs in order; their indices are gone when the call ends. */
  forEachBlock(x: BitMatrix, visit: (lines: IndexedLines) => void): void {
    const { output } = this.#geometry;
    const { bits, vectors } = this.method;
    const total = output.count * output.height;
    const stride = x.wordsPerRow * 4;
    const padded = this.#pads ? this.#pixels * stride : 0;
    withBlocks([this.#octets * this.#pixels * OCTET, padded], (index, copy) => {
      if (padded > 0) this.#pad(x, copy!);
      const from = padded > 0 ? copy! : x.pointer;
      simdFamily.run((kernels) =>
        kernels.indices(from, stride, this.#pixels, this.#octets, bits, 3 + vectors, index!),
      );
      const atOnce = Math.max(1, Math.floor(LARGEST_BLOCK / output.width));
      for (let line = 0; line < total; line += atOnce) {
        visit({
          index: index!,
          lines: this.#tables.pointer + line * 4,
          lineCount: Math.min(atOnce, total - line),
          width: output.width,
          offsets: this.#tables.pointer + total * 4,
          octets: this.#patchOctets,
          firstRow: line * output.width,
        });
      }
    });
  }

  dispose(): void {
    this.#tables.dispose();
  }

  get #pixels(): number {
    return this.#geometry.input.count * this.#height * this.#width;
  }

  get #pads(): boolean {
    const { height, width } = this.#geometry.input;
    return this.#height !== height || this.#width !== width;
  }

  /** One record of a planned copy a picture: its lines into those of the padded picture. */
  #padding(): number[] {
    if (!this.#pads) return [];
    const { input, channels, top, left } = this.#geometry;
    const pixelBytes = Math.ceil(channels / 128) * 16;
    return Array.from({ length: input.count }, (_, picture) => [
      picture * input.height * input.width * pixelBytes,
      input.width * pixelBytes,
      0,
      ((picture * this.#height + top) * this.#width + left) * pixelBytes,
      this.#width * pixelBytes,
      0,
      input.height,
      1,
      (input.width * pixelBytes * 8) << 8,
    ]).flat();
  }

  #pad(x: BitMatrix, to: number): void {
    const { input, output, channels, outside } = this.#geometry;
    const stride = x.wordsPerRow * 4;
    const plan = this.#tables.pointer + (output.count * output.height + this.#patchOctets) * 4;
    convolutionKernels.run((kernels) => {
      kernels.fillRows(to, this.#pixels, stride, channels, outside);
      kernels.copyPlanned(plan, input.count, x.pointer, to);
    });
  }
}
