import { mulberry32 } from '../random.ts';

/** A binary image as the byte libraries hold it: one byte a pixel, 0 or 1, row by row. */
export interface ByteImage {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Sums of `2 * radius + 1` neighbours along a line of a plane, zero outside. */
function boxSums(
  source: Int32Array,
  width: number,
  height: number,
  radius: number,
  direction: 'rows' | 'columns',
): Int32Array {
  const sums = new Int32Array(source.length);
  const [lines, length, lineStep, step] =
    direction === 'rows' ? [height, width, width, 1] : [width, height, 1, width];
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let ahead = 0; ahead < Math.min(radius, length); ahead++)
      sum += source[start + ahead * step]!;
    for (let place = 0; place < length; place++) {
      if (place + radius < length) sum += source[start + (place + radius) * step]!;
      if (place - radius - 1 >= 0) sum -= source[start + (place - radius - 1) * step]!;
      sums[start + place * step] = sum;
    }
  }
  return sums;
}

/**
 * Blobs: white noise, smoothed by two boxes, cut so that the wanted share is foreground.
 *
 * @param share - share of the pixels that become foreground, 0 .. 1
 */
export function blobs(width: number, height: number, share: number, seed: number): ByteImage {
  const next = mulberry32(seed);
  let plane = Int32Array.from({ length: width * height }, () => next() >>> 24);
  for (const radius of [4, 3]) {
    plane = boxSums(plane, width, height, radius, 'rows') as Int32Array<ArrayBuffer>;
    plane = boxSums(plane, width, height, radius, 'columns') as Int32Array<ArrayBuffer>;
  }
  const sample = plane.filter((_, index) => index % 61 === 0).sort();
  const level = sample[Math.floor(sample.length * (1 - share))]!;
  const pixels = new Uint8Array(width * height);
  for (let index = 0; index < pixels.length; index++) pixels[index] = plane[index]! > level ? 1 : 0;
  return { name: 'blobs', width, height, pixels };
}

/** Paints a filled rectangle, cut at the image's edges. */
function paint(image: ByteImage, x: number, y: number, width: number, height: number): void {
  for (let row = y; row < Math.min(y + height, image.height); row++) {
    image.pixels.fill(
      1,
      row * image.width + x,
      row * image.width + Math.min(x + width, image.width),
    );
  }
}

/**
 * A page that looks like print to an operator: lines of words of small glyphs made of two-pixel
 * strokes, with margins, word gaps and ragged line ends.
 */
export function textPage(width: number, height: number, seed: number): ByteImage {
  const next = mulberry32(seed);
  const page: ByteImage = { name: 'page', width, height, pixels: new Uint8Array(width * height) };
  const margin = Math.floor(Math.min(width, height) / 16);
  const [glyphWidth, glyphHeight, stroke] = [10, 14, 2];
  for (let y = margin; y + glyphHeight < height - margin; y += 2 * glyphHeight) {
    const end = width - margin - (next() % (4 * glyphWidth));
    let letters = 2 + (next() % 9);
    for (let x = margin; x + glyphWidth < end; x += glyphWidth + 3) {
      if (letters-- === 0) {
        letters = 2 + (next() % 9);
        continue;
      }
      const strokes = next();
      for (let bar = 0; bar < 3; bar++) {
        if ((strokes >>> bar) & 1) {
          paint(page, x, y + bar * ((glyphHeight - stroke) / 2), glyphWidth - 2, stroke);
        }
        if ((strokes >>> (bar + 3)) & 1) paint(page, x + bar * 3, y, stroke, glyphHeight);
      }
    }
  }
  return page;
}
