import { kernelMemory } from '../storage/kernel-memory.ts';
import { requireShape, withScratch } from './checks.ts';
import type { FloatMatrix } from './float-matrix.ts';
import { type ColumnSum, trainingKernels } from './kernels.ts';

/** The term that each row adds to the sum of its column, in 64-bit floats. */
const terms = {
  sumColumns: (x: number) => x,
  sumSquares: (x: number, mean: number) => (x - mean) * (x - mean),
  sumProducts: (dy: number, x: number, mean: number) => dy * (x - mean),
  sumNegatives: (dy: number, x: number, shift: number) => dy * Math.min(x + shift, 0),
} satisfies Record<ColumnSum, (...values: number[]) => number>;

/** Floats in the kernels' memory under any shape: a matrix, or the beginning of one. */
type FloatBlock = Pick<FloatMatrix, 'rows' | 'columns' | 'pointer' | 'data'>;

/** Sums a term over the rows of matrices of one shape. */
export function reduceColumns(
  sum: ColumnSum,
  matrices: readonly [FloatBlock, ...FloatBlock[]],
  vector?: Float64Array,
): Float64Array {
  const { rows, columns } = matrices[0];
  for (const matrix of matrices) requireShape('an operand', matrix, rows, columns);
  if (!trainingKernels.usable) return reduceReference(sum, matrices, vector);
  return withScratch(columns * 16, (pointer) => {
    const work = new Float64Array(kernelMemory.buffer, pointer, columns * 2);
    work.fill(0);
    if (vector) work.set(vector, columns);
    trainingKernels.run((kernels) =>
      kernels[sum](
        ...matrices.map((matrix) => matrix.pointer),
        ...(vector ? [pointer + columns * 8] : []),
        pointer,
        rows,
        columns,
      ),
    );
    return work.slice(0, columns);
  });
}

function reduceReference(
  sum: ColumnSum,
  matrices: readonly FloatBlock[],
  vector?: Float64Array,
): Float64Array {
  const { rows, columns } = matrices[0]!;
  const data = matrices.map((matrix) => matrix.data);
  const term = terms[sum] as (...values: number[]) => number;
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const values = data.map((floats) => floats[row * columns + column]!);
      sums[column]! += term(...values, ...(vector ? [vector[column]!] : []));
    }
  }
  return sums;
}

/** Mean and variance of every column. */
export interface ColumnStatistics {
  readonly mean: Float64Array;
  /** Mean squared distance from the mean (divided by the number of rows). */
  readonly variance: Float64Array;
}

/**
 * Sums over the rows, one for each column: the gradient of a bias.
 *
 * @param x - R x C
 * @returns C sums in 64-bit floats
 *
 * @example
 * ```ts
 * import { FloatMatrix, columnSums } from '@onebit/bitwise-kernels';
 * console.log(columnSums(FloatMatrix.from(2, 2, [1, 2, 3, 4])).join(' ')); // 4 6
 * ```
 */
export function columnSums(x: FloatMatrix): Float64Array {
  return reduceColumns('sumColumns', [x]);
}

/**
 * Mean and variance of every column, in two passes.
 *
 * @param x - R x C
 * @returns C means and C variances
 *
 * @example
 * ```ts
 * import { FloatMatrix, columnStatistics } from '@onebit/bitwise-kernels';
 * const { mean, variance } = columnStatistics(FloatMatrix.from(2, 2, [1, 2, 3, 6]));
 * console.log(mean.join(' '), variance.join(' ')); // 2 4 1 4
 * ```
 */
export function columnStatistics(x: FloatMatrix): ColumnStatistics {
  const mean = columnSums(x).map((sum) => sum / x.rows);
  const variance = reduceColumns('sumSquares', [x], mean).map((sum) => sum / x.rows);
  return { mean, variance };
}

/**
 * The Euclidean norm of all elements: of a gradient that may have to be cut short.
 *
 * @param x - R x C
 * @returns the norm
 */
export function norm(x: FloatMatrix): number {
  const count = x.rows * x.columns;
  // Many narrow columns keep the lanes of the kernel busy whatever the shape of the matrix.
  const columns = 64;
  const whole = Math.floor(count / columns);
  const { pointer, data } = x;
  let total = 0;
  if (whole > 0) {
    const block = { rows: whole, columns, pointer, data: data.subarray(0, whole * columns) };
    for (const sum of reduceColumns('sumSquares', [block], new Float64Array(columns))) total += sum;
  }
  const rest = x.data;
  for (let at = whole * columns; at < count; at++) total += rest[at]! * rest[at]!;
  return Math.sqrt(total);
}
