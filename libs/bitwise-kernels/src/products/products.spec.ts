import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { withKernels, type KernelVariant } from '../storage/variant.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import { decisionsByMethod, productByMethod } from './binary-product.ts';
import { BinaryProduct, ColumnThresholds, setProductAutotune, xnorProduct } from './index.ts';
import { nameOf, simdMethods, type ProductMethod } from './methods.ts';
import { affineReference, decideReference, productReference } from './reference.ts';

/** Widths at the edges of words, vectors, octets of 48, 56 and 64 bits, and of real layers. */
const widths = [
  1, 31, 32, 33, 47, 48, 49, 55, 56, 57, 63, 64, 65, 127, 128, 129, 191, 192, 193, 575, 576, 577,
  1151, 2305,
];
const heights: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 7],
  [3, 5],
  [2, 130],
  [17, 33],
  [35, 66],
];
const variants: KernelVariant[] = ['simd', 'scalar', 'reference'];

/** Signs as plain numbers: what a float product multiplies. */
const signsOf = (matrix: BitMatrix) => Array.from(matrix.toBytes(), (bit) => 2 * bit - 1);

/** The product of two sign matrices in floating point, knowing nothing of bits. */
function floatProductOf(a: BitMatrix, b: BitMatrix): number[] {
  const x = signsOf(a);
  const y = signsOf(b);
  const k = a.columns;
  return Array.from({ length: a.rows * b.rows }, (_, at) => {
    let sum = 0;
    const i = Math.floor(at / b.rows);
    const j = at % b.rows;
    for (let p = 0; p < k; p++) sum += x[i * k + p]! * y[j * k + p]!;
    return sum;
  });
}

/** Deterministic bits: a seed names them, so a failure is replayed by its printed sizes. */
function bits(rows: number, columns: number, seed: number): BitMatrix {
  let state = Math.imul(seed + rows * 31 + columns, 0x9e3779b1) | 1;
  const bytes = Uint8Array.from({ length: rows * columns }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 9) & 1;
  });
  return BitMatrix.fromBytes(rows, columns, bytes);
}

const plain = (values: ArrayLike<number>) => Array.from(values);

afterEach(() => setProductAutotune(true));

describe('the reference', () => {
  it.each([1, 31, 33, 64, 129, 577])('equals a product of floats at K = %i', (k) => {
    using a = bits(3, k, 1);
    using b = bits(5, k, 2);
    expect(plain(productReference(a, b))).toEqual(floatProductOf(a, b));
  });
});

describe.each(simdMethods.map((method) => [nameOf(method), method] as const))(
  '%s',
  (_, method: ProductMethod) => {
    it.each(widths)('gives the bits of the reference at K = %i', (k) => {
      for (const [m, n] of heights) {
        using a = bits(m, k, 3);
        using b = bits(n, k, 4);
        const expected = plain(productReference(a, b));
        expect(plain(productByMethod(method, a, b).values), `${m} x ${n}`).toEqual(expected);
      }
    });

    it('decides by the levels of the columns, rising and falling', () => {
      for (const [m, n, k] of [
        [1, 1, 5],
        [3, 31, 64],
        [17, 33, 65],
        [33, 100, 129],
        [35, 160, 48],
      ] as const) {
        using a = bits(m, k, 7);
        using b = bits(n, k, 8);
        const level = (column: number) => ((column * 7) % 23) - 11;
        const falling = (column: number) => column % 3 === 1;
        const columns = Array.from({ length: n }, (_, column) => column);
        using thresholds = ColumnThresholds.of(columns.map(level), columns.map(falling));
        using decided = decisionsByMethod(method, a, b, thresholds);
        const expected = Array.from(productReference(a, b), (dot, at) =>
          decideReference(dot, level(at % n), falling(at % n)),
        );
        expect([...decided.toBytes()], `${m} x ${n}`).toEqual(expected);
        // The padding of rows stays 0.
        expect(decided.popcount()).toBe(expected.reduce<number>((sum, bit) => sum + bit, 0));
      }
    });

    it('agrees with floats where all bits agree and where none do', () => {
      for (const k of [64, 240, 248, 256, 257, 2048]) {
        using ones = BitMatrix.fromBytes(18, k, new Uint8Array(18 * k).fill(1));
        using zeros = BitMatrix.create(18, k);
        expect(new Set(productByMethod(method, ones, zeros).values)).toEqual(new Set([-k]));
        expect(new Set(productByMethod(method, zeros, ones).values)).toEqual(new Set([-k]));
        expect(new Set(productByMethod(method, ones, ones).values)).toEqual(new Set([k]));
      }
    });
  },
);

describe('products of any shape', () => {
  const shapes = fc.record({
    m: fc.integer({ min: 1, max: 70 }),
    n: fc.integer({ min: 1, max: 140 }),
    k: fc.integer({ min: 1, max: 400 }),
    seed: fc.integer(),
  });

  it.each(variants)('equal the float product, %s', (variant) => {
    fc.assert(
      fc.property(shapes, ({ m, n, k, seed }) => {
        using a = bits(m, k, seed);
        using b = bits(n, k, seed + 1);
        const product = withKernels(variant, () => xnorProduct(a, b));
        expect(plain(product)).toEqual(floatProductOf(a, b));
      }),
      { numRuns: 25 },
    );
  });

  it('cover blocks of rows on both sides', () => {
    using tall = bits(4100, 70, 5);
    using few = bits(20, 70, 6);
    const expected = plain(productReference(tall, few));
    for (const method of simdMethods) {
      expect(plain(productByMethod(method, tall, few).values)).toEqual(expected);
      const turned = productByMethod(method, few, tall).values;
      expect(
        turned.every((value, at) => value === expected[(at % 4100) * 20 + Math.floor(at / 4100)]),
      ).toBe(true);
    }
  });
});

describe.each(variants)('outputs, %s', (variant) => {
  const shapes = [
    [1, 1, 1],
    [1, 130, 129],
    [3, 17, 64],
    [5, 31, 577],
    [9, 33, 65],
    [40, 64, 147],
    [100, 20, 96],
  ] as const;

  it.each(shapes)('are those of the reference for %i x %i x %i', (m, n, k) => {
    using a = bits(m, k, 7);
    using b = bits(n, k, 8);
    using product = BinaryProduct.prepare(b);
    const dots = plain(productReference(a, b));
    const levels = Array.from(
      { length: n },
      (_, j) => [0, 3, -3, 1.5, Infinity, -k, k, -Infinity][j % 8]!,
    );
    const falling = Array.from({ length: n }, (_, j) => (j * 7) % 3 === 0);
    const scale = Float32Array.from({ length: n }, (_, j) => 0.37 * (j - 5));
    const shift = Float32Array.from({ length: n }, (_, j) => 1.1 - 0.01 * j);
    withKernels(variant, () => {
      expect(plain(product.toInt32(a))).toEqual(dots);
      expect(plain(product.toInt16(a))).toEqual(dots);
      expect(plain(product.toFloat(a, scale, shift))).toEqual(
        dots.map((dot, at) => affineReference(dot, scale[at % n]!, shift[at % n]!)),
      );
      using decided = product.toBits(a, ColumnThresholds.of(levels, falling));
      expect(plain(decided.toBytes())).toEqual(
        dots.map((dot, at) => decideReference(dot, levels[at % n]!, falling[at % n]!)),
      );
      const ones = decided.toBytes().reduce((sum, bit) => sum + bit, 0);
      expect(decided.popcount(), 'padding stays zero').toBe(ones);
    });
  });

  it('take floats in: sign, pack, product, folded batch norm and sign in one call', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 3 * 37, maxLength: 3 * 37, noNaN: true }),
        fc.array(fc.integer({ min: -38, max: 38 }), { minLength: 21, maxLength: 21 }),
        (values, levels) => {
          using weights = bits(21, 37, 9);
          using product = BinaryProduct.prepare(weights);
          using matrix = FloatMatrix.from(3, 37, values);
          const thresholds = ColumnThresholds.of(levels);
          const signs = Array.from(values, (value) => (value >= 0 ? 1 : -1));
          const ys = signsOf(weights);
          const expected = Array.from({ length: 63 }, (_, at) => {
            const row = Math.floor(at / 21) * 37;
            const column = (at % 21) * 37;
            let dot = 0;
            for (let p = 0; p < 37; p++) dot += signs[row + p]! * ys[column + p]!;
            return Number(dot >= levels[at % 21]!);
          });
          withKernels(variant, () => {
            using one = product.toBits(values, thresholds);
            using two = product.toBits(matrix, thresholds);
            expect(plain(one.toBytes())).toEqual(expected);
            expect(two.equals(one)).toBe(true);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('reuse a destination whatever it held, and clear its padding', () => {
    using a = bits(2, 40, 1);
    using b = bits(37, 40, 2);
    using product = BinaryProduct.prepare(b);
    using out = BitMatrix.create(2, 37);
    out.words.fill(0xffffffff);
    withKernels(variant, () => product.toBits(a, ColumnThresholds.of(new Float64Array(37)), out));
    expect(out.popcount()).toBe(plain(productReference(a, b)).filter((dot) => dot >= 0).length);
    const integers = new Int32Array(74).fill(-1);
    expect(withKernels(variant, () => product.toInt32(a, integers))).toBe(integers);
    expect(plain(integers)).toEqual(plain(productReference(a, b)));
  });
});

describe('16-bit limits', () => {
  it('are exact at K = 32767 and refused at 32768', () => {
    using ones = BitMatrix.fromBytes(2, 32767, new Uint8Array(2 * 32767).fill(1));
    using zeros = BitMatrix.create(2, 32767);
    using product = BinaryProduct.prepare(ones);
    for (const variant of variants) {
      withKernels(variant, () => {
        expect(plain(product.toInt16(ones))).toEqual([32767, 32767, 32767, 32767]);
        expect(plain(product.toInt16(zeros))).toEqual([-32767, -32767, -32767, -32767]);
      });
    }
    using wide = BinaryProduct.prepare(BitMatrix.create(1, 32768));
    expect(() => wide.toInt16(BitMatrix.create(1, 32768))).toThrow('at most 32767 bits');
  });

  it('of counts are exact at K = 65535 by every method and refused at 65536', () => {
    using ones = BitMatrix.fromBytes(1, 65535, new Uint8Array(65535).fill(1));
    using zeros = BitMatrix.create(1, 65535);
    for (const method of simdMethods) {
      expect(plain(productByMethod(method, ones, zeros).values)).toEqual([-65535]);
    }
    using product = BinaryProduct.prepare(ones);
    for (const [level, expected] of [
      [-65535, '11'],
      [-65534, '01'],
      [65535, '01'],
      [65536, '00'],
    ] as const) {
      const thresholds = ColumnThresholds.of([level]);
      for (const variant of variants) {
        withKernels(variant, () => {
          const both = [zeros, ones].map((a) => product.toBits(a, thresholds).toBytes()[0]);
          expect(both.join(''), `${variant} ${level}`).toBe(expected);
        });
      }
    }
    expect(() => BinaryProduct.prepare(BitMatrix.create(1, 65536))).toThrow('at most 65535 bits');
  });
});

describe('at the boundary', () => {
  const weights = () => bits(4, 10, 1);

  it('sizes that do not fit are refused by name', () => {
    using product = BinaryProduct.prepare(weights());
    const a = bits(3, 10, 2);
    expect(() => product.toInt32(bits(3, 11, 2))).toThrow('activations of 10 columns');
    expect(() => product.toInt32(FloatMatrix.create(3, 9))).toThrow('activations of 10 columns');
    expect(() => product.toInt32(new Float32Array(15))).toThrow('whole rows of 10');
    expect(() => product.toInt32(new Float32Array(0))).toThrow('whole rows of 10');
    expect(() => product.toInt32(a, new Int32Array(11))).toThrow('a destination of 12 elements');
    expect(() => product.toInt16(a, new Int16Array(13))).toThrow('a destination of 12 elements');
    const four = new Float32Array(4);
    expect(() => product.toFloat(a, new Float32Array(3), four)).toThrow('a scale of 4 elements');
    expect(() => product.toFloat(a, four, new Float32Array(5))).toThrow('a shift of 4 elements');
    expect(() => product.toFloat(a, four, four, new Float32Array(1))).toThrow(
      'a destination of 12',
    );
    expect(() => product.toBits(a, ColumnThresholds.of([1]))).toThrow('thresholds of 4 elements');
    const thresholds = ColumnThresholds.of([0, 0, 0, 0]);
    expect(() => product.toBits(a, thresholds, BitMatrix.create(3, 5))).toThrow('3 x 4');
    expect(() => xnorProduct(a, bits(2, 9, 1))).toThrow('activations of 9 columns');
  });

  it('an output over its own input is refused', () => {
    using square = BinaryProduct.prepare(bits(10, 10, 1));
    const a = bits(3, 10, 2);
    const thresholds = ColumnThresholds.of(new Float64Array(10));
    expect(() => square.toBits(a, thresholds, a)).toThrow('apart from the activations');
  });

  it('NaN is refused, in activations and in levels', () => {
    using product = BinaryProduct.prepare(weights());
    const values = new Float32Array(20);
    values[13] = NaN;
    expect(() => product.toInt32(values)).toThrow('NaN');
    expect(() => product.toInt32(FloatMatrix.from(2, 10, values))).toThrow('NaN');
    expect(() => ColumnThresholds.of([0, NaN])).toThrow('NaN at index 1');
    expect(() => ColumnThresholds.of([])).toThrow('at least one level');
    expect(() => ColumnThresholds.of([0], [true, false])).toThrow('1 flags for 1 levels');
  });

  it('disposed operands are refused, emptied views too', () => {
    const product = BinaryProduct.prepare(weights());
    const gone = bits(3, 10, 2);
    gone.dispose();
    expect(() => product.toInt32(gone)).toThrow('disposed');
    const detached = new Int32Array(12);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    expect(() => product.toInt32(bits(3, 10, 2), detached)).toThrow('received 0');
    product.dispose();
    product.dispose();
    expect(() => product.toInt32(bits(3, 10, 2))).toThrow('disposed');
    expect(() => BinaryProduct.prepare(gone)).toThrow('disposed');
  });

  it('all memory is given back', () => {
    const a = bits(40, 300, 2);
    const b = bits(70, 300, 1);
    const thresholds = ColumnThresholds.of(new Float64Array(70));
    const before = kernelMemory.used;
    const product = BinaryProduct.prepare(b);
    for (const rows of [1, 40]) {
      using part = bits(rows, 300, 3);
      product.toInt32(part);
      product.toBits(part, thresholds).dispose();
    }
    for (const method of simdMethods) productByMethod(method, a, b);
    product.dispose();
    thresholds.dispose();
    expect(kernelMemory.used).toBe(before);
  });
});

describe('results in the kernels’ memory', () => {
  it('arrive in place, even when the memory grows on the way', () => {
    using a = bits(3, 100, 1);
    using b = bits(5, 100, 2);
    using product = BinaryProduct.prepare(b);
    using out = FloatMatrix.create(3, 5);
    const one = new Float32Array(5).fill(1);
    expect(product.toFloat(a, one, new Float32Array(5), out)).toBe(out);
    expect(plain(out.data)).toEqual(plain(productReference(a, b)));
    const view = new Int32Array(kernelMemory.buffer, out.pointer, 15);
    expect(plain(product.toInt32(a, view))).toEqual(plain(productReference(a, b)));
  });
});

describe('the autotune', () => {
  it('never changes a result and settles', () => {
    using a = bits(96, 640, 1);
    using b = bits(128, 640, 2);
    using product = BinaryProduct.prepare(b);
    const expected = plain(productReference(a, b));
    expect(product.planFor(96).measured).toBe(false);
    for (let call = 0; call < 24; call++) expect(plain(product.toInt32(a))).toEqual(expected);
    expect(product.planFor(96).measured).toBe(true);
    setProductAutotune(false);
    expect(product.planFor(96).measured).toBe(false);
    expect(plain(product.toInt32(a))).toEqual(expected);
    expect(product.planFor(96).measured).toBe(false);
  });
});
