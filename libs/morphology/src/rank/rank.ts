import { type RankWindow, medianFilter, rankFilter } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { type BorderOptions, borderRule } from '../borders/border.ts';

/** Sides of a window in pixels; its centre, floor(side / 2), lies on the pixel. */
export interface Window {
  readonly width: number;
  readonly height: number;
}

/**
 * Median filter: what the majority of the pixels in the window is (J. W. Tukey, 1971).
 *
 * @param image - any size
 * @param window - odd sides of 1 to 255; one number for a square
 * @param options - border rule: `background` and `leptonica` read 0 off the image, `foreground` 1;
 *   with `ignore` only pixels of the image vote, and a tie keeps the pixel; `opencv` and
 *   `scikit-image` repeat the outermost pixels, `scipy` mirrors the image
 * @returns a new image of the same size
 * @throws OnebitError `size-invalid` for another window, `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { median } from '@onebit/morphology';
 * const speckled = BitImage.fromRows(['00000', '01000', '00000', '11111', '11011', '11111']);
 * console.log(median(speckled, 3).toRows().join('/')); // 00000/00000/00000/11111/11111/11111
 * ```
 */
export function median(
  image: BitImage,
  window: number | Window,
  options: BorderOptions = {},
): BitImage {
  const outside = borderRule(options).rank;
  return BitImage.fromMatrix(medianFilter(image.bits, centred(window), outside));
}

/**
 * Rank filter: foreground where the window holds at least so many foreground pixels. 1 is a dilation,
 * all of them an erosion, half of them the median.
 *
 * @param image - any size
 * @param window - sides of 1 to 255; one number for a square
 * @param ones - 1 to width times height
 * @param options - border rule as for {@link median}; with `ignore` the share of the pixels of the
 *   image decides
 * @returns a new image of the same size
 * @throws OnebitError `size-invalid`, `value-invalid`, `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { rank } from '@onebit/morphology';
 * const image = BitImage.fromRows(['0100110']);
 * console.log(rank(image, { width: 3, height: 1 }, 2).toRows()[0]); // 0000110
 * ```
 */
export function rank(
  image: BitImage,
  window: number | Window,
  ones: number,
  options: BorderOptions = {},
): BitImage {
  const outside = borderRule(options).rank;
  return BitImage.fromMatrix(rankFilter(image.bits, centred(window), ones, outside));
}

function centred(window: number | Window): RankWindow {
  const { width, height } = typeof window === 'number' ? { width: window, height: window } : window;
  return { width, height, originX: Math.floor(width / 2), originY: Math.floor(height / 2) };
}
