import type { BitImage } from '@onebit/image';

/** How near cleaned pages come to the clean ones. */
export interface CleaningScores {
  /** F-measure of the ink, pooled over the pixels of all pages. */
  readonly f: number;
  /** Intersection over union of the ink, pooled. */
  readonly iou: number;
  /** Peak signal-to-noise ratio in decibels, pooled; Infinity where no pixel differs. */
  readonly psnr: number;
  /** Distance reciprocal distortion, a page, averaged. */
  readonly drd: number;
}

const BLOCK = 8;
const REACH = 2;

/** Weights of a 5x5 window: the reciprocal distance to its middle, adding up to 1. */
const weights = (() => {
  const raw: number[] = [];
  for (let y = -REACH; y <= REACH; y++) {
    for (let x = -REACH; x <= REACH; x++) raw.push(x === 0 && y === 0 ? 0 : 1 / Math.hypot(x, y));
  }
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
})();

/** Scores of cleaned pages against the clean ones, in one order. */
export function cleaningScores(
  cleaned: readonly BitImage[],
  clean: readonly BitImage[],
): CleaningScores {
  let [hits, found, wanted, wrong, pixels, distortion] = [0, 0, 0, 0, 0, 0];
  for (const [index, result] of cleaned.entries()) {
    const target = clean[index]!;
    const received = result.toBytes();
    target.toBytes().forEach((bit, at) => {
      const other = received[at]!;
      hits += bit & other;
      found += other;
      wanted += bit;
      wrong += bit ^ other;
    });
    pixels += target.width * target.height;
    distortion += distanceReciprocalDistortion(result, target);
  }
  return {
    f: (2 * hits) / (found + wanted),
    iou: hits / (found + wanted - hits),
    psnr: 10 * Math.log10(pixels / wrong),
    drd: distortion / cleaned.length,
  };
}

/**
 * The distance reciprocal distortion of a page (H. Lu, A. Kot, Y. Shi, 2004): every wrong pixel weighs
 * by how much of the clean page round it differs from what was written, over the number of 8x8 blocks
 * of the clean page that are neither all ink nor all paper. Off the page nothing differs.
 */
export function distanceReciprocalDistortion(result: BitImage, clean: BitImage): number {
  const { width, height } = clean;
  const received = result.toBytes();
  const wanted = clean.toBytes();
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = received[y * width + x]!;
      if (bit === wanted[y * width + x]) continue;
      for (let dy = -REACH; dy <= REACH; dy++) {
        for (let dx = -REACH; dx <= REACH; dx++) {
          const [column, row] = [x + dx, y + dy];
          if (column < 0 || row < 0 || column >= width || row >= height) continue;
          if (wanted[row * width + column] === bit) continue;
          sum += weights[(dy + REACH) * (2 * REACH + 1) + dx + REACH]!;
        }
      }
    }
  }
  return sum / Math.max(1, mixedBlocks(wanted, width, height));
}

/** Blocks that hold ink and paper; those at the right and lower side may be smaller. */
function mixedBlocks(pixels: Uint8Array, width: number, height: number): number {
  let mixed = 0;
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      const [right, bottom] = [Math.min(width, left + BLOCK), Math.min(height, top + BLOCK)];
      let ink = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) ink += pixels[y * width + x]!;
      }
      if (ink > 0 && ink < (right - left) * (bottom - top)) mixed += 1;
    }
  }
  return mixed;
}
