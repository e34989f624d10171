import { OnebitError } from '@onebit/errors';
import { destinationFor, requireApart, requireEqual, requireNumber } from './checks.ts';
import type { MapOptions } from './elementwise.ts';
import type { FloatMatrix } from './float-matrix.ts';
import { addGrid } from './grids.ts';
import { requirePictures, type Pictures } from './pictures.ts';

/** The pictures after pooling: sides halved, rounded up. */
export function pooledPictures({ count, height, width }: Pictures): Pictures {
  return { count, height: Math.ceil(height / 2), width: Math.ceil(width / 2) };
}

/**
 * Averages squares of 2 x 2 pixels; at an odd last line or column, the pixels there are.
 *
 * @param x - pictures, one row a pixel
 * @param pictures - their number and size
 * @returns pictures of {@link pooledPictures}, as many channels
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { FloatMatrix, averagePool } from '@onebit/bitwise-kernels';
 * const x = FloatMatrix.from(6, 1, [1, 2, 3, 4, 5, 6]);
 * console.log(averagePool(x, { count: 1, height: 2, width: 3 }).data.join(' ')); // 3 4.5
 * ```
 */
export function averagePool(
  x: FloatMatrix,
  pictures: Pictures,
  options: MapOptions = {},
): FloatMatrix {
  requirePictures('pictures', x, pictures);
  const small = pooledPictures(pictures);
  const rows = small.count * small.height * small.width;
  const out = destinationFor(options.destination, rows, x.columns);
  requireApart(out, x);
  out.data.fill(0);
  forEachSquare(pictures, x.columns, (large, pooled, size, share) => {
    addGrid(shifted(large, x), shifted(pooled, out), size, share);
  });
  return out;
}

/**
 * The gradient of {@link averagePool}: every pixel takes its share.
 *
 * @param gradient - dY, one row a pixel of the pooled pictures
 * @param pictures - number and size of the pictures that were pooled
 * @returns dX
 * @throws OnebitError `size-mismatch`, `value-invalid`
 */
export function averagePoolGradient(
  gradient: FloatMatrix,
  pictures: Pictures,
  options: MapOptions = {},
): FloatMatrix {
  requirePictures('a gradient', gradient, pooledPictures(pictures));
  const rows = pictures.count * pictures.height * pictures.width;
  const out = destinationFor(options.destination, rows, gradient.columns);
  requireApart(out, gradient);
  out.data.fill(0);
  forEachSquare(pictures, gradient.columns, (large, pooled, size, share) => {
    addGrid(shifted(pooled, gradient), shifted(large, out), size, share);
  });
  return out;
}

interface Side {
  readonly pointer: number;
  readonly outer: number;
  readonly inner: number;
}

/** Visits, for every place in a square, the regions of pictures whose squares are equally full. */
function forEachSquare(
  { count, height, width }: Pictures,
  channels: number,
  visit: (
    large: Side,
    pooled: Side,
    size: { outer: number; inner: number; columns: number },
    share: number,
  ) => void,
): void {
  const pixel = channels * 4;
  const pooledWidth = Math.ceil(width / 2);
  const pooledHeight = Math.ceil(height / 2);
  for (let picture = 0; picture < count; picture++) {
    for (const y of halves(height)) {
      for (const x of halves(width)) {
        const largeRow = (picture * height + 2 * y.start + y.place) * width;
        const pooledRow = (picture * pooledHeight + y.start) * pooledWidth;
        visit(
          {
            pointer: (largeRow + 2 * x.start + x.place) * pixel,
            outer: 2 * width * pixel,
            inner: 2 * pixel,
          },
          {
            pointer: (pooledRow + x.start) * pixel,
            outer: pooledWidth * pixel,
            inner: pixel,
          },
          { outer: y.length, inner: x.length, columns: channels },
          y.share * x.share,
        );
      }
    }
  }
}

/** Along one side: pairs of pixels that share a half each, and the single one at an odd end. */
function halves(length: number) {
  const pairs = Math.floor(length / 2);
  const ranges = [
    { start: 0, place: 0, length: pairs, share: 0.5 },
    { start: 0, place: 1, length: pairs, share: 0.5 },
  ];
  if (length % 2 === 1) ranges.push({ start: pairs, place: 0, length: 1, share: 1 });
  return ranges;
}

function shifted(side: Side, matrix: FloatMatrix): Side {
  return { ...side, pointer: matrix.pointer + side.pointer };
}

/**
 * The mean over all pixels of each picture.
 *
 * @param x - pictures, one row a pixel
 * @param pictures - their number and size
 * @returns one row a picture
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { FloatMatrix, globalMean } from '@onebit/bitwise-kernels';
 * const x = FloatMatrix.from(4, 1, [1, 3, 5, 7]);
 * console.log(globalMean(x, { count: 2, height: 1, width: 2 }).data.join(' ')); // 2 6
 * ```
 */
export function globalMean(
  x: FloatMatrix,
  pictures: Pictures,
  options: MapOptions = {},
): FloatMatrix {
  requirePictures('pictures', x, pictures);
  const pixels = pictures.height * pictures.width;
  const out = destinationFor(options.destination, pictures.count, x.columns);
  requireApart(out, x);
  out.data.fill(0);
  const row = x.columns * 4;
  addGrid(
    { pointer: x.pointer, outer: pixels * row, inner: row },
    { pointer: out.pointer, outer: row, inner: 0 },
    { outer: pictures.count, inner: pixels, columns: x.columns },
    1 / pixels,
  );
  return out;
}

/**
 * The gradient of {@link globalMean}: every pixel takes an equal share.
 *
 * @param gradient - dY, one row a picture
 * @param pictures - number and size of the pictures that were averaged
 * @returns dX, one row a pixel
 * @throws OnebitError `size-mismatch`
 */
export function globalMeanGradient(
  gradient: FloatMatrix,
  pictures: Pictures,
  options: MapOptions = {},
): FloatMatrix {
  requireEqual('numbers of pictures', gradient.rows, pictures.count);
  const pixels = pictures.height * pictures.width;
  const out = destinationFor(options.destination, pictures.count * pixels, gradient.columns);
  requireApart(out, gradient);
  out.data.fill(0);
  const row = gradient.columns * 4;
  addGrid(
    { pointer: gradient.pointer, outer: row, inner: 0 },
    { pointer: out.pointer, outer: pixels * row, inner: row },
    { outer: pictures.count, inner: pixels, columns: gradient.columns },
    1 / pixels,
  );
  return out;
}

/**
 * Repeats the channels side by side: the shortcut of a block that widens.
 *
 * @param x - R x C
 * @param times - at least 1
 * @returns R x (times * C)
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { FloatMatrix, repeatChannels } from '@onebit/bitwise-kernels';
 * console.log(repeatChannels(FloatMatrix.from(1, 2, [1, 2]), 2).data.join(' ')); // 1 2 1 2
 * ```
 */
export function repeatChannels(
  x: FloatMatrix,
  times: number,
  options: MapOptions = {},
): FloatMatrix {
  requireNumber('times', times, 'of at least 1', Number.isInteger(times) && times >= 1);
  const out = destinationFor(options.destination, x.rows, x.columns * times);
  requireApart(out, x);
  out.data.fill(0);
  const part = x.columns * 4;
  addGrid(
    { pointer: x.pointer, outer: part, inner: 0 },
    { pointer: out.pointer, outer: part * times, inner: part },
    { outer: x.rows, inner: times, columns: x.columns },
    1,
  );
  return out;
}

/**
 * The gradient of {@link repeatChannels}: the sum over the repetitions.
 *
 * @param gradient - dY, R x (times * C)
 * @param times - as in the forward pass
 * @returns dX, R x C
 * @throws OnebitError `size-mismatch`
 */
export function repeatChannelsGradient(
  gradient: FloatMatrix,
  times: number,
  options: MapOptions = {},
): FloatMatrix {
  const columns = gradient.columns / times;
  if (!Number.isInteger(columns) || columns < 1) {
    throw new OnebitError('size-mismatch', {
      expected: `a multiple of ${times} columns`,
      received: `${gradient.columns}`,
      hint: 'Give the gradient of what repeatChannels returned.',
    });
  }
  const out = destinationFor(options.destination, gradient.rows, columns);
  requireApart(out, gradient);
  out.data.fill(0);
  const part = columns * 4;
  addGrid(
    { pointer: gradient.pointer, outer: part * times, inner: part },
    { pointer: out.pointer, outer: part, inner: 0 },
    { outer: gradient.rows, inner: times, columns },
    1,
  );
  return out;
}
