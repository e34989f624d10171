import { BitImage } from '../bit-image.ts';
import type { ImagePlatform } from '../decode/platform.ts';
import { luma } from '../decode/luma.ts';
import { hasTransparentColour, type PngHeader } from '../headers/png.ts';
import { paletteOf, pixelStream } from './chunks.ts';
import { unfilter } from './unfilter.ts';

/**
 * Whether the rows of the file are already one bit a pixel in reading order: then they are copied
 * bit by bit, and no image of bytes is ever built.
 */
export function isPacked(header: PngHeader): boolean {
  const { bitsPerSample, colourType, interlaced, orientation } = header;
  return (
    bitsPerSample === 1 &&
    (colourType === 0 || colourType === 3) &&
    !interlaced &&
    orientation === 1 &&
    !hasTransparentColour(header)
  );
}

/** The levels of bit 0 and bit 1, 0 black to 255 white. */
function levelsOf(bytes: Uint8Array, header: PngHeader): [number, number] {
  if (header.colourType === 0) return [0, 255];
  const palette = paletteOf(bytes, header.chunks);
  const entry = (i: number) => luma(palette[3 * i]!, palette[3 * i + 1]!, palette[3 * i + 2]!);
  return palette.length >= 6 ? [entry(0), entry(1)] : [entry(0), entry(0)];
}

/** A one-bit PNG, read without unpacking: 1 where the pixel is light, and the two levels. */
export async function readPackedPng(
  bytes: Uint8Array,
  header: PngHeader,
  platform: ImagePlatform,
): Promise<{ light: BitImage; levels: [number, number] }> {
  const { width, height } = header;
  const levels = levelsOf(bytes, header);
  const rowBytes = Math.ceil(width / 8);
  const filtered = await platform.inflate(
    pixelStream(bytes, header.chunks),
    (rowBytes + 1) * height,
  );
  const packed = unfilter(filtered, rowBytes, height, 1);
  const [zero, one] = levels;
  // Two entries of one level are one level: all light or all dark.
  if (zero === one) packed.fill(one >= 128 ? 0xff : 0);
  const image = BitImage.fromPackedRows(width, height, packed);
  if (one >= zero) return { light: image, levels };
  const light = image.complement();
  image.dispose();
  return { light, levels };
}
