import { describe, expect, it } from 'vitest';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import {
  largestDifference,
  onVariants,
  patterns,
  randomBits,
  randomFloats,
  signsOf,
  stream,
} from '../training/samples.fixture.ts';
import { convolvedPictures, geometryOf } from './geometry.ts';
import { uses, windows } from './naive.fixture.ts';
import { convolutionInputGradient, convolutionWeightGradient, convolve } from './convolve.ts';

const valuesOf = (matrix: FloatMatrix | BitMatrix) =>
  matrix instanceof BitMatrix ? signsOf(matrix) : Float64Array.from(matrix.data);

/** Runs on every variant, checks that the bits are equal, and returns the floats. */
function same(run: () => FloatMatrix): Float32Array {
  const { simd, scalar, reference } = onVariants(run);
  expect(patterns(simd.data)).toEqual(patterns(reference.data));
  expect(patterns(scalar.data)).toEqual(patterns(reference.data));
  return simd.data.slice();
}

const tolerance = 1e-4;

describe.each(windows)('$name', ({ window, pictures }) => {
  it.each([
    [1, 3],
    [5, 2],
    [16, 9],
    [33, 4],
  ])('%i channels, %i filters, bits and floats', (channels, filters) => {
    const next = stream(channels * 100 + filters);
    const pixels = pictures.count * pictures.height * pictures.width;
    const { depth, output } = geometryOf(window, pictures, channels);
    const outputs = output.count * output.height * output.width;
    const dy = randomFloats(outputs, filters, next);
    const pairs = [randomBits, randomFloats].flatMap((makeX) =>
      [randomBits, randomFloats].map((makeW) => ({
        x: makeX(pixels, channels, next),
        weights: makeW(filters, depth, next),
      })),
    );
    const all = uses(window, pictures, channels, filters);
    for (const { x, weights } of pairs) {
      for (const outside of x instanceof BitMatrix ? ([0, 1] as const) : ([0] as const)) {
        const given = { ...window, outside };
        const absent = x instanceof BitMatrix ? 2 * outside - 1 : 0;
        const inputs = valuesOf(x);
        const taken = valuesOf(weights);
        const y = new Float64Array(outputs * filters);
        const dx = new Float64Array(pixels * channels);
        const dw = new Float64Array(filters * depth);
        for (const { output: o, input, weight } of all) {
          const value = input === undefined ? absent : inputs[input]!;
          y[o]! += value * taken[weight]!;
          if (input !== undefined) dx[input]! += dy.data[o]! * taken[weight]!;
          dw[weight]! += dy.data[o]! * value;
        }
        const forward = same(() => convolve(x, weights, given, pictures));
        expect(largestDifference(forward, y)).toBeLessThan(tolerance);
        const back = same(() => convolutionInputGradient(dy, weights, given, pictures));
        expect(largestDifference(back, dx)).toBeLessThan(tolerance);
        const slope = same(() => convolutionWeightGradient(dy, x, given, pictures));
        expect(largestDifference(slope, dw)).toBeLessThan(tolerance);
      }
    }
  });
});

it('gives the same over many tiles as picture by picture', () => {
  const next = stream(3);
  const window = { kernel: 3, padding: 1 };
  const pictures = { count: 6, height: 40, width: 40 };
  const one = { ...pictures, count: 1 };
  const x = randomBits(6 * 1600, 32, next);
  const weights = randomBits(8, 288, next);
  const dy = randomFloats(6 * 1600, 8, next);
  const y = convolve(x, weights, window, pictures);
  const dx = convolutionInputGradient(dy, weights, window, pictures);
  const dw = convolutionWeightGradient(dy, x, window, pictures);
  const dwSum = new Float64Array(8 * 288);
  for (let picture = 0; picture < 6; picture++) {
    const part = BitMatrix.create(1600, 32);
    const words = 1600 * x.wordsPerRow;
    part.words.set(x.words.subarray(picture * words, (picture + 1) * words));
    const expected = convolve(part, weights, window, one);
    expect(y.rowRange(picture * 1600, 1600).data).toEqual(expected.data);
    const dyPart = dy.rowRange(picture * 1600, 1600);
    const dxPart = convolutionInputGradient(dyPart, weights, window, one);
    const found = dx.rowRange(picture * 1600, 1600).data;
    expect(largestDifference(found, dxPart.data)).toBeLessThan(tolerance);
    convolutionWeightGradient(dyPart, part, window, one).data.forEach((value, at) => {
      dwSum[at]! += value;
    });
  }
  expect(largestDifference(dw.data, dwSum)).toBeLessThan(5e-4);
});

it('refuses what does not fit', () => {
  const x = randomBits(12, 3, stream(1));
  const weights = randomBits(2, 27, stream(2));
  const pictures = { count: 1, height: 3, width: 4 };
  const window = { kernel: 3 };
  expect(() => convolve(x, weights, window, { ...pictures, height: 2 })).toThrow(
    /at least 3 pixels/,
  );
  expect(() => convolve(x, weights, window, { ...pictures, width: 5 })).toThrow(/15 rows/);
  expect(() => convolve(x, weights, { kernel: 2 }, pictures)).toThrow(/12 and 27/);
  expect(() => convolve(x, weights, { kernel: 0 }, pictures)).toThrow(/kernel of at least 1/);
  expect(() => convolve(x, weights, { kernel: 3, padding: -1 }, pictures)).toThrow(/padding/);
  const dy = FloatMatrix.create(3, 2);
  expect(() => convolutionInputGradient(dy, weights, window, pictures)).toThrow(/a gradient/);
  expect(() => convolutionWeightGradient(dy, x, window, pictures)).toThrow(/output pixels/);
  expect(convolvedPictures(window, pictures)).toEqual({ count: 1, height: 1, width: 2 });
});
