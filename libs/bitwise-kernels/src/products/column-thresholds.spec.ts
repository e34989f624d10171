import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnThresholds, foldBatchNorm } from './column-thresholds.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('folded batch norm', () => {
  it('decides as normalising and taking the sign does', () => {
    const column = fc.record({
      mean: fc.integer({ min: -50, max: 50 }),
      variance: number(0, 100),
      gamma: fc.oneof(fc.constant(0), number(0.01, 4), number(-4, -0.01)),
      beta: number(-3, 3),
      bias: fc.integer({ min: -5, max: 5 }),
    });
    fc.assert(
      fc.property(column, fc.integer({ min: -200, max: 200 }), (c, dot) => {
        const thresholds = foldBatchNorm({
          mean: [c.mean],
          variance: [c.variance],
          gamma: [c.gamma],
          beta: [c.beta],
          bias: [c.bias],
          epsilon: 1e-3,
        });
        const y = (c.gamma * (dot + c.bias - c.mean)) / Math.sqrt(c.variance + 1e-3) + c.beta;
        // Within rounding of zero either answer is right.
        fc.pre(Math.abs(y) > 1e-9 || c.gamma === 0);
        expect(thresholds.decide(0, dot)).toBe(y >= 0 ? 1 : 0);
      }),
      { numRuns: 500 },
    );
  });

  it('needs the mean and the variance alone', () => {
    const thresholds = foldBatchNorm({ mean: [2, -1], variance: [1, 1] });
    expect([thresholds.level(0), thresholds.level(1)]).toEqual([2, -1]);
    expect(thresholds.isFalling(0)).toBe(false);
  });

  it('refuses lengths that differ and variances that cannot be', () => {
    expect(() => foldBatchNorm({ mean: [1, 2], variance: [1] })).toThrow('2 values of variance');
    expect(() => foldBatchNorm({ mean: [1], variance: [-1] })).toThrow('a variance above -epsilon');
    expect(() => foldBatchNorm({ mean: [1], variance: [NaN] })).toThrow('a variance above');
    expect(() => foldBatchNorm({ mean: [NaN], variance: [1] })).toThrow('NaN at index 0');
  });
});

describe('thresholds', () => {
  it('keep their own copy', () => {
    const levels = [1, 2];
    const thresholds = ColumnThresholds.of(levels, [0, 1]);
    levels[0] = 9;
    expect(thresholds.level(0)).toBe(1);
    expect(thresholds.decide(0, 1)).toBe(1);
    expect(thresholds.decide(0, 0)).toBe(0);
    expect(thresholds.decide(1, 2)).toBe(1);
    expect(thresholds.decide(1, 3)).toBe(0);
  });
});
