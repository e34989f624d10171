import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import { addGrid } from '../training/grids.ts';
import { copyBitGrid } from './bit-grids.ts';
import { pixelsOf, type Geometry } from './geometry.ts';
import { forEachRegion, forEachTile, type Region, type Tile } from './tiles.ts';

/**
 * A patch is what one output pixel sees: `depth` inputs, tap after tap, each with all channels. The
 * patches of a tile are the rows of a matrix, so that a convolution is a product of matrices.
 */

/** Bytes of patches that a tile may hold, so that they stay in the second-level cache. */
const PATCH_BYTES = 1 << 20;
/** Output pixels of a tile: the sums of a weight gradient are read and written once a tile. */
const LARGEST_TILE = 4096;

/** Output pixels of a tile whose patches take `rowBytes` each. */
export function tilePixels(rowBytes: number): number {
  return Math.min(LARGEST_TILE, Math.max(1, Math.floor(PATCH_BYTES / rowBytes)));
}

/** Gathers the 1-bit patches of tile after tile; they are gone when the visit returns. */
export function forEachBitPatches(
  x: BitMatrix,
  geometry: Geometry,
  visit: (patches: BitMatrix, tile: Tile) => void,
): void {
  if (seesOnePixel(geometry)) {
    visit(x, wholeOf(geometry));
    return;
  }
  forEachTile(geometry, tilePixels(Math.ceil(geometry.depth / 128) * 16), (tile) => {
    const patches = BitMatrix.uncleared(tile.pixels, geometry.depth);
    gatherBits(x, geometry, tile, patches);
    visit(patches, tile);
    patches.dispose();
  });
}

/** Gathers the float patches of tile after tile; they are gone when the visit returns. */
export function forEachFloatPatches(
  x: FloatMatrix,
  geometry: Geometry,
  visit: (patches: FloatMatrix, tile: Tile) => void,
): void {
  if (seesOnePixel(geometry)) {
    visit(x, wholeOf(geometry));
    return;
  }
  forEachTile(geometry, tilePixels(geometry.depth * 4), (tile) => {
    const patches = FloatMatrix.uncleared(tile.pixels, geometry.depth);
    gatherFloats(x, geometry, tile, patches);
    visit(patches, tile);
    patches.dispose();
  });
}

/** Whether each output pixel sees the input pixel at its own place alone: pixels are patches. */
export function seesOnePixel(geometry: Geometry): boolean {
  const { input, output, channels, depth, strideY, strideX } = geometry;
  const sameSize = input.height === output.height && input.width === output.width;
  return depth === channels && strideY === 1 && strideX === 1 && sameSize;
}

/** All output pixels as one tile, for where nothing is gathered. */
function wholeOf({ output }: Geometry): Tile {
  return { first: 0, pixels: pixelsOf(output), pieces: [] };
}

/** Writes the 1-bit patches of a tile: tile.pixels x depth bits. */
function gatherBits(x: BitMatrix, geometry: Geometry, tile: Tile, patches: BitMatrix): void {
  const { channels, outside } = geometry;
  const { wordsPerRow } = patches;
  fillBits(patches, outside);
  const pixelBytes = x.wordsPerRow * 4;
  const rowBytes = wordsPerRow * 4;
  forEachRegion(geometry, tile, false, (region) => {
    copyBitGrid(
      inputSide(region, x.pointer, pixelBytes),
      tileSide(region, patches.pointer, rowBytes, 0),
      { outer: region.outer, inner: region.inner, columns: channels },
      region.tap * channels,
    );
  });
}

/** Writes the float patches of a tile, tile.pixels x depth floats; zeros outside the picture. */
function gatherFloats(x: FloatMatrix, geometry: Geometry, tile: Tile, patches: FloatMatrix): void {
  kernelMemory.f32().fill(0, patches.pointer / 4, patches.pointer / 4 + patches.data.length);
  const { channels, depth } = geometry;
  forEachRegion(geometry, tile, true, (region) => {
    addGrid(
      inputSide(region, x.pointer, channels * 4),
      tileSide(region, patches.pointer, depth * 4, region.tap * channels * 4),
      { outer: region.outer, inner: region.inner, columns: region.taps * channels },
      1,
    );
  });
}

/** Adds the gradients of the patches of a tile to those of the pictures. */
export function scatterFloats(
  patches: FloatMatrix,
  geometry: Geometry,
  tile: Tile,
  x: FloatMatrix,
): void {
  const { channels, depth } = geometry;
  forEachRegion(geometry, tile, true, (region) => {
    addGrid(
      tileSide(region, patches.pointer, depth * 4, region.tap * channels * 4),
      inputSide(region, x.pointer, channels * 4),
      { outer: region.outer, inner: region.inner, columns: region.taps * channels },
      1,
    );
  });
}

function inputSide(region: Region, pointer: number, pixelBytes: number) {
  return {
    pointer: pointer + region.inputPixel * pixelBytes,
    outer: region.inputOuter * pixelBytes,
    inner: region.inputInner * pixelBytes,
  };
}

function tileSide(region: Region, pointer: number, rowBytes: number, offset: number) {
  return {
    pointer: pointer + region.tileRow * rowBytes + offset,
    outer: region.tileOuter * rowBytes,
    inner: rowBytes,
  };
}

/** Sets every bit of a matrix to one value. */
export function fillBits(matrix: BitMatrix, bit: 0 | 1): void {
  const { words, wordsPerRow, rows, columns } = matrix;
  words.fill(0);
  if (bit === 0) return;
  words.fill(0xffffffff, 0, columns >>> 5);
  if (columns % 32 > 0) words[columns >>> 5] = 2 ** (columns % 32) - 1;
  for (let row = 1; row < rows; row++) words.copyWithin(row * wordsPerRow, 0, wordsPerRow);
}
