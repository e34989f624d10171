import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, summarise } from './statistics.ts';

describe('quantile', () => {
  it('interpolates between neighbours', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('refuses an empty list', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('summarise', () => {
  it('does not depend on the order of the samples and orders its figures', () => {
    const samples = fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(samples, (values) => {
        const timing = summarise(values);
        expect(summarise([...values].reverse())).toEqual(timing);
        expect(timing.p10).toBeLessThanOrEqual(timing.median);
        expect(timing.median).toBeLessThanOrEqual(timing.p90);
        expect(timing.p90).toBeLessThanOrEqual(Math.max(...values));
        expect(timing.samples).toBe(values.length);
      }),
    );
  });

  it('names the spread as a share of the median', () => {
    expect(summarise([1, 1, 1, 1, 1]).spread).toBe(0);
    expect(summarise([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({
      median: 5,
      p10: 1,
      p90: 9,
      spread: 1.6,
      samples: 11,
    });
  });
});
