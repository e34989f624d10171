import { mapColumns } from './column-maps.ts';
import { columnStatistics, reduceColumns, type ColumnStatistics } from './column-sums.ts';
import { requireNumber, requireShape } from './checks.ts';
import type { MapOptions } from './elementwise.ts';
import { FloatMatrix } from './float-matrix.ts';

/** Learned and running vectors of a batch norm, each 1 x C. */
export interface BatchNormState {
  /** Multiplies the normalised value; 1 where absent. */
  readonly gain?: FloatMatrix | undefined;
  /** Added last; 0 where absent. */
  readonly bias?: FloatMatrix | undefined;
  /** Updated by {@link batchNorm}, read by {@link normalizeColumns}. */
  readonly runningMean: FloatMatrix;
  readonly runningVariance: FloatMatrix;
  /** Added to the variance, above 0. */
  readonly epsilon: number;
}

/** What {@link batchNormGradient} needs from the forward pass. */
export type BatchNormSaved = ColumnStatistics;

/** The gradients that {@link batchNormGradient} finds. */
export interface BatchNormGradients {
  readonly x: FloatMatrix;
  readonly gain: Float64Array;
  readonly bias: Float64Array;
}

/**
 * Normalises every column over the batch and moves the running statistics towards those of the
 * batch (Ioffe and Szegedy, 2015).
 *
 * y = (x - mean) * gain / sqrt(variance + epsilon) + bias, with the variance divided by R; the
 * running variance takes the one divided by R - 1.
 *
 * @param x - R x C
 * @param state - its running vectors are updated
 * @param options - momentum: share of the new statistics, 0 to 1, 0.1 where absent
 * @returns y, and what the backward pass needs
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { FloatMatrix, batchNorm } from '@onebit/bitwise-kernels';
 * const state = {
 *   runningMean: FloatMatrix.create(1, 1),
 *   runningVariance: FloatMatrix.from(1, 1, [1]),
 *   epsilon: 1e-5,
 * };
 * const { y } = batchNorm(FloatMatrix.from(2, 1, [3, 5]), state);
 * console.log(Array.from(y.data, (value) => value.toFixed(3)).join(' ')); // -1.000 1.000
 * console.log(state.runningMean.data[0]!.toFixed(2)); // 0.40
 * ```
 */
export function batchNorm(
  x: FloatMatrix,
  state: BatchNormState,
  options: MapOptions & { readonly momentum?: number } = {},
): { y: FloatMatrix; saved: BatchNormSaved } {
  const { momentum = 0.1, destination } = options;
  requireNumber('momentum', momentum, 'from 0 to 1', momentum >= 0 && momentum <= 1);
  checkState(state, x.columns);
  const saved = columnStatistics(x);
  const { data: runningMean } = state.runningMean;
  const { data: runningVariance } = state.runningVariance;
  const unbiased = x.rows > 1 ? x.rows / (x.rows - 1) : 1;
  for (let column = 0; column < x.columns; column++) {
    const mean = runningMean[column]!;
    const variance = runningVariance[column]!;
    runningMean[column] = mean + momentum * (saved.mean[column]! - mean);
    runningVariance[column] = variance + momentum * (saved.variance[column]! * unbiased - variance);
  }
  return { y: normalize(x, saved, state, destination), saved };
}

/**
 * Batch norm at inference: the running statistics take the place of those of the batch.
 *
 * @param x - R x C
 * @returns R x C
 * @throws OnebitError `size-mismatch`, `value-invalid`
 */
export function normalizeColumns(
  x: FloatMatrix,
  state: BatchNormState,
  options: MapOptions = {},
): FloatMatrix {
  checkState(state, x.columns);
  const mean = Float64Array.from(state.runningMean.data);
  const variance = Float64Array.from(state.runningVariance.data);
  return normalize(x, { mean, variance }, state, options.destination);
}

/**
 * The gradients of {@link batchNorm}, through the statistics of the batch as well.
 *
 * @param gradient - dY, R x C
 * @param x - what {@link batchNorm} was given, R x C
 * @param saved - what {@link batchNorm} returned
 * @param state - as in the forward pass
 * @returns dX (R x C) and the gradients of gain and bias (C each)
 * @throws OnebitError `size-mismatch`, `value-invalid`
 */
export function batchNormGradient(
  gradient: FloatMatrix,
  x: FloatMatrix,
  saved: BatchNormSaved,
  state: BatchNormState,
  options: MapOptions = {},
): BatchNormGradients {
  const { rows, columns } = x;
  checkState(state, columns);
  const inverse = inverseDeviations(saved.variance, state.epsilon);
  const bias = reduceColumns('sumColumns', [gradient]);
  const gain = reduceColumns('sumProducts', [gradient, x], saved.mean).map(
    (sum, column) => sum * inverse[column]!,
  );
  const given = state.gain ? Float64Array.from(state.gain.data) : undefined;
  const dx = withVectors(
    columns,
    [
      (column) => saved.mean[column]!,
      (column) => (given?.[column] ?? 1) * inverse[column]!,
      (column) => bias[column]! / rows,
      (column) => (gain[column]! * inverse[column]!) / rows,
    ],
    (vectors) =>
      mapColumns('normalizeGradient', [gradient, x], {
        vectors,
        destination: options.destination,
      }),
  );
  return { x: dx, gain, bias };
}

function normalize(
  x: FloatMatrix,
  { mean, variance }: ColumnStatistics,
  state: BatchNormState,
  destination: FloatMatrix | undefined,
): FloatMatrix {
  const inverse = inverseDeviations(variance, state.epsilon);
  const given = state.gain ? Float64Array.from(state.gain.data) : undefined;
  return withVectors(
    x.columns,
    [(column) => mean[column]!, (column) => (given?.[column] ?? 1) * inverse[column]!],
    (vectors) => mapColumns('normalize', [x], { vectors: [...vectors, state.bias], destination }),
  );
}

function inverseDeviations(variance: Float64Array, epsilon: number): Float64Array {
  return variance.map((value) => 1 / Math.sqrt(value + epsilon));
}

function checkState(state: BatchNormState, columns: number): void {
  const { gain, bias, runningMean, runningVariance, epsilon } = state;
  requireNumber('epsilon', epsilon, 'above 0', epsilon > 0);
  for (const vector of [gain, bias, runningMean, runningVariance]) {
    if (vector) requireShape('a vector of batch norm', vector, 1, columns);
  }
}

/** Lends short-lived column vectors, given by the value of each column. */
function withVectors<Result>(
  columns: number,
  values: readonly ((column: number) => number)[],
  body: (vectors: readonly FloatMatrix[]) => Result,
): Result {
  const block = FloatMatrix.uncleared(values.length, columns);
  try {
    const { data } = block;
    values.forEach((value, row) => {
      for (let column = 0; column < columns; column++) data[row * columns + column] = value(column);
    });
    return body(values.map((_, row) => block.rowRange(row, 1)));
  } finally {
    block.dispose();
  }
}
