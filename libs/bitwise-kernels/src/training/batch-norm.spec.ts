import { describe, expect, it } from 'vitest';
import { batchNorm, batchNormGradient, normalizeColumns } from './batch-norm.ts';
import { columnStatistics, columnSums, norm } from './column-sums.ts';
import { FloatMatrix } from './float-matrix.ts';
import {
  largestDifference,
  onVariants,
  patterns,
  randomFloats,
  stream,
} from './samples.fixture.ts';

const shapes = [
  [2, 1],
  [3, 4],
  [17, 5],
  [64, 33],
  [129, 8],
] as const;

/** The loss sum(weight * batchNorm(x)) in doubles, for the numeric gradients. */
function doubleLoss(
  x: Float64Array,
  weight: Float32Array,
  gain: Float64Array,
  bias: Float64Array,
  columns: number,
  epsilon: number,
): number {
  const rows = x.length / columns;
  let loss = 0;
  for (let column = 0; column < columns; column++) {
    const values = Array.from({ length: rows }, (_, row) => x[row * columns + column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
    values.forEach((value, row) => {
      const y = ((value - mean) / Math.sqrt(variance + epsilon)) * gain[column]! + bias[column]!;
      loss += weight[row * columns + column]! * y;
    });
  }
  return loss;
}

describe.each(shapes)('batch norm of %i rows of %i', (rows, columns) => {
  const next = stream(rows * 77 + columns);
  const x = randomFloats(rows, columns, next, 3);
  for (let at = 0; at < x.data.length; at++) x.data[at]! += 5;
  const dy = randomFloats(rows, columns, next);
  const gain = randomFloats(1, columns, next);
  const bias = randomFloats(1, columns, next);
  const epsilon = 1e-3;
  const state = () => ({
    gain,
    bias,
    runningMean: FloatMatrix.create(1, columns),
    runningVariance: FloatMatrix.create(1, columns),
    epsilon,
  });

  it('normalises, and moves the running statistics', () => {
    const { simd, scalar, reference } = onVariants(() => {
      const running = state();
      const { y } = batchNorm(x, running, { momentum: 1 });
      return { y, running };
    });
    for (const variant of [simd, scalar]) {
      expect(patterns(variant.y.data)).toEqual(patterns(reference.y.data));
      expect([...variant.running.runningMean.data]).toEqual([
        ...reference.running.runningMean.data,
      ]);
    }
    const { mean, variance } = columnStatistics(simd.y);
    for (let column = 0; column < columns; column++) {
      expect(mean[column]).toBeCloseTo(bias.data[column]!, 5);
      const { variance: before } = columnStatistics(x);
      const factor = before[column]! / (before[column]! + epsilon);
      expect(variance[column]).toBeCloseTo(gain.data[column]! ** 2 * factor, 5);
      const unbiased = (before[column]! * rows) / (rows - 1);
      expect(simd.running.runningVariance.data[column]).toBeCloseTo(unbiased, 5);
    }
  });

  it('gives at inference what training gave on the same statistics', () => {
    const running = state();
    const { mean, variance } = columnStatistics(x);
    running.runningMean.data.set(mean);
    running.runningVariance.data.set(variance);
    const expected = batchNorm(x, state()).y;
    const result = normalizeColumns(x, running);
    expect(largestDifference(result.data, expected.data)).toBeLessThan(1e-5);
  });

  it('has the numeric gradients', () => {
    const { simd, scalar, reference } = onVariants(() => {
      const running = state();
      const { saved } = batchNorm(x, running);
      return batchNormGradient(dy, x, saved, running);
    });
    for (const variant of [simd, scalar]) {
      expect(patterns(variant.x.data)).toEqual(patterns(reference.x.data));
      expect([variant.gain, variant.bias]).toEqual([reference.gain, reference.bias]);
    }
    const doubles = {
      x: Float64Array.from(x.data),
      gain: Float64Array.from(gain.data),
      bias: Float64Array.from(bias.data),
    };
    const loss = () => doubleLoss(doubles.x, dy.data, doubles.gain, doubles.bias, columns, epsilon);
    for (const name of ['x', 'gain', 'bias'] as const) {
      const values = doubles[name];
      const found = name === 'x' ? simd.x.data : simd[name];
      for (let at = 0; at < Math.min(values.length, 40); at++) {
        const before = values[at]!;
        const step = 1e-5;
        values[at] = before + step;
        const above = loss();
        values[at] = before - step;
        const below = loss();
        values[at] = before;
        expect(found[at]).toBeCloseTo((above - below) / (2 * step), 3);
      }
    }
  });

  it('sums columns and squares', () => {
    const { simd, reference } = onVariants(() => [...columnSums(x), norm(x)]);
    expect(simd).toEqual(reference);
    const squares = x.data.reduce((sum, value) => sum + value * value, 0);
    expect(norm(x)).toBeCloseTo(Math.sqrt(squares), 6);
  });
});

it('refuses what makes no sense', () => {
  const x = FloatMatrix.create(4, 2);
  const vector = FloatMatrix.create(1, 2);
  const state = { runningMean: vector, runningVariance: vector, epsilon: 1e-5 };
  expect(() => batchNorm(x, { ...state, epsilon: 0 })).toThrow(/epsilon above 0/);
  expect(() => batchNorm(x, state, { momentum: 2 })).toThrow(/momentum/);
  expect(() => batchNorm(x, { ...state, gain: FloatMatrix.create(1, 3) })).toThrow(/batch norm/);
});
