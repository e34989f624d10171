import { describe, expect, it } from 'vitest';
import { FloatMatrix } from './float-matrix.ts';
import { edges, onVariants, randomBits, randomFloats, stream } from './samples.fixture.ts';
import { signBits } from './sign-bits.ts';
import { transposeBits } from './transpose-bits.ts';

const shapes = edges.map((edge, at) => [edge, edges[(at * 4 + 2) % edges.length]!] as const);

describe('transposeBits', () => {
  it.each(shapes)('%i rows, %i columns', (rows, columns) => {
    const bits = randomBits(rows, columns, stream(rows * 997 + columns));
    const { simd, scalar, reference } = onVariants(() => transposeBits(bits));
    expect(simd.equals(reference)).toBe(true);
    expect(scalar.equals(reference)).toBe(true);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        expect(simd.get(column, row)).toBe(bits.get(row, column));
      }
    }
    expect(transposeBits(simd).equals(bits)).toBe(true);
  });
});

describe('signBits', () => {
  it.each(shapes)('%i rows, %i columns', (rows, columns) => {
    const next = stream(rows * 31 + columns);
    const values = randomFloats(rows, columns, next);
    values.data[0] = -0;
    const shift = randomFloats(1, columns, next, 0.5);
    const plain = onVariants(() => signBits(values));
    const shifted = onVariants(() => signBits(values, { shift }));
    const expected = Array.from(values.data, (value) => Number(value >= 0));
    expect(Array.from(plain.simd.toBytes())).toEqual(expected);
    expect(plain.scalar.equals(plain.simd) && plain.reference.equals(plain.simd)).toBe(true);
    const moved = Array.from(values.data, (value, at) =>
      Number(Math.fround(value + shift.data[at % columns]!) >= 0),
    );
    expect(Array.from(shifted.simd.toBytes())).toEqual(moved);
    expect(shifted.reference.equals(shifted.simd)).toBe(true);
    expect(shifted.simd.popcount()).toBe(moved.reduce((sum, bit) => sum + bit, 0));
  });

  it('refuses NaN at any place on every variant', () => {
    for (const at of [0, 5, 15, 16, 18]) {
      const values = FloatMatrix.create(1, 19);
      values.data[at] = NaN;
      const { simd, reference } = onVariants(() => {
        try {
          signBits(values);
          return 'accepted';
        } catch (error) {
          return (error as { code: string }).code;
        }
      });
      expect([simd, reference]).toEqual(['value-invalid', 'value-invalid']);
    }
  });
});
