import { describe, expect, it } from 'vitest';
import { ColumnThresholds } from '../products/column-thresholds.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { FloatMatrix } from '../training/float-matrix.ts';
import { onVariants, randomBits, signsOf, stream } from '../training/samples.fixture.ts';
import { BinaryConvolution } from './binary-convolution.ts';
import { geometryOf } from './geometry.ts';
import { uses, windows } from './naive.fixture.ts';
import { poolBits, reducePixels } from './pool-bits.ts';

const thresholdsFor = (filters: number) =>
  ColumnThresholds.of(Array.from({ length: filters }, (_, filter) => (filter % 5) - 2));

describe.each(windows)('$name', ({ window, pictures }) => {
  it.each([
    [1, 1],
    [8, 33],
    [31, 3],
    [32, 5],
    [33, 64],
    [65, 2],
  ])('%i channels, %i filters: integers, floats and bits', (channels, filters) => {
    const next = stream(channels * 100 + filters);
    const pixels = pictures.count * pictures.height * pictures.width;
    const { depth, output } = geometryOf(window, pictures, channels);
    const x = randomBits(pixels, channels, next);
    const weights = randomBits(filters, depth, next);
    const inputs = signsOf(x);
    const taken = signsOf(weights);
    for (const outside of [0, 1] as const) {
      const expected = new Int32Array(output.count * output.height * output.width * filters);
      for (const { output: o, input, weight } of uses(window, pictures, channels, filters)) {
        expected[o]! += (input === undefined ? 2 * outside - 1 : inputs[input]!) * taken[weight]!;
      }
      const thresholds = thresholdsFor(filters);
      const scale = new Float32Array(filters).fill(0.5);
      const shift = new Float32Array(filters).fill(2);
      const results = onVariants(() => {
        const convolution = BinaryConvolution.prepare(weights, { ...window, outside });
        const result = {
          int32: convolution.toInt32(x, pictures),
          int16: convolution.toInt16(x, pictures),
          float: convolution.toFloat(x, pictures, scale, shift),
          bits: convolution.toBits(x, pictures, thresholds).toBytes(),
        };
        convolution.dispose();
        return result;
      });
      for (const { int32, int16, float, bits } of Object.values(results)) {
        expect(int32).toEqual(expected);
        expect(Int32Array.from(int16)).toEqual(expected);
        expect([...float]).toEqual(Array.from(expected, (dot) => dot / 2 + 2));
        const decided = Array.from(expected, (dot, at) => thresholds.decide(at % filters, dot));
        expect([...bits]).toEqual(decided);
      }
    }
  });

  it.each([1, 32, 33, 130])('pools %i channels', (channels) => {
    const next = stream(channels);
    const pixels = pictures.count * pictures.height * pictures.width;
    const { output } = geometryOf(window, pictures, channels);
    const outputs = output.count * output.height * output.width;
    const x = randomBits(pixels, channels, next, 0.3);
    const bytes = x.toBytes();
    for (const reduction of ['or', 'and'] as const) {
      const expected = new Uint8Array(outputs * channels).fill(reduction === 'or' ? 0 : 1);
      // With one filter a channel, output o of channel c reads the inputs of channel c alone.
      for (const { output: o, input } of uses(window, pictures, channels, 1)) {
        if (input === undefined) continue;
        const at = o * channels + (input % channels);
        if (reduction === 'or') expected[at]! |= bytes[input]!;
        else expected[at]! &= bytes[input]!;
      }
      const pooled = onVariants(() => poolBits(x, window, pictures, reduction));
      const reduced = onVariants(() => reducePixels(x, pictures, reduction));
      for (const variant of ['simd', 'scalar', 'reference'] as const) {
        expect(pooled[variant].toBytes()).toEqual(expected);
        expect(reduced[variant].equals(reduced.reference)).toBe(true);
      }
      const all = Array.from(
        { length: pixels / pictures.count },
        (_, pixel) => bytes[pixel * channels],
      );
      const first = all.includes(reduction === 'or' ? 1 : 0);
      expect(reduced.simd.get(0, 0)).toBe(Number(first === (reduction === 'or')));
    }
  });
});

it('gives the same over many tiles as line by line', () => {
  const next = stream(11);
  const [width, height, channels] = [300, 40, 96];
  const x = randomBits(width * height, channels, next);
  const weights = randomBits(4, 9 * channels, next);
  const whole = BinaryConvolution.prepare(weights, { kernel: 3 });
  const dots = whole.toInt32(x, { count: 1, height, width });
  const bits = whole.toBits(x, { count: 1, height, width }, thresholdsFor(4));
  for (let y = 0; y + 3 <= height; y += 9) {
    const three = BitMatrix.create(width * 3, channels);
    const words = width * x.wordsPerRow;
    three.words.set(x.words.subarray(y * words, (y + 3) * words));
    const line = whole.toInt32(three, { count: 1, height: 3, width });
    expect(dots.subarray(y * (width - 2) * 4, (y + 1) * (width - 2) * 4)).toEqual(line);
  }
  const decided = Array.from(dots, (dot, at) => thresholdsFor(4).decide(at % 4, dot));
  expect([...bits.toBytes()]).toEqual(decided);
});

it('writes to a destination, also in the memory of the kernels', () => {
  const next = stream(12);
  const pictures = { count: 1, height: 30, width: 30 };
  const x = randomBits(900, 8, next);
  const convolution = BinaryConvolution.prepare(randomBits(6, 72, next), { kernel: 3, padding: 1 });
  const expected = convolution.toInt32(x, pictures);
  const out = new Int32Array(5400);
  expect(convolution.toInt32(x, pictures, out)).toBe(out);
  expect(out).toEqual(expected);
  const inside = FloatMatrix.create(900, 6);
  const view = new Int32Array(kernelMemory.buffer, inside.pointer, 5400);
  expect(convolution.toInt32(x, pictures, view)).toEqual(expected);
});

it('refuses what does not fit', () => {
  const weights = randomBits(2, 27, stream(1));
  expect(() => BinaryConvolution.prepare(weights, { kernel: 2 })).toThrow(/28 and 27|equal inputs/);
  const convolution = BinaryConvolution.prepare(weights, { kernel: 3 });
  const x = randomBits(9, 3, stream(2));
  const pictures = { count: 1, height: 3, width: 3 };
  expect(() => convolution.toInt32(x, { ...pictures, height: 2 })).toThrow(/6 rows/);
  expect(() => convolution.toInt32(randomBits(9, 4, stream(3)), pictures)).toThrow(
    /equal channels/,
  );
  expect(() => convolution.toInt32(x, pictures, new Int32Array(3))).toThrow(/destination/);
  expect(convolution.outputOf({ count: 2, height: 5, width: 4 })).toEqual({
    count: 2,
    height: 3,
    width: 2,
  });
  convolution.dispose();
  expect(() => convolution.toInt32(x, pictures)).toThrow(/disposed/);
});
