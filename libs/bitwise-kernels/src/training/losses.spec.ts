import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential, logarithm } from './elementary.ts';
import { FloatMatrix } from './float-matrix.ts';
import { sigmoidCrossEntropy, softmaxCrossEntropy, squaredHinge, type Loss } from './losses.ts';
import { randomFloats, stream } from './samples.fixture.ts';

describe('elementary functions', () => {
  it('agree with the platform to 11 digits', () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-11);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        const expected = Math.log(x);
        expect(Math.abs(logarithm(x) - expected)).toBeLessThan(1e-11 * Math.abs(expected));
      }),
      { numRuns: 500 },
    );
  });

  it('are exact where they must be', () => {
    expect([exponential(0), logarithm(1), exponential(-1000), exponential(1000)]).toEqual([
      1,
      0,
      0,
      Infinity,
    ]);
    expect(exponential(NaN)).toBeNaN();
    expect(logarithm(8) / logarithm(2)).toBeCloseTo(3, 12);
  });
});

/** Compares a gradient with differences of the loss. */
function checkGradient(scores: FloatMatrix, run: (scores: FloatMatrix) => Loss): void {
  const { gradient } = run(scores);
  for (let at = 0; at < scores.data.length; at++) {
    const step = 2 ** -7;
    const before = scores.data[at]!;
    scores.data[at] = before + step;
    const above = run(scores).loss;
    scores.data[at] = before - step;
    const below = run(scores).loss;
    scores.data[at] = before;
    expect(gradient.data[at]).toBeCloseTo((above - below) / (2 * step), 4);
  }
}

describe('losses', () => {
  const next = stream(42);
  const rows = 3;
  const columns = 5;
  const scores = randomFloats(rows, columns, next, 3);
  const probabilities = randomFloats(rows, columns, next);
  for (let row = 0; row < rows; row++) {
    const values = probabilities.data.subarray(row * columns, (row + 1) * columns);
    const sum = values.reduce((total, value) => total + Math.abs(value), 0);
    values.forEach((value, at) => (values[at] = Math.abs(value) / sum));
  }
  const weights = randomFloats(rows, columns, next);
  weights.data.forEach((value, at) => (weights.data[at] = Math.abs(value)));
  const positiveWeights = FloatMatrix.from(1, columns, [1, 2, 0.5, 3, 1]);
  const signs = FloatMatrix.from(
    rows,
    columns,
    Array.from({ length: rows * columns }, (_, at) => (at % 3 === 0 ? 1 : -1)),
  );

  it('have the numeric gradients', () => {
    checkGradient(scores, (z) => softmaxCrossEntropy(z, [0, 4, 2]));
    checkGradient(scores, (z) => softmaxCrossEntropy(z, [0, 4, 2], { labelSmoothing: 0.1 }));
    checkGradient(scores, (z) => softmaxCrossEntropy(z, probabilities));
    checkGradient(scores, (z) => sigmoidCrossEntropy(z, probabilities));
    checkGradient(scores, (z) =>
      sigmoidCrossEntropy(z, probabilities, { weights, positiveWeights, divisor: rows }),
    );
    checkGradient(scores, (z) => squaredHinge(z, signs));
    checkGradient(scores, (z) => squaredHinge(z, signs, { weights, divisor: 2 }));
  });

  it('stay exact far from zero', () => {
    const far = FloatMatrix.from(1, 2, [200, -200]);
    const wrong = FloatMatrix.from(1, 2, [0, 1]);
    const right = FloatMatrix.from(1, 2, [1, 0]);
    expect(sigmoidCrossEntropy(far, wrong).loss).toBeCloseTo(200, 12);
    expect(sigmoidCrossEntropy(far, right).loss).toBe(0);
    expect(softmaxCrossEntropy(far, [1]).loss).toBeCloseTo(400, 12);
    expect([...softmaxCrossEntropy(far, [0]).gradient.data].map(Math.abs)).toEqual([0, 0]);
  });

  it('refuse NaN, infinite losses and classes that do not exist', () => {
    const strange = FloatMatrix.from(1, 2, [NaN, 0]);
    const targets = FloatMatrix.from(1, 2, [1, -1]);
    expect(() => softmaxCrossEntropy(strange, [0])).toThrow(/finite loss/);
    expect(() => sigmoidCrossEntropy(strange, targets)).toThrow(/finite loss/);
    expect(() => squaredHinge(strange, targets)).toThrow(/finite loss/);
    expect(() => softmaxCrossEntropy(scores, [0, 5, 1])).toThrow(/class of row 1/);
    expect(() => softmaxCrossEntropy(scores, [0, 1])).toThrow(/equal numbers/);
    expect(() => squaredHinge(scores, targets)).toThrow(/targets of 3 rows/);
    expect(() => sigmoidCrossEntropy(scores, signs, { divisor: 0 })).toThrow(/divisor/);
  });
});
