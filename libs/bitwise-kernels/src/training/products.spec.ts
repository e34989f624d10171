import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsByBits } from './bits-by-bits.ts';
import { FloatMatrix } from './float-matrix.ts';
import { floatProduct } from './float-product.ts';
import {
  bitsByFloat,
  floatByBits,
  inputGradient,
  weightGradient,
  type ProductOptions,
} from './signed-product.ts';
import {
  doubleProduct,
  edges,
  largestDifference,
  onVariants,
  patterns,
  randomBits,
  randomFloats,
  signsOf,
  stream,
} from './samples.fixture.ts';

/** Rows, depth and columns round every boundary, small enough for the reference. */
const shapes = edges.flatMap((edge, at) => {
  const other = edges[(at * 7 + 3) % edges.length]!;
  const third = edges[(at * 4 + 1) % edges.length]!;
  return [
    [edge, other, third],
    [third, edge, other],
  ] as const;
});
/** From 384 rows of bits on the tables have 8 bits: both sides of that edge. */
const wide = [
  [383, 70, 3],
  [384, 70, 3],
  [385, 33, 9],
  [400, 129, 8],
] as const;

/** Checks that every variant gives the same bits, and the truth within the tolerance. */
function check(run: () => FloatMatrix, truth: Float64Array, depth: number): void {
  const { simd, scalar, reference } = onVariants(run);
  expect(patterns(simd.data)).toEqual(patterns(reference.data));
  expect(patterns(scalar.data)).toEqual(patterns(reference.data));
  // Sums of `depth` values below 1 in 32-bit floats: each addition rounds by at most 2^-24 of it.
  expect(largestDifference(simd.data, truth)).toBeLessThan(depth * depth * 2 ** -24 + 1e-6);
  for (const matrix of [simd, scalar, reference]) matrix.dispose();
}

describe('products of bits and floats', () => {
  it.each([...shapes, ...wide])('signs of %i rows, %i deep, %i columns', (rows, depth, columns) => {
    const next = stream(rows * 1000003 + depth * 1009 + columns);
    const floats = randomFloats(columns, depth, next);
    const bits = randomBits(rows, depth, next);
    const signs = signsOf(bits);
    const values = Float64Array.from(floats.data);

    const forward = doubleProduct(
      columns,
      depth,
      rows,
      (row, k) => values[row * depth + k]!,
      (k, column) => signs[column * depth + k]!,
    );
    check(() => floatByBits(floats, bits), forward, depth);

    const turned = doubleProduct(
      rows,
      depth,
      columns,
      (row, k) => signs[row * depth + k]!,
      (k, column) => values[column * depth + k]!,
    );
    check(() => bitsByFloat(bits, floats), turned, depth);
  });

  it.each([...shapes, ...wide])('gradients: %i inputs, %i deep, %i', (inputs, outputs, samples) => {
    const next = stream(inputs * 1000003 + outputs * 1009 + samples);
    const gradient = randomFloats(samples, outputs, next);
    const weights = randomBits(outputs, inputs, next);
    const x = randomBits(samples, inputs, next);
    const dy = Float64Array.from(gradient.data);
    const weightSigns = signsOf(weights);
    const inputSigns = signsOf(x);

    const dx = doubleProduct(
      samples,
      outputs,
      inputs,
      (row, k) => dy[row * outputs + k]!,
      (k, column) => weightSigns[k * inputs + column]!,
    );
    check(() => inputGradient(gradient, weights), dx, outputs);

    const dw = doubleProduct(
      outputs,
      samples,
      inputs,
      (row, k) => dy[k * outputs + row]!,
      (k, column) => inputSigns[k * inputs + column]!,
    );
    check(() => weightGradient(gradient, x), dw, samples);
  });

  it.each(shapes)('bits by bits: %i rows, %i deep, %i columns', (rows, depth, columns) => {
    const next = stream(rows * 1000003 + depth * 1009 + columns);
    const x = randomBits(rows, depth, next);
    const weights = randomBits(columns, depth, next);
    const inputs = signsOf(x);
    const signs = signsOf(weights);
    const truth = doubleProduct(
      rows,
      depth,
      columns,
      (row, k) => inputs[row * depth + k]!,
      (k, column) => signs[column * depth + k]!,
    );
    check(() => bitsByBits(x, weights), truth, 0);
  });

  it('adds to the destination when asked', () => {
    const next = stream(5);
    const gradient = randomFloats(37, 21, next);
    const x = randomBits(37, 50, next);
    const weights = randomBits(21, 50, next);
    const floats = randomFloats(21, 50, next);
    const runs: ((options: ProductOptions) => FloatMatrix)[] = [
      (options) => weightGradient(gradient, x, options),
      (options) => inputGradient(gradient, weights, options),
      (options) => bitsByFloat(x, floats, options),
    ];
    for (const run of runs) {
      const once = run({});
      const { simd, reference } = onVariants(() => {
        const destination = FloatMatrix.create(once.rows, once.columns);
        destination.data.fill(0.25);
        run({ destination, accumulate: true });
        return destination;
      });
      const expected = Float32Array.from(once.data, (value) => value + 0.25);
      expect(patterns(simd.data)).toEqual(patterns(expected));
      expect(patterns(reference.data)).toEqual(patterns(expected));
      run({ destination: simd });
      expect(patterns(simd.data)).toEqual(patterns(once.data));
    }
  });

  it('gives equal bits on every variant for random shapes', () => {
    const size = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(size, size, size, fc.nat(), (rows, depth, columns, seed) => {
        const next = stream(seed);
        const floats = randomFloats(columns, depth, next, 10);
        const bits = randomBits(rows, depth, next);
        const { simd, reference } = onVariants(() => floatByBits(floats, bits));
        expect(patterns(simd.data)).toEqual(patterns(reference.data));
        for (const matrix of [simd, reference, floats, bits]) matrix.dispose();
      }),
      { numRuns: 40 },
    );
  });

  it('refuses operands that do not fit', () => {
    const floats = FloatMatrix.create(3, 5);
    const bits = randomBits(4, 6, stream(1));
    expect(() => floatByBits(floats, bits)).toThrow(/size|fit/);
    expect(() => inputGradient(floats, bits)).toThrow(/size|fit/);
    expect(() => weightGradient(floats, bits)).toThrow(/size|fit/);
    const destination = FloatMatrix.create(3, 3);
    const fitting = randomBits(4, 5, stream(2));
    expect(() => floatByBits(floats, fitting, { destination })).toThrow(/destination of 3 rows/);
    const square = randomBits(5, 5, stream(3));
    const rows = FloatMatrix.create(6, 5);
    for (const [x, out] of [
      [floats, floats],
      [rows.rowRange(0, 3), rows.rowRange(2, 3)],
    ] as const) {
      expect(() => floatByBits(x, square, { destination: out })).toThrow(/apart from the operands/);
    }
    const apart = { destination: rows.rowRange(3, 3) };
    expect(floatByBits(rows.rowRange(0, 3), square, apart)).toBe(apart.destination);
  });
});

describe('float product', () => {
  it.each([...shapes, [5, 300, 7] as const, [3, 5, 260] as const])(
    '%i x %i x %i, plain and transposed',
    (rows, depth, columns) => {
      const next = stream(rows * 1000003 + depth * 1009 + columns);
      for (const transposeLeft of [false, true]) {
        for (const transposeRight of [false, true]) {
          const left = transposeLeft
            ? randomFloats(depth, rows, next)
            : randomFloats(rows, depth, next);
          const right = transposeRight
            ? randomFloats(columns, depth, next)
            : randomFloats(depth, columns, next);
          const a = Float64Array.from(left.data);
          const b = Float64Array.from(right.data);
          const truth = doubleProduct(
            rows,
            depth,
            columns,
            (row, k) => a[transposeLeft ? k * rows + row : row * depth + k]!,
            (k, column) => b[transposeRight ? column * depth + k : k * columns + column]!,
          );
          check(() => floatProduct(left, right, { transposeLeft, transposeRight }), truth, depth);
        }
      }
    },
  );

  it('adds to the destination when asked', () => {
    const next = stream(9);
    const left = randomFloats(9, 21, next);
    const right = randomFloats(21, 19, next);
    const { simd, reference } = onVariants(() => {
      const destination = FloatMatrix.create(9, 19);
      destination.data.fill(-3);
      return floatProduct(left, right, { destination, accumulate: true });
    });
    expect(patterns(simd.data)).toEqual(patterns(reference.data));
    const plain = floatProduct(left, right);
    expect(
      largestDifference(
        simd.data,
        plain.data.map((value) => value - 3),
      ),
    ).toBeLessThan(1e-5);
  });

  it('refuses inner sizes that differ', () => {
    expect(() => floatProduct(FloatMatrix.create(2, 3), FloatMatrix.create(4, 2))).toThrow(
      /equal inner sizes/,
    );
  });
});
