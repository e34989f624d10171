import { describe, expect, it } from 'vitest';
import { FloatMatrix } from './float-matrix.ts';
import {
  averagePool,
  averagePoolGradient,
  globalMean,
  globalMeanGradient,
  pooledPictures,
  repeatChannels,
  repeatChannelsGradient,
} from './pooling.ts';
import { onVariants, patterns, randomFloats, stream } from './samples.fixture.ts';

function same(run: () => FloatMatrix): Float32Array {
  const { simd, scalar, reference } = onVariants(run);
  expect(patterns(simd.data)).toEqual(patterns(reference.data));
  expect(patterns(scalar.data)).toEqual(patterns(reference.data));
  return simd.data.slice();
}

const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

describe.each([
  [1, 1, 1, 1],
  [2, 4, 6, 5],
  [3, 7, 7, 4],
  [1, 5, 2, 9],
  [2, 1, 3, 16],
])('%i pictures of %i x %i, %i channels', (count, height, width, channels) => {
  const pictures = { count, height, width };
  const next = stream(count * 1000 + height * 100 + width * 10 + channels);
  const x = randomFloats(count * height * width, channels, next);

  it('averages squares', () => {
    const y = same(() => averagePool(x, pictures));
    const small = pooledPictures(pictures);
    for (let picture = 0; picture < count; picture++) {
      for (let row = 0; row < small.height; row++) {
        for (let column = 0; column < small.width; column++) {
          for (let channel = 0; channel < channels; channel++) {
            let sum = 0;
            let found = 0;
            for (const dy of [0, 1]) {
              for (const dx of [0, 1]) {
                const [py, px] = [2 * row + dy, 2 * column + dx];
                if (py >= height || px >= width) continue;
                sum += x.data[((picture * height + py) * width + px) * channels + channel]!;
                found++;
              }
            }
            const at = (picture * small.height + row) * small.width + column;
            expect(y[at * channels + channel]).toBeCloseTo(sum / found, 5);
          }
        }
      }
    }
  });

  it('has gradients that are the transposes', () => {
    const pooled = averagePool(x, pictures);
    const dy = randomFloats(pooled.rows, channels, next);
    const dx = same(() => averagePoolGradient(dy, pictures));
    expect(dot(dx, x.data)).toBeCloseTo(dot(dy.data, pooled.data), 4);

    const mean = globalMean(x, pictures);
    const dMean = randomFloats(count, channels, next);
    const through = same(() => globalMeanGradient(dMean, pictures));
    expect(dot(through, x.data)).toBeCloseTo(dot(dMean.data, mean.data), 4);

    const repeated = repeatChannels(x, 3);
    const dRepeated = randomFloats(x.rows, channels * 3, next);
    const summed = same(() => repeatChannelsGradient(dRepeated, 3));
    expect(dot(summed, x.data)).toBeCloseTo(dot(dRepeated.data, repeated.data), 4);
  });

  it('takes means and repeats channels', () => {
    const mean = same(() => globalMean(x, pictures));
    const pixels = height * width;
    let sum = 0;
    for (let pixel = 0; pixel < pixels; pixel++) sum += x.data[pixel * channels]!;
    expect(mean[0]).toBeCloseTo(sum / pixels, 5);
    const repeated = same(() => repeatChannels(x, 2));
    const row = [...x.data.subarray(0, channels)];
    expect([...repeated.subarray(0, 2 * channels)]).toEqual([...row, ...row]);
  });
});

it('refuses pictures that the matrix does not hold', () => {
  const x = FloatMatrix.create(7, 2);
  expect(() => averagePool(x, { count: 1, height: 2, width: 4 })).toThrow(/1 x 2 x 4 = 8 rows/);
  expect(() => globalMean(x, { count: 0, height: 7, width: 1 })).toThrow(/count/);
  const line = { count: 1, height: 1, width: 1 };
  const one = FloatMatrix.create(1, 2);
  expect(() => averagePool(one, line, { destination: one })).toThrow(/apart from the operands/);
  expect(() => repeatChannels(x, 0)).toThrow(/times/);
  expect(() => repeatChannelsGradient(x, 3)).toThrow(/multiple of 3/);
});
