import { OnebitError } from '@onebit/errors';
import sharp, { type Sharp } from 'sharp';
import type { BitImage } from '../bit-image.ts';
import {
  encodePbm,
  foregroundOf,
  greyBytes,
  unwritable,
  type BitImageFormat,
  type EncodeOptions,
} from '../decode/encoding.ts';
import {
  createImageReader,
  type DecodeOptions,
  type ImageReport,
  type ReadOptions,
  type ReadReport,
} from '../decode/reader.ts';
import type { GreyImage } from '../grey-image.ts';
import { writePackedPng } from '../png/packed-writer.ts';
import { stopIfAborted } from '../refusals.ts';
import { sharpPlatform } from './sharp-platform.ts';

export type { BitImageFormat, DecodeOptions, EncodeOptions, ImageReport, ReadOptions, ReadReport };

const reader = createImageReader(sharpPlatform);

/** The formats {@link encodeBitImage} writes here. */
export const writableFormats: readonly BitImageFormat[] = ['png', 'tiff', 'pbm', 'webp', 'gif'];

/**
 * Reads an image file as a binary image: decodes it, thresholds it where it has more than two
 * levels, finds its foreground, and reports all of it. PNG, TIFF (CCITT too), JPEG, WebP, GIF, PBM,
 * PGM, PPM.
 *
 * @param bytes - the file
 * @param options - threshold, foreground, page, limits, signal
 * @returns the image, 1 = foreground, and the report
 * @throws OnebitError `image-missing`, `image-too-large`, `image-truncated`, `image-unreadable`,
 *   `image-format-unsupported`, `image-page-missing`, `value-invalid`, `aborted`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { encodeBitImage, readBitImage } from '@onebit/image/node';
 * const file = await encodeBitImage(BitImage.fromRows(['0110', '1001']), 'png');
 * const { image, report } = await readBitImage(file);
 * console.log(image.toRows()); // [ '0110', '1001' ]
 * console.log(report.format, report.method, report.foreground); // png bilevel light
 * ```
 */
export function readBitImage(
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<{ image: BitImage; report: ReadReport }> {
  return reader.readBitImage(bytes, options);
}

/**
 * Decodes an image file to grey levels: colour becomes luma, transparency paper, 16 bits 8; the
 * image is turned upright.
 *
 * @param bytes - the file
 * @param options - page, limits, signal
 * @throws OnebitError as {@link readBitImage}
 *
 * @example
 * ```ts
 * import { GreyImage, writeNetpbm } from '@onebit/image';
 * import { decodeImage } from '@onebit/image/node';
 * const file = writeNetpbm(new GreyImage(2, 1, Uint8Array.of(7, 200)));
 * const { image } = await decodeImage(file);
 * console.log(image.get(1, 0)); // 200
 * ```
 */
export function decodeImage(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<{ image: GreyImage; report: ImageReport }> {
  return reader.decodeImage(bytes, options);
}

/** The longest side a format can hold. */
const sideLimits: Partial<Record<BitImageFormat, number>> = { webp: 16_383, gif: 65_535 };

/**
 * Writes a binary image without loss: PNG and PBM at one bit a pixel, TIFF as CCITT group 4, WebP
 * lossless, GIF with two colours.
 *
 * @param image - 1 is foreground
 * @param format - `png` (default), `tiff`, `pbm`, `webp` or `gif`
 * @param options - how foreground looks, and a signal
 * @throws OnebitError `image-format-unsupported`, `image-too-large` (WebP beyond 16,383 pixels a
 *   side), `value-invalid`, `aborted`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { encodeBitImage } from '@onebit/image/node';
 * const file = await encodeBitImage(BitImage.fromRows(['10']), 'pbm');
 * console.log(new TextDecoder('latin1').decode(file.subarray(0, 7)).split('\n')); // [ 'P4', '2 1', '' ]
 * ```
 */
export async function encodeBitImage(
  image: BitImage,
  format: BitImageFormat = 'png',
  options: EncodeOptions = {},
): Promise<Uint8Array> {
  if (!writableFormats.includes(format)) throw unwritable(format, writableFormats);
  stopIfAborted(options.signal);
  const foreground = foregroundOf(format, options);
  if (format === 'png') return writePackedPng(image, foreground, sharpPlatform);
  if (format === 'pbm') return encodePbm(image, foreground);
  const { width, height } = image;
  const side = sideLimits[format];
  if (side !== undefined && Math.max(width, height) > side) {
    throw new OnebitError('image-too-large', {
      expected: `sides of at most ${side} pixels, all that ${format} can hold`,
      received: `${width} x ${height} pixels`,
      hint: 'Write PNG or TIFF instead.',
    });
  }
  const picture = sharp(greyBytes(image, foreground), {
    raw: { width, height, channels: 1 },
    limitInputPixels: false,
  }).toColourspace('b-w');
  const encoded = await withFormat(picture, format, foreground === 'dark').toBuffer();
  stopIfAborted(options.signal);
  return encoded;
}

function withFormat(picture: Sharp, format: 'tiff' | 'webp' | 'gif', miniswhite: boolean): Sharp {
  switch (format) {
    case 'tiff':
      // CCITT coding knows no predictor, and libvips refuses one bit a pixel with it.
      return picture.tiff({
        compression: 'ccittfax4',
        bitdepth: 1,
        predictor: 'none',
        miniswhite,
      });
    case 'webp':
      return picture.webp({ lossless: true });
    case 'gif':
      return picture.gif({ colours: 2, dither: 0 });
  }
}
