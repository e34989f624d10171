import { BitMatrix, complement } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';

/** Each byte with its bits in the opposite order. */
const mirrored = Uint8Array.from({ length: 256 }, (_, byte) => {
  let turned = 0;
  for (let bit = 0; bit < 8; bit++) turned |= ((byte >> bit) & 1) << (7 - bit);
  return turned;
});

function checkedSides(width: number, height: number): void {
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isSafeInteger(side) || side < 1) {
      throw new OnebitError('size-invalid', {
        expected: `a whole ${name} of at least 1 pixel`,
        received: String(side),
        hint: 'An image has at least one pixel.',
      });
    }
  }
}

function checkedLength(length: number, expected: number, what: string): void {
  if (length !== expected) {
    throw new OnebitError('size-mismatch', {
      expected: `${expected} ${what}`,
      received: String(length),
      hint: 'The data has to fill the image exactly.',
    });
  }
}

/**
 * A binary image at one bit a pixel: 1 is foreground, 0 is background.
 *
 * The pixels live in the kernels' memory, row by row; {@link dispose} gives them back at once.
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * const image = BitImage.fromRows(['0110', '1001']);
 * console.log(image.width, image.height, image.count()); // 4 2 4
 * console.log(image.complement().toRows().join('/')); // 1001/0110
 * ```
 */
export class BitImage {
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** The pixels: `height` rows of `width` columns. */
  readonly bits: BitMatrix;

  private constructor(bits: BitMatrix) {
    this.width = bits.columns;
    this.height = bits.rows;
    this.bits = bits;
  }

  /**
   * An image without foreground.
   *
   * @param width - pixels in a row, at least 1
   * @param height - rows, at least 1
   * @throws OnebitError `size-invalid`
   *
   * @example
   * ```ts
   * import { BitImage } from '@onebit/image';
   * console.log(BitImage.create(640, 480).count()); // 0
   * ```
   */
  static create(width: number, height: number): BitImage {
    checkedSides(width, height);
    return new BitImage(BitMatrix.create(height, width));
  }

  /**
   * Takes a matrix as an image; the image owns it from then on.
   *
   * @param bits - rows are the image's rows, columns its pixels
   *
   * @example
   * ```ts
   * import { BitMatrix } from '@onebit/bitwise-kernels';
   * import { BitImage } from '@onebit/image';
   * console.log(BitImage.fromMatrix(BitMatrix.create(2, 5)).width); // 5
   * ```
   */
  static fromMatrix(bits: BitMatrix): BitImage {
    return new BitImage(bits);
  }

  /**
   * Packs one byte a pixel: a byte other than 0 becomes foreground.
   *
   * @param bytes - `width * height` bytes, row by row
   * @throws OnebitError `size-invalid`, `size-mismatch`
   *
   * @example
   * ```ts
   * import { BitImage } from '@onebit/image';
   * console.log(BitImage.fromBytes(2, 2, Uint8Array.of(0, 1, 255, 0)).toRows()); // [ '01', '10' ]
   * ```
   */
  static fromBytes(width: number, height: number, bytes: Uint8Array): BitImage {
    checkedSides(width, height);
    checkedLength(bytes.length, width * height, 'bytes (width times height)');
    return new BitImage(BitMatrix.fromBytes(height, width, bytes));
  }

  /**
   * Reads rows written as text: `1` or `#` is foreground, `0` or `.` is background.
   *
   * @param rows - one string a row, all of one length
   * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid`
   *
   * @example
   * ```ts
   * import { BitImage } from '@onebit/image';
   * console.log(BitImage.fromRows(['.#.', '###']).get(1, 0)); // 1
   * ```
   */
  static fromRows(rows: readonly string[]): BitImage {
    const width = rows[0]?.length ?? 0;
    checkedSides(width, rows.length);
    const bytes = new Uint8Array(width * rows.length);
    rows.forEach((row, y) => {
      checkedLength(row.length, width, `characters in row ${y}`);
      for (let x = 0; x < width; x++) {
        const character = row.charAt(x);
        if (!'01.#'.includes(character)) {
          throw new OnebitError('value-invalid', {
            expected: 'rows of 0 and 1 (or . and #)',
            received: `"${character}" in row ${y}`,
            hint: 'Write foreground as 1 and background as 0.',
            position: x,
          });
        }
        bytes[y * width + x] = character === '1' || character === '#' ? 1 : 0;
      }
    });
    return BitImage.fromBytes(width, rows.length, bytes);
  }

  /**
   * Reads rows packed as PNG and PBM pack them: eight pixels a byte, the first in the top bit,
   * every row padded to a whole byte. What the padding holds is ignored.
   *
   * @param bytes - `ceil(width / 8) * height` bytes
   * @throws OnebitError `size-invalid`, `size-mismatch`
   *
   * @example
   * ```ts
   * import { BitImage } from '@onebit/image';
   * console.log(BitImage.fromPackedRows(3, 1, Uint8Array.of(0b10111111)).toRows()); // [ '101' ]
   * ```
   */
  static fromPackedRows(width: number, height: number, bytes: Uint8Array): BitImage {
    checkedSides(width, height);
    const rowBytes = Math.ceil(width / 8);
    checkedLength(bytes.length, rowBytes * height, 'bytes (rows padded to whole bytes)');
    const image = BitImage.create(width, height);
    const target = image.#bytes();
    const stride = image.bits.wordsPerRow * 4;
    // Padding bits of the matrix are always zero: the kernels count and compare whole words.
    const lastMask = 0xff >> (rowBytes * 8 - width);
    for (let y = 0, from = 0; y < height; y++) {
      const to = y * stride;
      for (let i = 0; i < rowBytes; i++) target[to + i] = mirrored[bytes[from++]!]!;
      target[to + rowBytes - 1]! &= lastMask;
    }
    return image;
  }

  /**
   * The pixels packed eight a byte, the first in the top bit, rows padded with zeros to a byte.
   *
   * @example
   * ```ts
   * import { BitImage } from '@onebit/image';
   * console.log(BitImage.fromRows(['101']).packedRows()); // Uint8Array(1) [ 160 ]
   * ```
   */
  packedRows(): Uint8Array<ArrayBuffer> {
    const rowBytes = Math.ceil(this.width / 8);
    const packed = new Uint8Array(rowBytes * this.height);
    const source = this.#bytes();
    const stride = this.bits.wordsPerRow * 4;
    for (let y = 0, to = 0; y < this.height; y++) {
      const from = y * stride;
      for (let i = 0; i < rowBytes; i++) packed[to++] = mirrored[source[from + i]!]!;
    }
    return packed;
  }

  /**
   * The pixel in column `x` of row `y`.
   *
   * @throws OnebitError `index-out-of-range`
   */
  get(x: number, y: number): 0 | 1 {
    return this.bits.get(y, x);
  }

  /**
   * Sets the pixel in column `x` of row `y`.
   *
   * @throws OnebitError `index-out-of-range`
   */
  set(x: number, y: number, bit: 0 | 1 | boolean): void {
    this.bits.set(y, x, bit ? 1 : 0);
  }

  /** An image of its own with the same pixels. */
  clone(): BitImage {
    return new BitImage(this.bits.clone());
  }

  /** Whether both images have the same size and the same pixels. */
  equals(other: BitImage): boolean {
    return (
      this.width === other.width && this.height === other.height && this.bits.equals(other.bits)
    );
  }

  /** Number of foreground pixels. */
  count(): number {
    return this.bits.popcount();
  }

  /** A new image with foreground and background exchanged. */
  complement(): BitImage {
    return new BitImage(complement(this.bits));
  }

  /** One byte a pixel, 0 or 1, row by row. */
  toBytes(): Uint8Array {
    return this.bits.toBytes();
  }

  /** One string of 0 and 1 a row: for tests and small pictures. */
  toRows(): string[] {
    const bytes = this.toBytes();
    return Array.from({ length: this.height }, (_, y) =>
      bytes.subarray(y * this.width, (y + 1) * this.width).join(''),
    );
  }

  /** Gives the memory of the pixels back; the image must not be used afterwards. */
  dispose(): void {
    this.bits.dispose();
  }

  /** {@link dispose} at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The packed words as bytes, lowest bit first (both WebAssembly and every host are little-endian). */
  #bytes(): Uint8Array {
    const words = this.bits.words;
    return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  }
}
