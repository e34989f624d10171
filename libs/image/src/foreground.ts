import type { BitImage } from './bit-image.ts';

/** Which side of the threshold is foreground. */
export type Foreground = 'light' | 'dark';

/** The side chosen, and what made it so. */
export interface ForegroundChoice {
  readonly foreground: Foreground;
  /** Whether the caller gave it, the file defines it, or it was read off the pixels. */
  readonly foregroundSource: 'given' | 'file' | 'detected';
  /** One sentence for people. */
  readonly foregroundReason: string;
}

/** Above this share of light pixels a two-valued image may be a page. */
const pageShare = 3 / 4;
/** And at least this share of its outer frame has to be light. */
const pageFrameShare = 0.95;

/** Number of set pixels on the outermost rows and columns, and how many pixels those are. */
function frameOf(image: BitImage): { set: number; pixels: number } {
  const { width, height } = image;
  let set = 0;
  for (let x = 0; x < width; x++) {
    set += image.get(x, 0);
    if (height > 1) set += image.get(x, height - 1);
  }
  for (let y = 1; y < height - 1; y++) {
    set += image.get(0, y);
    if (width > 1) set += image.get(width - 1, y);
  }
  const inner = Math.max(0, width - 2) * Math.max(0, height - 2);
  return { set, pixels: width * height - inner };
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

/**
 * Finds which side of a thresholded image is foreground.
 *
 * Two-valued images (masks) have light foreground, unless they look like a page: more than three
 * quarters of the pixels light, but not all, and at least 95 % of the outer frame light. Of grey
 * images the rarer side is foreground; where both are equally frequent, the side that holds
 * less of the outer frame.
 *
 * @param light - 1 where the pixel is light
 * @param twoValued - whether the image had only two values before any threshold
 *
 * @example
 * ```ts
 * import { BitImage, detectForeground } from '@onebit/image';
 * const mask = BitImage.fromRows(['0000', '0110', '0000']);
 * console.log(detectForeground(mask, true).foreground); // light
 * const page = BitImage.fromRows(['11111', '11011', '11111']);
 * console.log(detectForeground(page, true).foreground); // dark
 * ```
 */
export function detectForeground(light: BitImage, twoValued: boolean): ForegroundChoice {
  const pixels = light.width * light.height;
  const count = light.count();
  const detected = (foreground: Foreground, foregroundReason: string): ForegroundChoice => ({
    foreground,
    foregroundSource: 'detected',
    foregroundReason,
  });
  const shareText = `${percent(count, pixels)} of the pixels are light`;
  if (twoValued) {
    if (count === pixels || count <= pixels * pageShare) {
      return detected('light', `a mask: ${shareText}`);
    }
    const frame = frameOf(light);
    const frameText = `${percent(frame.set, frame.pixels)} of the frame`;
    return frame.set >= frame.pixels * pageFrameShare
      ? detected('dark', `a page: ${shareText}, and ${frameText}`)
      : detected('light', `a mask: ${shareText}, but only ${frameText}`);
  }
  if (count * 2 !== pixels) {
    return count * 2 < pixels
      ? detected('light', `the rarer side: ${shareText}`)
      : detected('dark', `the rarer side: ${shareText}`);
  }
  const frame = frameOf(light);
  return frame.set * 2 > frame.pixels
    ? detected('dark', `both sides are equally frequent, and the frame is mostly light`)
    : detected('light', `both sides are equally frequent, and the frame is not mostly light`);
}
