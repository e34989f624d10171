import { BitMatrix } from '../storage/bit-matrix.ts';
import { requirePictures, type Pictures } from '../training/pictures.ts';
import { combineBitGrid, type BitReduction } from './bit-grids.ts';
import { geometryOf, pixelsOf, type ConvolutionWindow } from './geometry.ts';
import { fillBits } from './patches.ts';
import { forEachRegion, forEachTile } from './tiles.ts';

/**
 * Pools 1-bit pictures: OR is the maximum of +1 and -1, AND the minimum. Taps outside the picture
 * are left out.
 *
 * A maximum before a threshold is the OR after it (the AND where the threshold is turned round).
 *
 * @param x - pictures, channels-last: one row a pixel, C columns
 * @param window - kernel, stride, dilation and padding
 * @param pictures - number and size of the pictures in x
 * @param reduction - `or` or `and`
 * @returns one row an output pixel, C columns
 * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
 *
 * @example
 * ```ts
 * import { BitMatrix, poolBits } from '@onebit/bitwise-kernels';
 * const line = BitMatrix.fromBytes(4, 1, Uint8Array.of(0, 1, 0, 0));
 * const window = { kernel: [1, 2], stride: [1, 2] } as const;
 * const pooled = poolBits(line, window, { count: 1, height: 1, width: 4 }, 'or');
 * console.log(pooled.toBytes().join('')); // 10
 * ```
 */
export function poolBits(
  x: BitMatrix,
  window: ConvolutionWindow,
  pictures: Pictures,
  reduction: BitReduction,
): BitMatrix {
  requirePictures('pictures', x, pictures);
  const geometry = geometryOf(window, pictures, x.columns);
  const pixels = pixelsOf(geometry.output);
  const out = BitMatrix.uncleared(pixels, x.columns);
  fillBits(out, reduction === 'or' ? 0 : 1);
  const row = x.wordsPerRow * 4;
  forEachTile(geometry, pixels, (tile) => {
    forEachRegion(geometry, tile, false, (region) => {
      combineBitGrid(
        {
          pointer: x.pointer + region.inputPixel * row,
          outer: region.inputOuter * row,
          inner: region.inputInner * row,
        },
        {
          pointer: out.pointer + region.tileRow * row,
          outer: region.tileOuter * row,
          inner: row,
        },
        { outer: region.outer, inner: region.inner, columns: x.wordsPerRow / 4 },
        reduction,
      );
    });
  });
  return out;
}

/**
 * The OR or the AND over all pixels of each picture.
 *
 * @param x - pictures, one row a pixel, C columns
 * @param pictures - their number and size
 * @param reduction - `or` or `and`
 * @returns one row a picture, C columns
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { BitMatrix, reducePixels } from '@onebit/bitwise-kernels';
 * const x = BitMatrix.fromBytes(2, 3, Uint8Array.of(0, 1, 1, 0, 0, 1));
 * const pictures = { count: 1, height: 1, width: 2 };
 * console.log(reducePixels(x, pictures, 'or').toBytes().join('')); // 011
 * console.log(reducePixels(x, pictures, 'and').toBytes().join('')); // 001
 * ```
 */
export function reducePixels(x: BitMatrix, pictures: Pictures, reduction: BitReduction): BitMatrix {
  requirePictures('pictures', x, pictures);
  const pixels = pictures.height * pictures.width;
  const out = BitMatrix.uncleared(pictures.count, x.columns);
  fillBits(out, reduction === 'or' ? 0 : 1);
  const row = x.wordsPerRow * 4;
  combineBitGrid(
    { pointer: x.pointer, outer: pixels * row, inner: row },
    { pointer: out.pointer, outer: row, inner: 0 },
    { outer: pictures.count, inner: pixels, columns: x.wordsPerRow / 4 },
    reduction,
  );
  return out;
}
