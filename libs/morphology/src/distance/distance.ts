import { distances } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import type { DistanceMap, DistanceMetric } from './distance-map.ts';

/** Options of {@link distance}. */
export interface DistanceOptions {
  /** `euclidean` by default. */
  readonly metric?: DistanceMetric;
  /** An array of one number a pixel to write to; a new one by default. */
  readonly into?: Uint32Array;
}

/**
 * Distance transform: how far each foreground pixel is from the nearest background pixel of the
 * image. The outside sets no distance.
 *
 * @param image - any size; for `euclidean` width² + height² below 2^32
 * @param options - the metric: `euclidean` (exact, squared; default), `city-block` or `chessboard`
 * @returns one distance a pixel
 * @throws OnebitError `value-invalid`, `size-invalid`, `size-mismatch`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { distance } from '@onebit/morphology';
 * const image = BitImage.fromRows(['0111', '1111']);
 * console.log(distance(image).values.join(' ')); // 0 1 4 9 1 2 5 10
 * console.log(distance(image, { metric: 'chessboard' }).values.join(' ')); // 0 1 2 3 1 1 2 3
 * ```
 */
export function distance(image: BitImage, options: DistanceOptions = {}): DistanceMap {
  const metric = options.metric ?? 'euclidean';
  const { width, height } = image;
  return { width, height, metric, values: distances(image.bits, metric, options.into) };
}
