import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BitMatrix,
  packSigns,
  packThreshold,
  selectedKernels,
  unpackBytes,
  withKernels,
  type KernelVariant,
} from '../index.ts';

const widths = [1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257];
const variants: KernelVariant[] = ['simd', 'scalar', 'reference'];

/** The bits past the last column, which must be 0. */
function paddingOf(matrix: BitMatrix): number {
  let bits = 0;
  for (const word of matrix.words) bits += word.toString(2).replaceAll('0', '').length;
  return bits - matrix.toBytes().reduce((sum, bit) => sum + bit, 0);
}

const bytesOf = (rows: number, columns: number) =>
  fc.uint8Array({ minLength: rows * columns, maxLength: rows * columns });

describe.each(variants)('packing, %s', (variant) => {
  it.each(widths)('packs what is above the threshold, %i wide', (columns) => {
    fc.assert(
      fc.property(bytesOf(5, columns), fc.integer({ min: 0, max: 255 }), (bytes, threshold) => {
        using packed = withKernels(variant, () => packThreshold(bytes, 5, columns, threshold));
        const expected = Array.from(bytes, (byte) => Number(byte > threshold));
        expect(Array.from(withKernels(variant, () => packed.toBytes()))).toEqual(expected);
        expect(paddingOf(packed)).toBe(0);
        const chosen = withKernels(variant, () => unpackBytes(packed, { zero: 7, one: 200 }));
        expect(Array.from(chosen)).toEqual(expected.map((bit) => (bit ? 200 : 7)));
      }),
      { numRuns: 20 },
    );
  });

  it.each(widths)('packs signs, %i wide', (columns) => {
    const floats = fc.float32Array({
      minLength: 3 * columns,
      maxLength: 3 * columns,
      noNaN: true,
    });
    fc.assert(
      fc.property(floats, (values) => {
        using packed = withKernels(variant, () => packSigns(values, 3, columns));
        expect(Array.from(packed.toBytes())).toEqual(Array.from(values, (v) => Number(v >= 0)));
        expect(paddingOf(packed)).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses NaN at any place, naming the index', () => {
    for (const index of [0, 3, 65, 66]) {
      const values = new Float32Array(67).fill(1);
      values[index] = NaN;
      expect(() => withKernels(variant, () => packSigns(values, 1, 67))).toThrow(
        `received NaN at index ${index}`,
      );
    }
  });

  it('packs in strips: many rows, rows longer than a strip', () => {
    for (const [rows, columns] of [
      [3000, 130],
      [2, 140_001],
    ] as const) {
      const bytes = Uint8Array.from({ length: rows * columns }, (_, i) => (i * 7919) % 251);
      using packed = withKernels(variant, () => packThreshold(bytes, rows, columns, 100));
      const unpacked = withKernels(variant, () => unpackBytes(packed));
      expect(unpacked.findIndex((bit, i) => bit !== Number(bytes[i]! > 100))).toBe(-1);
    }
  });
});

describe('packing at the boundary', () => {
  it('runs on SIMD here', () => {
    expect(selectedKernels()).toEqual({
      variant: 'simd',
      reason: 'This engine runs WebAssembly with SIMD.',
    });
  });

  it('refuses wrong counts, sizes and bytes', () => {
    expect(() => packThreshold(new Uint8Array(5), 2, 3, 0)).toThrow('expected 6 bytes');
    expect(() => packThreshold(new Uint8Array(0), 0, 3, 0)).toThrow('rows of at least 1');
    expect(() => packThreshold(new Uint8Array(6), 2, 3, 256)).toThrow('threshold from 0 to 255');
    expect(() => packSigns(new Float32Array(7), 2, 3)).toThrow('expected 6 floats');
    expect(() => BitMatrix.fromBytes(2, 3, new Uint8Array(7))).toThrow('expected 6 bytes');
    expect(() => unpackBytes(BitMatrix.create(2, 3), { destination: new Uint8Array(5) })).toThrow(
      'expected 6 bytes of destination',
    );
    expect(() => unpackBytes(BitMatrix.create(2, 3), { one: 1.5 })).toThrow('one from 0 to 255');
  });

  it('writes into the destination it was given', () => {
    const destination = new Uint8Array(3);
    const bits = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 9));
    expect(unpackBytes(bits, { one: 255, destination })).toBe(destination);
    expect([...destination]).toEqual([255, 0, 255]);
  });
});
