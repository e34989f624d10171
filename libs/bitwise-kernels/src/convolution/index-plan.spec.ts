import { describe, expect, it } from 'vitest';
import { ColumnAffine } from '../products/column-affine.ts';
import { ColumnThresholds } from '../products/column-thresholds.ts';
import { randomBits, stream } from '../training/samples.fixture.ts';
import { BinaryConvolution } from './binary-convolution.ts';
import { type ConvolutionWindow, geometryOf } from './geometry.ts';
import { IndexPlan } from './index-plan.ts';

/** Windows on pictures with so many pixels that looking them up in place is the quickest way. */
const cases: readonly (readonly [
  channels: number,
  filters: number,
  window: ConvolutionWindow,
  count: number,
  height: number,
  width: number,
])[] = [
  [64, 40, { kernel: 3 }, 2, 40, 50],
  [64, 64, { kernel: 3, padding: 1 }, 1, 30, 60],
  [128, 33, { kernel: [2, 3], padding: [1, 2, 1, 0], dilation: [3, 2] }, 1, 45, 70],
  [48, 32, { kernel: 3, stride: [2, 1], padding: [0, 3, 2, 2] }, 2, 61, 66],
  [56, 31, { kernel: [3, 1], padding: [2, 0, 0, 0] }, 1, 40, 70],
  [192, 48, { kernel: [1, 3], dilation: [1, 4], padding: [0, 0, 4, 4] }, 1, 1, 3000],
  [64, 32, { kernel: [1, 2], padding: [0, 0, 1, 0] }, 1, 3, 4090],
];

describe('convolutions that look pixels up where they stand', () => {
  it.each(cases)(
    '%i channels, %i filters, %j: the sums of gathered patches',
    (channels, filters, window, count, height, width) => {
      const next = stream(channels + filters);
      const pictures = { count, height, width };
      using x = randomBits(count * height * width, channels, next);
      const geometry = geometryOf(window, pictures, channels);
      using weights = randomBits(filters, geometry.depth, next);
      IndexPlan.of(geometry, filters)!.dispose(); // chosen, or this fails
      const scale = Float32Array.from({ length: filters }, (_, filter) => filter * 0.3 - 2);
      using affine = ColumnAffine.of(scale, scale);
      const levels = Array.from({ length: filters }, (_, filter) => (filter % 9) * 4 - 16);
      const falling = levels.map((_, filter) => filter % 4 === 1);
      using thresholds = ColumnThresholds.of(levels, falling);
      for (const outside of [0, 1] as const) {
        using convolution = BinaryConvolution.prepare(weights, { ...window, outside });
        const sums = convolution.toInt32(x, pictures); // by gathered patches
        using floats = convolution.toFloats(x, pictures, affine);
        const scaled = Float32Array.from(sums, (sum, at) => {
          const factor = scale[at % filters]!;
          return Math.fround(Math.fround(sum * factor) + factor);
        });
        expect(floats.data).toEqual(scaled);
        using bits = convolution.toBits(x, pictures, thresholds);
        const decided = Uint8Array.from(sums, (sum, at) => thresholds.decide(at % filters, sum));
        expect(bits.toBytes()).toEqual(decided);
        // The padding of rows stays 0.
        expect(bits.popcount()).toBe(decided.reduce((total, bit) => total + bit, 0));
      }
    },
  );

  it('follows pictures of changing size', () => {
    const next = stream(9);
    using weights = randomBits(32, 9 * 64, next);
    using convolution = BinaryConvolution.prepare(weights, { kernel: 3, padding: 1 });
    using thresholds = ColumnThresholds.of(new Float64Array(32));
    for (const [height, width] of [
      [40, 50],
      [3, 4],
      [50, 40],
      [40, 50],
    ] as const) {
      using x = randomBits(height * width, 64, next);
      const pictures = { count: 1, height, width };
      using fast = convolution.toBits(x, pictures, thresholds);
      const sums = convolution.toInt32(x, pictures);
      expect(fast.toBytes()).toEqual(Uint8Array.from(sums, (sum) => (sum >= 0 ? 1 : 0)));
    }
  });
});
