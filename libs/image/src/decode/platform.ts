import type { ImageHeader } from '../headers/header.ts';
import type { ImageLimits } from '../limits.ts';

/** Decoded pixels, row by row: grey or red, green, blue, each with or without alpha behind it. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  /** Bytes of 0 to 255, 16-bit samples of 0 to 65,535, or floating-point samples of any range. */
  readonly data: Uint8Array | Uint16Array | Float32Array;
}

/** What Node and the browser do each in their own way. */
export interface ImagePlatform {
  /**
   * Inflates a zlib stream that has to hold exactly `length` bytes, without ever holding many
   * more: the guard against streams that inflate without end.
   */
  inflate(stream: Uint8Array, length: number): Promise<Uint8Array>;
  /** Deflates into a zlib stream. */
  deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** Decodes one page of a file whose header was checked; turns it upright. */
  decode(
    bytes: Uint8Array,
    header: ImageHeader,
    page: number,
    limits: ImageLimits,
  ): Promise<Raster>;
}
