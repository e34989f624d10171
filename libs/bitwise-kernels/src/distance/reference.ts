import type { BitMatrix } from '../storage/bit-matrix.ts';

/**
 * How far apart two places are, dx columns and dy rows from each other: `euclidean` is the squared
 * distance dx² + dy², `city-block` |dx| + |dy|, `chessboard` max(|dx|, |dy|).
 */
export type DistanceMetric = 'euclidean' | 'city-block' | 'chessboard';

/** The distance where the matrix has no zero. */
export const NO_ZERO = 0xffffffff;

/** A metric as A. Meijster, J. Roerdink and W. Hesselink (2000) describe it. */
interface Metric {
  /** Distance over dx columns to a column whose nearest zero is g rows away. */
  measure(dx: number, g: number): number;
  /** The last column at which column i (zero g rows away) is at least as near as u > i (h rows). */
  turn(i: number, g: number, u: number, h: number): number;
}

const metrics: Record<DistanceMetric, Metric> = {
  euclidean: {
    measure: (dx, g) => dx * dx + g * g,
    turn: (i, g, u, h) => Math.floor((u * u - i * i + h * h - g * g) / (2 * (u - i))),
  },
  'city-block': {
    measure: (dx, g) => Math.abs(dx) + g,
    turn: (i, g, u, h) => {
      if (h >= g + u - i) return Infinity;
      if (g > h + u - i) return -Infinity;
      return Math.floor((h - g + u + i) / 2);
    },
  },
  chessboard: {
    measure: (dx, g) => Math.max(Math.abs(dx), g),
    turn: (i, g, u, h) => {
      const middle = Math.floor((i + u) / 2);
      return g <= h ? Math.max(i + h, middle) : Math.min(u - g, middle);
    },
  },
};

/**
 * The distance of each place to the nearest zero of a matrix that has one: first down and up each
 * column; then along each row the columns that are nearest somewhere are stacked from the left, each
 * with the place from which it rules, and read off from the right.
 */
export function distancesReference(
  source: BitMatrix,
  metric: DistanceMetric,
  distances: Uint32Array,
): void {
  const { rows, columns } = source;
  const vertical = columnDistances(source.toBytes(), rows, columns);
  const { measure, turn } = metrics[metric];
  const ruling = new Int32Array(columns);
  const since = new Float64Array(columns);
  for (let start = 0; start < distances.length; start += columns) {
    const g = vertical.subarray(start, start + columns);
    let top = 0;
    ruling[0] = 0;
    since[0] = 0;
    for (let u = 1; u < columns; u++) {
      while (
        top >= 0 &&
        measure(since[top]! - ruling[top]!, g[ruling[top]!]!) > measure(since[top]! - u, g[u]!)
      ) {
        top--;
      }
      const from = top < 0 ? 0 : 1 + turn(ruling[top]!, g[ruling[top]!]!, u, g[u]!);
      if (from >= columns) continue;
      top++;
      ruling[top] = u;
      since[top] = from;
    }
    for (let column = columns - 1; column >= 0; column--) {
      const nearest = ruling[top]!;
      distances[start + column] = measure(column - nearest, g[nearest]!);
      if (column === since[top]) top--;
    }
  }
}

/** The distance to the nearest zero of the same column; rows + columns where there is none. */
function columnDistances(bits: Uint8Array, rows: number, columns: number): Float64Array {
  const far = rows + columns;
  const distances = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    let distance = far;
    for (let row = 0; row < rows; row++) {
      const at = row * columns + column;
      distance = bits[at] === 0 ? 0 : Math.min(distance + 1, far);
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
