import { describe, expect, it } from 'vitest';
import { mulberry32, uniformBits, uniformFloats } from './random.ts';

describe('mulberry32', () => {
  it('gives the published numbers for seed 0', () => {
    const next = mulberry32(0);
    expect([next(), next(), next()].map((value) => value / 2 ** 32)).toEqual([
      0.26642920868471265, 0.0003297457005828619, 0.2232720274478197,
    ]);
  });

  it('fills floats in -1 .. 1 and balanced bits', () => {
    const next = mulberry32(7);
    const floats = uniformFloats(10_000, next);
    expect(Math.min(...floats)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...floats)).toBeLessThanOrEqual(1);
    const ones = uniformBits(10_001, next).reduce((sum, bit) => sum + bit, 0);
    expect(Math.abs(ones - 5000)).toBeLessThan(300);
  });
});
