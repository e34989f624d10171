import type { BitImage } from '@onebit/image';
import type { Slices } from '../../sequence/slices.ts';
import { type Part, partOf, stripsOf, widened } from '../sampling/picture-part.ts';
import type { Cell } from './windows.ts';

/** A picture with what earlier stages made of it, and what it should become. */
export interface Example {
  readonly planes: readonly BitImage[];
  readonly after: BitImage;
}

/** Rows of an example, a byte a pixel. */
export interface ByteStrip {
  readonly width: number;
  /** What the pixels should become, row by row. */
  readonly target: Uint8Array;
  /** What each cell reads: a byte of a plane so far from the pixel's own, which is at {@link at}. */
  readonly reads: readonly { readonly bytes: Uint8Array; readonly move: number }[];
  /** Where the planes hold the pixel. */
  at(row: number, column: number): number;
  /** Whether the pixel lies away from the frame of the picture. */
  counts(row: number, column: number): boolean;
}

/** Visits examples strip by strip, so that a picture is never whole in bytes. */
export function* overStrips(
  examples: readonly Example[],
  cells: readonly Cell[],
  frame: number,
  visit: (strip: ByteStrip) => void,
): Slices<void> {
  const reach = cells.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 0);
  for (const { planes, after } of examples) {
    const { width, height } = after;
    const stride = width + 2 * reach;
    for (const strip of stripsOf(after)) {
      const padded = planes.map((plane) => paddedBytes(plane, strip, reach));
      using part = partOf(after, strip);
      const { top } = strip;
      visit({
        width,
        target: part.toBytes(),
        reads: cells.map(({ plane, x, y }) => ({ bytes: padded[plane]!, move: y * stride + x })),
        at: (row, column) => (row + reach) * stride + column + reach,
        counts: (row, column) =>
          column >= frame &&
          column < width - frame &&
          top + row >= frame &&
          top + row < height - frame,
      });
      yield;
    }
  }
}

/** The bytes of a strip with `reach` more on every side, 0 off the picture. */
function paddedBytes(image: BitImage, strip: Part, reach: number): Uint8Array {
  const { width, height } = image;
  const stride = width + 2 * reach;
  const padded = new Uint8Array(stride * (strip.bottom - strip.top + 2 * reach));
  const wide = widened(strip, reach, height);
  using part = partOf(image, wide);
  const bytes = part.toBytes();
  const above = wide.top - strip.top + reach;
  for (let row = 0; row < part.height; row++) {
    padded.set(bytes.subarray(row * width, (row + 1) * width), (row + above) * stride + reach);
  }
  return padded;
}
