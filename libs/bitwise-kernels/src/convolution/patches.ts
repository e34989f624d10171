import type { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import type { FloatMatrix } from '../training/float-matrix.ts';
import { addGrid, copyBitGrid } from '../training/grids.ts';
import type { Geometry } from './geometry.ts';
import { forEachRegion, type Region, type Tile } from './tiles.ts';

/**
 * A patch is what one output pixel sees: `depth` inputs, tap after tap, each with all channels. The
 * patches of a tile are the rows of a matrix, so that a convolution is a product of matrices.
 */

/** Writes the 1-bit patches of a tile: tile.pixels x depth bits. */
export function gatherBits(x: BitMatrix, geometry: Geometry, tile: Tile, patches: BitMatrix): void {
  const { channels, depth, outside } = geometry;
  const { words, wordsPerRow } = patches;
  words.fill(0);
  if (outside === 1) {
    words.subarray(0, wordsPerRow).fill(0xffffffff, 0, depth >>> 5);
    if (depth % 32 > 0) words[depth >>> 5] = 2 ** (depth % 32) - 1;
    for (let row = 1; row < tile.pixels; row++) words.copyWithin(row * wordsPerRow, 0, wordsPerRow);
  }
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
export function gatherFloats(
  x: FloatMatrix,
  geometry: Geometry,
  tile: Tile,
  patches: FloatMatrix,
): void {
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
