import { OnebitError } from '@onebit/errors';
import { BitImage } from '../bit-image.ts';
import type { GreyImage } from '../grey-image.ts';

/** How Sauvola's rule looks around a pixel. */
export interface SauvolaOptions {
  /** Side of the square window in pixels: odd, 3 to 1,023; about twice the height of a letter. */
  readonly window: number;
  /** Weight of the local contrast, 0 to 1; larger values keep less ink. */
  readonly k: number;
}

/** Half the range of the levels: the standard deviation at which the rule is neutral. */
const dynamicRange = 127.5;

/** Index mirrored at both ends without repeating the end itself: -1 reads 1, n reads n - 2. */
function reflect(index: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const folded = ((index % period) + period) % period;
  return folded < size ? folded : period - folded;
}

/**
 * Light pixels by Sauvola's local rule: level > m * (1 + k * (s / 127.5 - 1)), where m and s are
 * the mean and the standard deviation of the window around the pixel (J. Sauvola, M. Pietikäinen,
 * "Adaptive document image binarization", 2000). The image is mirrored at its edges.
 *
 * Running sums of columns and of windows make the time linear in the pixels, whatever the window,
 * and keep the extra memory to a few rows.
 *
 * @param grey - the image
 * @param options - window in pixels (odd, 3 to 1,023) and k (0 to 1)
 * @returns an image with 1 where the pixel is light
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { GreyImage, sauvola } from '@onebit/image';
 * const shaded = new GreyImage(5, 1, Uint8Array.of(200, 60, 150, 20, 100));
 * console.log(sauvola(shaded, { window: 3, k: 0.2 }).toRows()); // [ '10101' ]
 * ```
 */
export function sauvola(grey: GreyImage, options: SauvolaOptions): BitImage {
  const { window, k } = options;
  checkSauvola(options);
  const { width, height, data } = grey;
  const reach = window >> 1;
  const area = window * window;
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  const light = new Uint8Array(width * height);

  const addRow = (row: number, sign: 1 | -1) => {
    const from = reflect(row, height) * width;
    for (let x = 0; x < width; x++) {
      const level = data[from + x]!;
      sums[x]! += sign * level;
      squares[x]! += sign * level * level;
    }
  };
  // Which column the window gains and loses at each step, mirrored once instead of at every row.
  const columns = Int32Array.from({ length: width + 2 * reach }, (_, i) =>
    reflect(i - reach, width),
  );

  for (let row = -reach; row < reach; row++) addRow(row, 1);
  for (let y = 0; y < height; y++) {
    addRow(y + reach, 1);
    let sum = 0;
    let square = 0;
    for (let i = 0; i < window - 1; i++) {
      sum += sums[columns[i]!]!;
      square += squares[columns[i]!]!;
    }
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const gained = columns[x + window - 1]!;
      sum += sums[gained]!;
      square += squares[gained]!;
      const mean = sum / area;
      const deviation = Math.sqrt(Math.max(0, square / area - mean * mean));
      const level = mean * (1 + k * (deviation / dynamicRange - 1));
      light[row + x] = data[row + x]! > level ? 1 : 0;
      const lost = columns[x]!;
      sum -= sums[lost]!;
      square -= squares[lost]!;
    }
    addRow(y - reach, -1);
  }
  return BitImage.fromBytes(width, height, light);
}

/** Refuses a window or a k out of range. */
export function checkSauvola({ window, k }: SauvolaOptions): void {
  if (!Number.isInteger(window) || window < 3 || window > 1023 || window % 2 === 0) {
    throw new OnebitError('value-invalid', {
      expected: 'an odd window of 3 to 1023 pixels',
      received: String(window),
      hint: 'About twice the height of a letter works well: 25 at 150 dpi.',
    });
  }
  if (!(k >= 0 && k <= 1)) {
    throw new OnebitError('value-invalid', {
      expected: 'k from 0 to 1',
      received: String(k),
      hint: 'Values from 0.2 to 0.5 are usual.',
    });
  }
}
