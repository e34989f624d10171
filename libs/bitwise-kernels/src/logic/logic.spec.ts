import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BitMatrix,
  combine,
  complement,
  withKernels,
  type KernelVariant,
  type LogicOperation,
} from '../index.ts';

const widths = [1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257];
const variants: KernelVariant[] = ['simd', 'scalar', 'reference'];
const onBits: Record<LogicOperation, (a: number, b: number) => number> = {
  and: (a, b) => a * b,
  or: (a, b) => Math.max(a, b),
  xor: (a, b) => Math.abs(a - b),
  'and-not': (a, b) => a * (1 - b),
};

const bits = (rows: number, columns: number) =>
  fc
    .array(fc.integer({ min: 0, max: 1 }), { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => Uint8Array.from(values));

describe.each(variants)('logic, %s', (variant) => {
  it.each(widths)('combines, complements, counts and compares, %i wide', (columns) => {
    fc.assert(
      fc.property(bits(3, columns), bits(3, columns), (first, second) => {
        using a = BitMatrix.fromBytes(3, columns, first);
        using b = BitMatrix.fromBytes(3, columns, second);
        withKernels(variant, () => {
          for (const operation of Object.keys(onBits) as LogicOperation[]) {
            using c = combine(operation, a, b);
            const expected = Array.from(first, (bit, i) => onBits[operation](bit, second[i]!));
            expect(Array.from(c.toBytes())).toEqual(expected);
            expect(c.popcount()).toBe(expected.reduce((sum, bit) => sum + bit, 0));
          }
          using turned = complement(a);
          expect(Array.from(turned.toBytes())).toEqual(Array.from(first, (bit) => 1 - bit));
          // The count sees the padding too, so it shows that the padding stayed 0.
          expect(turned.popcount() + a.popcount()).toBe(3 * columns);
          expect(a.equals(b)).toBe(first.every((bit, i) => bit === second[i]));
          using copy = a.clone();
          expect(a.equals(copy)).toBe(true);
          copy.set(2, columns - 1, !a.get(2, columns - 1));
          expect(a.equals(copy)).toBe(false);
        });
      }),
      { numRuns: 10 },
    );
  });

  it('writes into a destination, which may be an operand', () => {
    withKernels(variant, () => {
      const a = BitMatrix.fromBytes(1, 4, Uint8Array.of(0, 0, 1, 1));
      const b = BitMatrix.fromBytes(1, 4, Uint8Array.of(0, 1, 0, 1));
      expect(combine('xor', a, b, a)).toBe(a);
      expect(a.toBytes().join('')).toBe('0110');
      expect(complement(a, a).toBytes().join('')).toBe('1001');
    });
  });
});

describe('logic at the boundary', () => {
  it('refuses operands and destinations of another size', () => {
    const a = BitMatrix.create(2, 3);
    expect(() => combine('or', a, BitMatrix.create(3, 2))).toThrow('second matrix of 2 x 3');
    expect(() => complement(a, BitMatrix.create(2, 4))).toThrow('destination of 2 x 3');
    expect(() => combine('nor' as LogicOperation, a, a)).toThrow('received nor');
    expect(a.equals(BitMatrix.create(3, 2))).toBe(false);
  });
});
