import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnAffine } from '../products/column-affine.ts';
import { ColumnThresholds } from '../products/column-thresholds.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { withKernels } from '../storage/variant.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import { convolve } from './convolve.ts';
import { IntegerConvolution } from './integer-convolution.ts';

const cases = fc
  .record({
    count: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 19 }),
    width: fc.integer({ min: 1, max: 23 }),
    channels: fc.integer({ min: 1, max: 5 }),
    filters: fc.integer({ min: 1, max: 37 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    padding: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
    signed: fc.boolean(),
    seed: fc.integer(),
  })
  .filter(
    ({ height, width, kernel, dilation, padding: [top, bottom, left, right] }) =>
      height + top + bottom > (kernel[0] - 1) * dilation[0] &&
      width + left + right > (kernel[1] - 1) * dilation[1],
  );

/** Seeded bytes of all values. */
function bytesOf(length: number, seed: number): Int8Array {
  let state = seed | 1;
  return Int8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >> 24;
  });
}

describe('convolutions of bytes', () => {
  it('are those of floats with the same numbers, in every variant', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { count, height, width, channels, filters, kernel, signed, seed, ...rest } = one;
        const window = { kernel, ...rest };
        const pictures = { count, height, width };
        const values = bytesOf(count * height * width * channels, seed);
        const x = signed ? values : new Uint8Array(values.buffer);
        const depth = kernel[0] * kernel[1] * channels;
        const weights = bytesOf(filters * depth, seed + 1);
        using floats = FloatMatrix.from(count * height * width, channels, x);
        using latent = FloatMatrix.from(filters, depth, weights);
        using sums = convolve(floats, latent, window, pictures);
        const scale = Float32Array.from({ length: filters }, (_, f) => 0.37 * (f - 3));
        const shift = Float32Array.from({ length: filters }, (_, f) => 11.3 - f);
        const levels = Array.from({ length: filters }, (_, f) => (f * 977) % 2000);
        const falling = Array.from({ length: filters }, (_, f) => f % 3 === 0);
        using affine = ColumnAffine.of(scale, shift);
        using thresholds = ColumnThresholds.of(levels, falling);
        using convolution = IntegerConvolution.of(weights, filters, window);
        const expected = Float32Array.from(sums.data, (sum, at) =>
          Math.fround(Math.fround(sum * scale[at % filters]!) + shift[at % filters]!),
        );
        const decided = Array.from(sums.data, (sum, at) => thresholds.decide(at % filters, sum));
        for (const variant of ['simd', 'reference'] as const) {
          withKernels(variant, () => {
            using scaled = convolution.toFloats(x, pictures, affine);
            expect(scaled.data).toEqual(expected);
            using bits = convolution.toBits(x, pictures, thresholds);
            expect([...bits.toBytes()]).toEqual(decided);
            expect(bits.popcount()).toBe(decided.reduce<number>((sum, bit) => sum + bit, 0));
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('take 1-bit weights as +1 and -1', () => {
    using signs = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 0, 1, 0, 0, 1));
    using convolution = IntegerConvolution.ofSigns(signs, {
      kernel: [1, 3],
      padding: [0, 0, 1, 1],
    });
    using plain = ColumnAffine.of(Float32Array.of(1, 1), new Float32Array(2));
    const line = { count: 1, height: 1, width: 3 };
    using sums = convolution.toFloats(Uint8Array.of(10, 20, 255), line, plain);
    expect([...sums.data]).toEqual([10, 10, 245, 225, -235, -275]);
  });

  it('read pictures that stand in the memory of the kernels, and pictures of changing size', () => {
    using convolution = IntegerConvolution.of(Int8Array.of(1, 1), 1, { kernel: [1, 2] });
    using plain = ColumnAffine.of(Float32Array.of(1), Float32Array.of(0));
    for (const width of [2, 500, 3, 500]) {
      using home = FloatMatrix.create(1, width);
      const x = new Uint8Array(home.data.buffer, home.pointer, width);
      x.fill(7);
      using sums = convolution.toFloats(x, { count: 1, height: 1, width }, plain);
      expect([...new Set(sums.data)]).toEqual([14]);
      expect(sums.rows).toBe(width - 1);
    }
  });

  it('are refused where sizes do not fit, and after the end', () => {
    const refusal = (code: string) => expect.objectContaining({ code });
    expect(() => IntegerConvolution.of(new Int8Array(5), 1, { kernel: 2 })).toThrow(
      refusal('size-mismatch'),
    );
    const convolution = IntegerConvolution.of(new Int8Array(4), 1, { kernel: 2 });
    using one = ColumnAffine.of(Float32Array.of(1), Float32Array.of(0));
    using two = ColumnAffine.of(new Float32Array(2), new Float32Array(2));
    const square = { count: 1, height: 2, width: 2 };
    expect(() => convolution.toFloats(new Uint8Array(3), square, one)).toThrow(
      refusal('size-mismatch'),
    );
    expect(() => convolution.toFloats(new Uint8Array(4), square, two)).toThrow(
      refusal('size-mismatch'),
    );
    expect(() =>
      convolution.toBits(new Uint8Array(4), square, ColumnThresholds.of([1, 2])),
    ).toThrow(refusal('size-mismatch'));
    convolution.dispose();
    convolution.dispose();
    expect(() => convolution.toFloats(new Uint8Array(4), square, one)).toThrow(
      refusal('used-after-dispose'),
    );
    expect(() => ColumnAffine.of(new Float32Array(0), new Float32Array(0))).toThrow(
      refusal('size-invalid'),
    );
    expect(() => ColumnAffine.of(new Float32Array(1), new Float32Array(2))).toThrow(
      refusal('size-mismatch'),
    );
  });
});
