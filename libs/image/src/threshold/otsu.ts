import type { GreyImage } from '../grey-image.ts';

/**
 * Otsu's level: the split of the histogram with the largest variance between the two classes
 * (N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979). Where several
 * levels are equally good, the lowest is taken.
 *
 * @param grey - the image
 * @returns the level, 0 to 255: pixels above it are light. An image of one level returns that level.
 *
 * @example
 * ```ts
 * import { GreyImage, otsuLevel } from '@onebit/image';
 * console.log(otsuLevel(new GreyImage(4, 1, Uint8Array.of(10, 20, 200, 210)))); // 20
 * ```
 */
export function otsuLevel(grey: GreyImage): number {
  return otsuLevelOfHistogram(grey.histogram());
}

/** {@link otsuLevel} of 256 counts. */
export function otsuLevelOfHistogram(histogram: Uint32Array): number {
  let total = 0;
  let totalSum = 0;
  let only = 0;
  histogram.forEach((count, level) => {
    total += count;
    totalSum += count * level;
    if (count > 0) only = level;
  });
  let best = -1;
  let bestLevel = only;
  let below = 0;
  let belowSum = 0;
  for (let level = 0; level < 255; level++) {
    const count = histogram[level]!;
    below += count;
    belowSum += count * level;
    const above = total - below;
    // A level no pixel has splits the pixels as the level before it does.
    if (count === 0 || above === 0) continue;
    const gap = belowSum / below - (totalSum - belowSum) / above;
    const variance = below * above * gap * gap;
    if (variance > best) {
      best = variance;
      bestLevel = level;
    }
  }
  return bestLevel;
}
