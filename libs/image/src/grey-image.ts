import { OnebitError } from '@onebit/errors';

/**
 * A grey image of eight bits a pixel: 0 is black, 255 is white.
 *
 * @param width - pixels in a row, at least 1
 * @param height - rows, at least 1
 * @param data - `width * height` levels, row by row; kept, not copied
 * @throws OnebitError `size-invalid`, `size-mismatch`
 *
 * @example
 * ```ts
 * import { GreyImage } from '@onebit/image';
 * const grey = new GreyImage(2, 1, Uint8Array.of(0, 200));
 * console.log(grey.get(1, 0)); // 200
 * ```
 */
export class GreyImage {
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** The levels, row by row. */
  readonly data: Uint8Array;

  constructor(width: number, height: number, data: Uint8Array) {
    if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1) {
      throw new OnebitError('size-invalid', {
        expected: 'a whole width and height of at least 1 pixel',
        received: `${width} x ${height}`,
        hint: 'An image has at least one pixel.',
      });
    }
    if (data.length !== width * height) {
      throw new OnebitError('size-mismatch', {
        expected: `${width * height} levels (width times height)`,
        received: String(data.length),
        hint: 'The data has to fill the image exactly.',
      });
    }
    this.width = width;
    this.height = height;
    this.data = data;
  }

  /**
   * The level in column `x` of row `y`.
   *
   * @throws OnebitError `index-out-of-range`
   */
  get(x: number, y: number): number {
    const inside = x >= 0 && y >= 0 && x < this.width && y < this.height;
    const level = inside ? this.data[y * this.width + x] : undefined;
    if (level === undefined) {
      throw new OnebitError('index-out-of-range', {
        expected: `a column below ${this.width} and a row below ${this.height}`,
        received: `${x}, ${y}`,
        hint: 'Count from 0.',
      });
    }
    return level;
  }

  /** How many pixels have each of the 256 levels. */
  histogram(): Uint32Array {
    const counts = new Uint32Array(256);
    for (const level of this.data) counts[level]!++;
    return counts;
  }
}
