import type { BitMatrix } from '../storage/bit-matrix.ts';

/**
 * How far apart two places are, dx columns and dy rows from each other: `euclidean` is the squared
 * distance dx² + dy², `city-block` |dx| + |dy|, `chessboard` max(|dx|, |dy|).
 */
export type DistanceMetric = 'euclidean' | 'city-block' | 'chessboard';

/** The distance where the matrix has no zero. */
export const NO_ZERO = 0xffffffff;

const metrics: Record<DistanceMetric, (dx: number, dy: number) => number> = {
  euclidean: (dx, dy) => dx * dx + dy * dy,
  'city-block': (dx, dy) => dx + dy,
  chessboard: (dx, dy) => Math.max(dx, dy),
};

/**
 * The distance of each place to the nearest zero: first down and up each column, then in each row
 * outwards from the place, for as long as columns so near could still hold a nearer zero.
 */
export function distancesReference(source: BitMatrix, metric: DistanceMetric): Uint32Array {
  const { rows, columns } = source;
  const vertical = columnDistances(source.toBytes(), rows, columns);
  const measure = metrics[metric];
  const distances = new Uint32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let nearest = Infinity;
      for (let dx = 0; dx < columns && measure(dx, 0) < nearest; dx++) {
        for (const other of dx === 0 ? [column] : [column - dx, column + dx]) {
          if (other < 0 || other >= columns) continue;
          nearest = Math.min(nearest, measure(dx, vertical[row * columns + other]!));
        }
      }
      distances[row * columns + column] = nearest === Infinity ? NO_ZERO : nearest;
    }
  }
  return distances;
}

/** The distance to the nearest zero of the same column; Infinity where there is none. */
function columnDistances(bits: Uint8Array, rows: number, columns: number): Float64Array {
  const distances = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    let distance = Infinity;
    for (let row = 0; row < rows; row++) {
      const at = row * columns + column;
      distance = bits[at] === 0 ? 0 : distance + 1;
      distances[at] = distance;
    }
    for (let row = rows - 1; row >= 0; row--) {
      const at = row * columns + column;
      distance = Math.min(distances[at]!, distance + 1);
      distances[at] = distance;
    }
  }
  return distances;
}
