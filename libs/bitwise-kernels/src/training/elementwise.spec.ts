import { describe, expect, it } from 'vitest';
import { adamStep } from './adam.ts';
import {
  addScaled,
  addToColumns,
  floatsFromIntegers,
  multiplied,
  relu,
  reluGradient,
  scaled,
} from './elementwise.ts';
import { FloatMatrix } from './float-matrix.ts';
import { leakyRelu, leakyReluGradient } from './leaky.ts';
import {
  edges,
  largestDifference,
  onVariants,
  patterns,
  randomFloats,
  stream,
} from './samples.fixture.ts';
import { signGradient, type SignEstimator } from './straight-through.ts';

const shapes = edges.map((edge, at) => [edge, edges[(at * 4 + 2) % edges.length]!] as const);

/** Runs on every variant, checks that the bits are equal, and returns the floats. */
function same(run: () => FloatMatrix): Float32Array {
  const { simd, scalar, reference } = onVariants(run);
  expect(patterns(simd.data)).toEqual(patterns(reference.data));
  expect(patterns(scalar.data)).toEqual(patterns(reference.data));
  return simd.data.slice();
}

describe.each(shapes)('maps over %i rows of %i', (rows, columns) => {
  const next = stream(rows * 131 + columns);
  const a = randomFloats(rows, columns, next, 2);
  const b = randomFloats(rows, columns, next, 2);
  const vector = randomFloats(1, columns, next);
  const slope = randomFloats(1, columns, next);
  a.data[0] = 0;
  const expected = (formula: (a: number, b: number, column: number) => number) =>
    Float64Array.from(a.data, (value, at) => formula(value, b.data[at]!, at % columns));

  it('adds, scales, multiplies', () => {
    const tolerance = 1e-6;
    expect(
      largestDifference(
        same(() => addScaled(a, b, -0.5)),
        expected((x, y) => x - y / 2),
      ),
    ).toBeLessThan(tolerance);
    expect(
      largestDifference(
        same(() => scaled(a, 3)),
        expected((x) => 3 * x),
      ),
    ).toBeLessThan(tolerance);
    expect(
      largestDifference(
        same(() => multiplied(a, b)),
        expected((x, y) => x * y),
      ),
    ).toBeLessThan(tolerance);
    const shifted = expected((x, _, column) => x + vector.data[column]!);
    expect(
      largestDifference(
        same(() => addToColumns(a, vector)),
        shifted,
      ),
    ).toBeLessThan(tolerance);
  });

  it('rectifies', () => {
    expect(same(() => relu(a))).toEqual(a.data.map((x) => Math.max(x, 0)));
    expect(same(() => reluGradient(b, a))).toEqual(
      b.data.map((dy, at) => (a.data[at]! > 0 ? dy : 0)),
    );
  });

  it('passes gradients through the sign', () => {
    const slopes: Record<SignEstimator, (x: number) => number> = {
      identity: () => 1,
      clipped: (x) => Number(Math.abs(x) <= 1),
      quadratic: (x) => Math.max(0, x < 0 ? 2 + 2 * x : 2 - 2 * x),
    };
    for (const estimator of ['identity', 'clipped', 'quadratic'] as const) {
      for (const shift of [undefined, vector]) {
        const moved = expected((x, dy, column) => {
          const t = Math.fround(x + (shift?.data[column] ?? 0));
          return dy * slopes[estimator](t);
        });
        const result = same(() => signGradient(b, a, { estimator, shift }));
        expect(largestDifference(result, moved)).toBeLessThan(1e-6);
      }
    }
  });

  it('bends and shifts', () => {
    const state = { slope, shift: vector, bias: slope };
    const y = expected((x, _, column) => {
      const t = x + vector.data[column]!;
      return (t >= 0 ? t : slope.data[column]! * t) + slope.data[column]!;
    });
    expect(
      largestDifference(
        same(() => leakyRelu(a, state)),
        y,
      ),
    ).toBeLessThan(1e-6);
    const { simd, reference } = onVariants(() => leakyReluGradient(b, a, state));
    expect(patterns(simd.x.data)).toEqual(patterns(reference.x.data));
    expect([simd.slope, simd.shift, simd.bias]).toEqual([
      reference.slope,
      reference.shift,
      reference.bias,
    ]);
    const sums = { slope: new Float64Array(columns), shift: new Float64Array(columns) };
    for (let at = 0; at < a.data.length; at++) {
      const column = at % columns;
      const t = a.data[at]! + vector.data[column]!;
      sums.slope[column]! += b.data[at]! * Math.min(t, 0);
      sums.shift[column]! += b.data[at]! * (t >= 0 ? 1 : slope.data[column]!);
    }
    expect(largestDifference(simd.slope, sums.slope)).toBeLessThan(1e-5);
    expect(largestDifference(simd.shift, sums.shift)).toBeLessThan(1e-5);
  });

  it('steps like Adam in doubles', () => {
    const options = { learningRate: 0.1, weightDecay: 0.05, limit: 1.5, gradientFactor: 0.5 };
    const { simd, reference } = onVariants(() => {
      const weights = a.clone();
      const moments = {
        first: FloatMatrix.create(rows, columns),
        second: FloatMatrix.create(rows, columns),
      };
      for (let step = 1; step <= 3; step++) {
        adamStep(weights, b, moments, { ...options, step });
      }
      return weights;
    });
    expect(patterns(simd.data)).toEqual(patterns(reference.data));
    const expectedWeights = expected((start, gradient) => {
      let [weight, m, v] = [start, 0, 0];
      for (let step = 1; step <= 3; step++) {
        m = 0.9 * m + 0.1 * 0.5 * gradient;
        v = 0.999 * v + 0.001 * (0.5 * gradient) ** 2;
        const size = Math.sqrt(v / (1 - 0.999 ** step)) + 1e-8;
        weight = weight * (1 - 0.1 * 0.05) - (0.1 * (m / (1 - 0.9 ** step))) / size;
        weight = Math.min(Math.max(weight, -1.5), 1.5);
      }
      return weight;
    });
    expect(largestDifference(simd.data, expectedWeights)).toBeLessThan(1e-5);
  });
});

it('decides at the edges alike on every variant', () => {
  const x = FloatMatrix.from(1, 6, [-1, 1, 0, -0, 1.0000001, -1]);
  const dy = FloatMatrix.from(1, 6, [1, 2, 3, 4, 5, 6]);
  const slope = FloatMatrix.create(1, 6);
  expect([...same(() => signGradient(dy, x))]).toEqual([1, 2, 3, 4, 0, 6]);
  expect([...same(() => reluGradient(dy, x))]).toEqual([0, 2, 0, 0, 5, 0]);
  expect([...same(() => leakyReluGradient(dy, x, { slope }).x)]).toEqual([0, 2, 3, 4, 5, 0]);
});

it('works in place', () => {
  const a = FloatMatrix.from(1, 5, [1, -2, 3, -4, 5]);
  expect(relu(a, { destination: a })).toBe(a);
  expect([...a.data]).toEqual([1, 0, 3, 0, 5]);
});

it('turns integers into floats', () => {
  expect([...floatsFromIntegers(Int32Array.of(-3, 0, 70000), 1, 3).data]).toEqual([-3, 0, 70000]);
});

it('refuses parameters and shapes that make no sense', () => {
  const a = FloatMatrix.create(2, 3);
  const b = FloatMatrix.create(3, 2);
  expect(() => addScaled(a, b)).toThrow(/an operand of 2 rows/);
  expect(() => addToColumns(a, b)).toThrow(/one float a column/);
  expect(() => relu(a, { destination: b })).toThrow(/a destination/);
  expect(() => signGradient(a, a, { limit: 0 })).toThrow(/limit above 0/);
  const stranger = 'steep' as SignEstimator;
  expect(() => signGradient(a, a, { estimator: stranger })).toThrow(
    expect.objectContaining({ code: 'value-invalid' }),
  );
  const moments = { first: a, second: a };
  expect(() => adamStep(a, a, moments, { learningRate: -1, step: 1 })).toThrow(/learningRate/);
  expect(() => adamStep(a, a, moments, { learningRate: 1, step: 0 })).toThrow(/step/);
  expect(() => adamStep(a, b, moments, { learningRate: 1, step: 1 })).toThrow(/a gradient/);
});
