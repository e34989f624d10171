import { OnebitError } from '@onebit/errors';

/** What a decoder accepts; every limit is checked before memory of that size is taken. */
export interface ImageLimits {
  /** Bytes of the file. */
  readonly bytes: number;
  /** Pixels of the decoded page. */
  readonly pixels: number;
  /** Pixels along either side. */
  readonly side: number;
}

/**
 * The limits in force where the caller names none: 32 MiB, 64 million pixels, 32,767 a side.
 *
 * @example
 * ```ts
 * import { defaultImageLimits } from '@onebit/image';
 * console.log(defaultImageLimits.pixels); // 64000000
 * ```
 */
export const defaultImageLimits: ImageLimits = Object.freeze({
  bytes: 32 * 1024 * 1024,
  pixels: 64_000_000,
  side: 32_767,
});

/**
 * The default limits with the caller's own put over them.
 *
 * @param own - the limits to change; each a whole number of at least 1
 * @throws OnebitError `value-invalid` where a limit is not such a number
 */
export function imageLimits(own: Partial<ImageLimits> = {}): ImageLimits {
  const limits = { ...defaultImageLimits, ...own };
  for (const [name, value] of Object.entries(limits) as [string, number][]) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new OnebitError('value-invalid', {
        expected: `a whole number of at least 1 as limit "${name}"`,
        received: String(value),
        hint: 'Leave the limit out to use the default.',
      });
    }
  }
  return limits;
}

/** Refuses no bytes and too many bytes. */
export function checkBytes(bytes: Uint8Array, limits: ImageLimits): void {
  if (!(bytes instanceof Uint8Array)) {
    throw new OnebitError('image-missing', {
      expected: 'the bytes of an image file (Uint8Array)',
      received: bytes === null ? 'null' : typeof bytes,
      hint: 'Read the file into a Uint8Array first.',
    });
  }
  if (bytes.length === 0) {
    throw new OnebitError('image-missing', {
      expected: 'the bytes of an image file',
      received: '0 bytes',
      hint: 'Check that the file is not empty and was sent whole.',
    });
  }
  if (bytes.length > limits.bytes) {
    throw new OnebitError('image-too-large', {
      expected: `at most ${limits.bytes} bytes`,
      received: `${bytes.length} bytes`,
      hint: 'Store the image with stronger compression, or split it into tiles.',
    });
  }
}

/** Refuses a declared size outside the limits; the area is compared by division, so nothing overflows. */
export function checkSize(width: number, height: number, limits: ImageLimits): void {
  if (!(width >= 1 && height >= 1)) {
    throw new OnebitError('image-unreadable', {
      expected: 'a width and a height of at least 1 pixel',
      received: `${width} x ${height}`,
      hint: 'The header of the file is damaged: export the image again.',
    });
  }
  const tooLarge = (expected: string) =>
    new OnebitError('image-too-large', {
      expected,
      received: `${width} x ${height} pixels`,
      hint: 'Scale the image down or cut it into tiles.',
    });
  if (width > limits.side || height > limits.side) {
    throw tooLarge(`sides of at most ${limits.side} pixels`);
  }
  if (width > Math.floor(limits.pixels / height)) {
    throw tooLarge(`at most ${limits.pixels} pixels`);
  }
}
