import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { withKernels, type KernelVariant } from '../storage/variant.ts';
import { ColumnThresholds } from './column-thresholds.ts';
import { integerProductReference } from './integer-product.reference.ts';
import { IntegerProduct } from './integer-product.ts';
import { affineReference } from './reference.ts';

const variants: KernelVariant[] = ['simd', 'scalar', 'reference'];
const plain = (values: ArrayLike<number>) => Array.from(values);

/** The product by floats and in another loop order. */
function floatProduct(a: ArrayLike<number>, w: ArrayLike<number>, m: number, n: number, k: number) {
  const out = new Float64Array(m * n);
  for (let p = 0; p < k; p++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) out[i * n + j]! += a[i * k + p]! * w[j * k + p]!;
    }
  }
  return plain(out);
}

const cases = fc
  .record({
    m: fc.integer({ min: 1, max: 7 }),
    n: fc.integer({ min: 1, max: 37 }),
    k: fc.constantFrom(1, 2, 7, 8, 9, 15, 16, 27, 31, 33, 64, 65, 147),
    signed: fc.boolean(),
  })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      a: fc.uint8Array({ minLength: shape.m * shape.k, maxLength: shape.m * shape.k }),
      w: fc.int8Array({ minLength: shape.n * shape.k, maxLength: shape.n * shape.k }),
    }),
  );

describe.each(variants)('integer products, %s', (variant) => {
  it('equal the float product, in every output', () => {
    fc.assert(
      fc.property(cases, ({ shape: { m, n, k, signed }, a, w }) => {
        const activations = signed ? new Int8Array(a.buffer) : a;
        const expected = floatProduct(activations, w, m, n, k);
        expect(plain(integerProductReference(activations, w, n, k))).toEqual(expected);
        using product = IntegerProduct.of(w, n, k);
        const scale = Float32Array.from({ length: n }, (_, j) => 0.013 * (j - 7));
        const shift = Float32Array.from({ length: n }, (_, j) => 3.7 - j);
        const levels = Array.from(
          { length: n },
          (_, j) => [0, 1000.5, -Infinity, Infinity, -77][j % 5]!,
        );
        const falling = Array.from({ length: n }, (_, j) => j % 3 === 1);
        withKernels(variant, () => {
          expect(plain(product.toInt32(activations))).toEqual(expected);
          expect(plain(product.toFloat(activations, scale, shift))).toEqual(
            expected.map((sum, at) =>
              affineReference(Math.fround(sum), scale[at % n]!, shift[at % n]!),
            ),
          );
          using bits = product.toBits(activations, ColumnThresholds.of(levels, falling));
          const wanted = expected.map((sum, at) =>
            Number(falling[at % n] ? sum <= levels[at % n]! : sum >= levels[at % n]!),
          );
          expect(plain(bits.toBytes())).toEqual(wanted);
          expect(bits.popcount()).toBe(wanted.reduce((x, y) => x + y, 0));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('take 1-bit weights', () => {
    const signs = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 0, 1, 0, 0, 0));
    using product = IntegerProduct.ofSigns(signs);
    withKernels(variant, () => {
      expect(plain(product.toInt32(Uint8Array.of(255, 1, 2)))).toEqual([256, -258]);
      expect(plain(product.toInt32(Int8Array.of(-128, 127, 0)))).toEqual([-255, 1]);
    });
  });

  it('do not overflow at the largest sums', () => {
    const k = 65535;
    using product = IntegerProduct.of(new Int8Array(k).fill(-128), 1, k);
    withKernels(variant, () => {
      expect(product.toInt32(new Uint8Array(k).fill(255))[0]).toBe(-128 * 255 * k);
      expect(product.toInt32(new Int8Array(k).fill(-128))[0]).toBe(128 * 128 * k);
    });
  });
});

describe('at the boundary', () => {
  it('sizes that do not fit and disposed products are refused', () => {
    const product = IntegerProduct.of(new Int8Array(12), 3, 4);
    expect(() => IntegerProduct.of(new Int8Array(11), 3, 4)).toThrow('weights of 12 elements');
    expect(() => IntegerProduct.of(new Int8Array(0), 0, 4)).toThrow('outputs of at least 1');
    expect(() => IntegerProduct.of(new Int8Array(65536), 1, 65536)).toThrow('at most 65535');
    expect(() => product.toInt32(new Uint8Array(5))).toThrow('whole rows of 4');
    expect(() => product.toInt32(new Uint8Array(0))).toThrow('whole rows of 4');
    expect(() => product.toInt32(new Uint8Array(8), new Int32Array(5))).toThrow('of 6 elements');
    const wrong = ColumnThresholds.of([1]);
    expect(() => product.toBits(new Uint8Array(4), wrong)).toThrow('thresholds of 3 elements');
    const before = kernelMemory.used;
    product.toInt32(new Uint8Array(8));
    product.dispose();
    product.dispose();
    expect(kernelMemory.used).toBe(before);
    expect(() => product.toInt32(new Uint8Array(8))).toThrow('disposed');
  });
});
