import { imageLimits, type ImageLimits } from '../limits.ts';
import type { ImageHeader } from './header.ts';
import { readHeader } from './read-header.ts';

/** What reading a header may be told. */
export interface HeaderOptions {
  /** Page of a TIFF or frame of an animation, counted from 0; default 0. */
  readonly page?: number;
  /** Limits to change, see {@link defaultImageLimits}. */
  readonly limits?: Partial<ImageLimits>;
}

/**
 * Reads what the head of an image file declares: format, size, depth, pages. No pixel is decoded, so
 * it tells what decoding would cost before any of it is paid.
 *
 * @param bytes - the whole file: PNG, TIFF, JPEG, WebP, GIF, PBM, PGM or PPM
 * @param options - page and limits
 * @returns the size as stored, before any turn, and the rest of {@link ImageHeader}
 * @throws OnebitError `image-missing`, `image-too-large`, `image-truncated`, `image-unreadable`,
 *   `image-format-unsupported`, `image-page-missing`, `value-invalid`
 *
 * @example
 * ```ts
 * import { readImageHeader } from '@onebit/image';
 * const { format, width, height } = readImageHeader(new TextEncoder().encode('P1\n3 2\n010 111'));
 * console.log(format, width, height); // pbm 3 2
 * ```
 */
export function readImageHeader(bytes: Uint8Array, options: HeaderOptions = {}): ImageHeader {
  const header = readHeader(bytes, imageLimits(options.limits), options.page ?? 0);
  const { format, width, height, bitsPerSample, channels, colour, pages, orientation, darkIsInk } =
    header;
  return { format, width, height, bitsPerSample, channels, colour, pages, orientation, darkIsInk };
}
