import { describe, expect, it } from 'vitest';
import { meanWithInterval } from './statistics.ts';

describe('a mean with its interval', () => {
  const values = Array.from({ length: 64 }, (_, at) => Math.sin(at * 7) * 3);
  const alone = values.map((_, at) => String(at));

  it('is nearly that of the normal distribution where every value stands alone', () => {
    const { mean, ci95, interval } = meanWithInterval(values, alone);
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 63);
    expect(ci95).toBeCloseTo((1.96 * deviation) / 8, 1);
    expect(interval[0]).toBeLessThan(mean);
    expect(interval[1] - interval[0]).toBe(2 * ci95);
  });

  it('is wider where values stand or fall together, as wide as if each group were one value', () => {
    const twice = [...values, ...values];
    const together = meanWithInterval(twice, [...alone, ...alone]);
    expect(together.ci95).toBeCloseTo(meanWithInterval(values, alone).ci95, 10);
    const apart = meanWithInterval(
      twice,
      twice.map((_, at) => String(at)),
    );
    expect(apart.ci95).toBeLessThan(0.85 * together.ci95);
  });

  it('is nothing for a single group, and the same on every run', () => {
    expect(meanWithInterval([7], ['a'])).toEqual({ mean: 7, ci95: 0, interval: [7, 7] });
    expect(meanWithInterval(values, alone)).toEqual(meanWithInterval(values, alone));
  });
});
