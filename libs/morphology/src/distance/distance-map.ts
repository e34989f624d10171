/**
 * How far apart two pixels are, dx columns and dy rows from each other: `euclidean` is the exact
 * squared distance dx² + dy², `city-block` is |dx| + |dy|, `chessboard` is max(|dx|, |dy|).
 */
export type DistanceMetric = 'euclidean' | 'city-block' | 'chessboard';

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
export const NO_BACKGROUND = 0xffffffff;
