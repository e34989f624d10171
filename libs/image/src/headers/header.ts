/** The formats that can be read. */
export type ImageFormat = 'png' | 'tiff' | 'jpeg' | 'webp' | 'gif' | 'pbm' | 'pgm' | 'ppm';

/** How the pixels of a file are coloured. */
export type ImageColour = 'bilevel' | 'grey' | 'palette' | 'rgb' | 'cmyk' | 'other';

/** What the head of an image file declares, read without decoding a pixel. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** Size as stored, before any turn. */
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  /** Samples a pixel, alpha included. */
  readonly channels: number;
  readonly colour: ImageColour;
  /** Pages or frames in the file. */
  readonly pages: number;
  /** How to turn the stored pixels, 1 (as they are) to 8, as in EXIF and TIFF. */
  readonly orientation: number;
  /** Whether the file itself says that dark pixels are ink (TIFF "white is zero", PBM). */
  readonly darkIsInk: boolean;
}

/** Big- or little-endian numbers at a checked offset. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly littleEndian: boolean;

  constructor(bytes: Uint8Array, littleEndian = false) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = littleEndian;
  }

  /** Whether `count` bytes lie at the offset. */
  has(offset: number, count: number): boolean {
    return offset >= 0 && offset + count <= this.bytes.length;
  }

  u8(offset: number): number {
    return this.#view.getUint8(offset);
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, this.littleEndian);
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, this.littleEndian);
  }

  /** A 64-bit number; beyond 2^53 it is no longer exact, and beyond every file anyway. */
  u64(offset: number): number {
    return Number(this.#view.getBigUint64(offset, this.littleEndian));
  }

  text(offset: number, count: number): string {
    return String.fromCharCode(...this.bytes.subarray(offset, offset + count));
  }
}
