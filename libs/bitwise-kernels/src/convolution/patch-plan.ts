import { kernelMemory } from '../storage/kernel-memory.ts';
import { KernelBlock } from '../products/memory.ts';
import { copyBitGrid } from './bit-grids.ts';
import type { Geometry } from './geometry.ts';
import { convolutionKernels } from './kernels.ts';
import { forEachRegion, forEachTile } from './tiles.ts';

/** Words of a record, as `assembly/convolution` reads them. */
const RECORD_WORDS = 9;

/** How the items of pictures and patches lie. */
export interface PatchLayout {
  /** Bits of one channel of one pixel. */
  readonly bits: 1 | 16;
  /** Bytes from pixel to pixel. */
  readonly pixelBytes: number;
  /** Bytes from patch to patch. */
  readonly rowBytes: number;
  /** What stands outside the pictures: zeros, or ones in all `depth` items. */
  readonly outside: 0 | 1;
}

/** Output pixels whose patches are gathered at once. */
interface PlannedTile {
  /** First output pixel, counted over all pictures. */
  readonly first: number;
  readonly pixels: number;
  /** First record and number of records. */
  readonly start: number;
  readonly records: number;
}

/**
 * What has to be copied from where to gather the patches of pictures of one size, worked out once:
 * the next pictures of that size take one call a tile.
 */
export class PatchPlan {
  readonly tiles: readonly PlannedTile[];
  readonly #geometry: Geometry;
  readonly #layout: PatchLayout;
  readonly #block: KernelBlock;

  /**
   * @param geometry - a window on pictures of one size
   * @param layout - of pictures and patches
   * @param tilePixels - about how many patches are gathered at once
   */
  constructor(geometry: Geometry, layout: PatchLayout, tilePixels: number) {
    const tiles: PlannedTile[] = [];
    const words: number[] = [];
    const { bits, pixelBytes, rowBytes } = layout;
    // Pixels without gaps between them are copied several taps at once.
    const joined = pixelBytes * 8 === geometry.channels * bits;
    forEachTile(geometry, tilePixels, (tile) => {
      const start = words.length / RECORD_WORDS;
      forEachRegion(geometry, tile, joined, (region) => {
        const offset = region.tap * geometry.channels * bits;
        words.push(
          region.inputPixel * pixelBytes,
          region.inputOuter * pixelBytes,
          region.inputInner * pixelBytes,
          region.tileRow * rowBytes + (offset >> 3),
          region.tileOuter * rowBytes,
          rowBytes,
          region.outer,
          region.inner,
          ((region.taps * geometry.channels * bits) << 8) | (offset & 7),
        );
      });
      const records = words.length / RECORD_WORDS - start;
      tiles.push({ first: tile.first, pixels: tile.pixels, start, records });
    });
    this.tiles = tiles;
    this.#geometry = geometry;
    this.#layout = layout;
    this.#block = new KernelBlock(words.length * 4);
    kernelMemory.u32().set(words, this.#block.pointer / 4);
  }

  /** Whether the plan is for pictures of this number and size. */
  serves({ input }: Geometry): boolean {
    const { count, height, width } = this.#geometry.input;
    return input.count === count && input.height === height && input.width === width;
  }

  /** Writes the patches of one tile: `tile.pixels` rows at `patches`, from pictures at `x`. */
  gather({ pixels, start, records }: PlannedTile, x: number, patches: number): void {
    const { rowBytes, bits, outside } = this.#layout;
    const plan = this.#block.pointer + start * RECORD_WORDS * 4;
    const items = this.#geometry.depth * bits;
    if (convolutionKernels.usable) {
      convolutionKernels.run((kernels) => {
        kernels.fillRows(patches, pixels, rowBytes, items, outside);
        kernels.copyPlanned(plan, records, x, patches);
      });
      return;
    }
    fillRows(patches, pixels, rowBytes, outside === 1 ? items : 0);
    const words = kernelMemory.u32();
    for (let at = plan / 4; at < plan / 4 + records * RECORD_WORDS; at += RECORD_WORDS) {
      const [from, fromOuter, fromInner, to, toOuter, toInner, outer, inner, last] = words.subarray(
        at,
        at + RECORD_WORDS,
      );
      copyBitGrid(
        { pointer: x + from!, outer: fromOuter!, inner: fromInner! },
        { pointer: patches + to!, outer: toOuter!, inner: toInner! },
        { outer: outer!, inner: inner!, columns: last! >>> 8 },
        last! & 0xff,
      );
    }
  }

  dispose(): void {
    this.#block.dispose();
  }
}

/** Rows of zeros with `ones` ones in front. */
function fillRows(to: number, rows: number, stride: number, ones: number): void {
  const bytes = kernelMemory.u8();
  bytes.fill(0, to, to + rows * stride);
  for (let row = to; ones > 0 && row < to + rows * stride; row += stride) {
    bytes.fill(0xff, row, row + (ones >> 3));
    if (ones % 8 > 0) bytes[row + (ones >> 3)] = (1 << (ones % 8)) - 1;
  }
}
