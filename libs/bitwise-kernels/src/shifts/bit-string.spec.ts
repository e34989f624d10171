import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitString, type KernelVariant, withKernels } from '../index.ts';

const variants: KernelVariant[] = ['simd', 'reference'];
const reach = 300;
const shifts = fc.array(fc.integer({ min: -reach, max: reach }), { maxLength: 9 });
const places = fc.array(fc.integer({ min: 0, max: 1023 }), { maxLength: 60 });

function stringOf(ones: readonly number[]): BitString {
  const string = new BitString(1000, reach);
  for (const place of ones) string.set(place, 1);
  return string;
}

describe.each(variants)('bit strings, %s', (variant) => {
  it('takes shifted copies together as defined', () => {
    fc.assert(
      fc.property(places, shifts, fc.boolean(), (ones, moves, turned) => {
        // Dense strings as well: an intersection of sparse ones is always empty.
        const dense = Array.from({ length: 1024 }, (_, place) => place).filter(
          (place) => !ones.includes(place),
        );
        const set = new Set(turned ? dense : ones);
        using source = stringOf([...set]);
        using result = new BitString(1000, reach);
        withKernels(variant, () => {
          for (const operation of ['or', 'and'] as const) {
            source.gather(operation, moves, result);
            const expected = Array.from({ length: 1024 }, (_, place) =>
              operation === 'or'
                ? moves.some((move) => set.has(place + move))
                : moves.every((move) => set.has(place + move)),
            );
            const received = expected.map((_, place) => result.get(place) === 1);
            expect(received).toEqual(expected);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('counts differences under a mask', () => {
    fc.assert(
      fc.property(places, places, places, (first, second, third) => {
        using a = stringOf(first);
        using b = stringOf(second);
        using mask = stringOf(third);
        const expected = [...new Set(third)].filter(
          (place) => first.includes(place) !== second.includes(place),
        ).length;
        expect(withKernels(variant, () => a.differences(b, mask))).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('bit strings', () => {
  it('refuse what does not fit', () => {
    using string = new BitString(512, 3);
    using other = new BitString(1024, 3);
    expect(() => new BitString(0, 1)).toThrow(expect.objectContaining({ code: 'size-invalid' }));
    expect(() => new BitString(9, -1)).toThrow(expect.objectContaining({ code: 'size-invalid' }));
    expect(() => string.set(512, 1)).toThrow(
      expect.objectContaining({ code: 'index-out-of-range' }),
    );
    expect(() => string.gather('or', [0], other)).toThrow(
      expect.objectContaining({ code: 'size-mismatch' }),
    );
    expect(() => string.gather('or', [0], string)).toThrow(
      expect.objectContaining({ code: 'size-mismatch' }),
    );
    using twin = new BitString(512, 3);
    expect(() => string.gather('or', [4], twin)).toThrow(
      expect.objectContaining({ code: 'value-invalid' }),
    );
    expect(() => string.differences(other, twin)).toThrow(
      expect.objectContaining({ code: 'size-mismatch' }),
    );
  });
});
