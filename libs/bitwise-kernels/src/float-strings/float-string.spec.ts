import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FloatString, type KernelVariant, withKernels } from '../index.ts';

const variants: KernelVariant[] = ['simd', 'reference'];
const REACH = 70;
/** Whole numbers: their sums are exact in any order. */
const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 1300 });
const copies = fc.array(
  fc.record({
    shift: fc.integer({ min: -REACH, max: REACH }),
    weight: fc.integer({ min: -4, max: 4 }),
  }),
  { maxLength: 11 },
);

function stringOf(floats: readonly number[], length = 1300): FloatString {
  const string = new FloatString(length, REACH);
  string.data.set(floats);
  return string;
}

describe.each(variants)('float strings, %s', (variant) => {
  it('add weighted shifted copies as defined', () => {
    fc.assert(
      fc.property(values, copies, fc.boolean(), (floats, moves, accumulate) => {
        using source = stringOf(floats);
        using result = new FloatString(1300, REACH);
        result.data.fill(3);
        withKernels(variant, () =>
          source.correlate(
            moves.map(({ weight }) => weight),
            moves.map(({ shift }) => shift),
            result,
            { accumulate },
          ),
        );
        const expected = Array.from(result.data, (_, place) =>
          moves.reduce(
            (sum, { shift, weight }) => sum + weight * (floats[place + shift] ?? 0),
            accumulate ? 3 : 0,
          ),
        );
        expect(Array.from(result.data, (value) => value + 0)).toEqual(expected.map((v) => v + 0));
      }),
      { numRuns: 40 },
    );
  });

  it('multiply with shifted copies as defined', () => {
    fc.assert(
      fc.property(values, values, copies, (first, second, moves) => {
        using fixed = stringOf(first);
        using moved = stringOf(second);
        const shifts = moves.map(({ shift }) => shift);
        const sums = withKernels(variant, () => fixed.products(moved, shifts));
        const expected = shifts.map((shift) =>
          first.reduce((sum, value, place) => sum + value * (second[place + shift] ?? 0), 0),
        );
        expect(Array.from(sums, (sum) => sum + 0)).toEqual(expected.map((sum) => sum + 0));
      }),
      { numRuns: 40 },
    );
  });
});

describe('float strings', () => {
  it('give the same bits in every variant', () => {
    const wave = Array.from({ length: 1300 }, (_, at) => Math.sin(at * 0.7) / 3);
    const shifts = [-70, -13, 0, 1, 50];
    const weights = [0.1, -0.7, 1 / 3, 0.01, 2.5];
    const [simd, reference] = variants.map((variant) =>
      withKernels(variant, () => {
        using source = stringOf(wave);
        using result = new FloatString(1300, REACH);
        source.correlate(weights, shifts, result);
        const sums = [...result.data, ...result.products(source, shifts)];
        result.logistic(-0.3, 21.7, result);
        return [...sums, ...result.data];
      }),
    );
    expect(simd).toEqual(reference);
  });

  it('take the logistic function as near as 32 bits allow', () => {
    using string = new FloatString(400, 0);
    string.data.set(Array.from({ length: 400 }, (_, at) => (at - 200) / 3));
    using result = new FloatString(400, 0);
    string.logistic(0.25, -0.75, result);
    for (const [at, value] of string.data.entries()) {
      const expected = 1 / (1 + Math.exp(0.75 * (value - 0.25)));
      const least = 5e-18;
      expect(Math.abs(result.data[at]! - expected)).toBeLessThan(1e-6 * expected + least);
    }
  });

  it('refuse what does not fit', () => {
    using string = new FloatString(20, 3);
    using other = new FloatString(40, 3);
    using twin = new FloatString(20, 3);
    const code = (name: string) => expect.objectContaining({ code: name });
    expect(string.length).toBe(32);
    expect(() => new FloatString(0, 1)).toThrow(code('size-invalid'));
    expect(() => new FloatString(9, -1)).toThrow(code('size-invalid'));
    expect(() => string.correlate([1], [0], other)).toThrow(code('size-mismatch'));
    expect(() => string.correlate([1], [0], string)).toThrow(code('size-mismatch'));
    expect(() => string.correlate([1, 2], [0], twin)).toThrow(code('size-mismatch'));
    expect(() => string.correlate([1], [4], twin)).toThrow(code('value-invalid'));
    expect(() => string.products(other, [0])).toThrow(code('size-mismatch'));
    expect(() => string.products(twin, [-4])).toThrow(code('value-invalid'));
  });
});
