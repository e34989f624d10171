import { type DistanceMetric, NO_ZERO } from '@onebit/bitwise-kernels';

export type { DistanceMetric };

/** One distance a pixel: to the nearest background pixel of the image; 0 on background. */
export interface DistanceMap {
  readonly width: number;
  readonly height: number;
  /** What the values count; squared pixels for `euclidean`. */
  readonly metric: DistanceMetric;
  /**
   * `width * height` values, row by row; {@link NO_BACKGROUND} everywhere when the image has no
   * background pixel.
   */
  readonly values: Uint32Array;
}

/** The distance in an image without a background pixel: larger than any real one. */
export const NO_BACKGROUND = NO_ZERO;
