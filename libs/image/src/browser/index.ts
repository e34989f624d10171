import type { BitImage } from '../bit-image.ts';
import {
  encodePbm,
  foregroundOf,
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
import { webPlatform } from './web-platform.ts';

export type { BitImageFormat, DecodeOptions, EncodeOptions, ImageReport, ReadOptions, ReadReport };

const reader = createImageReader(webPlatform);

/** The formats {@link encodeBitImage} writes in a browser. */
export const writableFormats: readonly BitImageFormat[] = ['png', 'pbm'];

/**
 * Reads an image file as a binary image, in a page or a worker: the twin of the function of the
 * same name for Node. PNG, PBM, PGM and PPM are read to the same bits as there; JPEG, WebP and
 * GIF by the browser's own decoder; TIFF is refused.
 *
 * @param bytes - the file
 * @param options - threshold, foreground, page (0 only), limits, signal
 * @returns the image, 1 = foreground, and the report
 * @throws OnebitError `image-missing`, `image-too-large`, `image-truncated`, `image-unreadable`,
 *   `image-format-unsupported`, `image-page-missing`, `value-invalid`, `memory-exhausted`, `aborted`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { encodeBitImage, readBitImage } from '@onebit/image/browser';
 * const file = await encodeBitImage(BitImage.fromRows(['0110', '1001']), 'png');
 * const { image, report } = await readBitImage(file);
 * console.log(image.toRows()); // [ '0110', '1001' ]
 * console.log(report.foreground); // light
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
 * @param options - page (0 only), limits, signal
 * @throws OnebitError as {@link readBitImage}
 *
 * @example
 * ```ts
 * import { GreyImage, writeNetpbm } from '@onebit/image';
 * import { decodeImage } from '@onebit/image/browser';
 * const { image } = await decodeImage(writeNetpbm(new GreyImage(2, 1, Uint8Array.of(7, 200))));
 * console.log(image.get(1, 0)); // 200
 * ```
 */
export function decodeImage(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<{ image: GreyImage; report: ImageReport }> {
  return reader.decodeImage(bytes, options);
}

/**
 * Writes a binary image without loss, at one bit a pixel.
 *
 * @param image - 1 is foreground
 * @param format - `png` (default) or `pbm`
 * @param options - how foreground looks, and a signal
 * @throws OnebitError `image-format-unsupported`, `value-invalid`, `aborted`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { encodeBitImage } from '@onebit/image/browser';
 * const file = await encodeBitImage(BitImage.create(1000, 1000));
 * console.log(file.length < 500); // true
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
  return format === 'png'
    ? writePackedPng(image, foreground, webPlatform)
    : encodePbm(image, foreground);
}
