import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnThresholds } from '../products/column-thresholds.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { randomBits, stream } from '../training/samples.fixture.ts';
import { BinaryConvolution } from './binary-convolution.ts';
import { ConvolutionStream, sequenceWindow } from './convolution-stream.ts';

/** Some rows of a matrix as a matrix of their own. */
function rowsOf(matrix: BitMatrix, start: number, count: number): BitMatrix {
  const part = BitMatrix.create(count, matrix.columns);
  const { wordsPerRow } = matrix;
  part.words.set(matrix.words.subarray(start * wordsPerRow, (start + count) * wordsPerRow));
  return part;
}

describe('ConvolutionStream', () => {
  it('gives piece by piece what the whole sequence gives', () => {
    fc.assert(
      fc.property(
        fc.record({
          taps: fc.constantFrom(1, 3, 5),
          dilation: fc.integer({ min: 1, max: 4 }),
          stride: fc.integer({ min: 1, max: 7 }),
          align: fc.constantFrom('causal' as const, 'centred' as const),
          outside: fc.constantFrom(0 as const, 1 as const),
          channels: fc.constantFrom(1, 13, 32, 40),
          pieces: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
          seed: fc.nat(),
        }),
        ({ taps, channels, pieces, seed, ...options }) => {
          const next = stream(seed);
          const window = sequenceWindow(taps, options);
          const frames = pieces.reduce((sum, piece) => sum + piece, 0);
          const x = randomBits(frames, channels, next);
          const convolution = BinaryConvolution.prepare(
            randomBits(3, taps * channels, next),
            window,
          );
          const size = { count: 1, height: 1, width: frames };
          const thresholds = ColumnThresholds.of([0, 1, -1]);
          const numbers: number[] = [];
          const bits: number[] = [];
          const streams = [new ConvolutionStream(convolution), new ConvolutionStream(convolution)];
          let at = 0;
          pieces.forEach((count, index) => {
            const piece = rowsOf(x, at, count);
            const last = index === pieces.length - 1;
            numbers.push(...streams[0]!.toInt32(piece, { last }));
            bits.push(...(streams[1]!.toBits(piece, thresholds, { last })?.toBytes() ?? []));
            at += count;
          });
          expect(numbers).toEqual([...convolution.toInt32(x, size)]);
          expect(bits).toEqual([...convolution.toBits(x, size, thresholds).toBytes()]);
          for (const open of streams) open.dispose();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('answers a causal window at once and keeps no more than it needs', () => {
    const convolution = BinaryConvolution.prepare(
      randomBits(2, 3 * 16, stream(1)),
      sequenceWindow(3, { dilation: 4 }),
    );
    const open = new ConvolutionStream(convolution);
    const frame = randomBits(1, 16, stream(2));
    expect(open.toInt32(frame).length).toBe(2);
    const before = kernelMemory.used;
    for (let count = 0; count < 100; count++) open.toInt32(frame);
    expect(kernelMemory.used).toBe(before);
    open.dispose();
  });

  it('refuses frames after the end, other channels, and windows with a height', () => {
    const convolution = BinaryConvolution.prepare(randomBits(2, 9, stream(1)), sequenceWindow(3));
    const open = new ConvolutionStream(convolution);
    expect(() => open.toInt32(randomBits(1, 4, stream(2)))).toThrow(/equal channels/);
    open.toInt32(randomBits(1, 3, stream(2)), { last: true });
    expect(() => open.toInt32(randomBits(1, 3, stream(2)))).toThrow(/goes on/);
    const square = BinaryConvolution.prepare(randomBits(2, 9, stream(1)), { kernel: 3 });
    expect(() => new ConvolutionStream(square)).toThrow(/height 1/);
    expect(() => sequenceWindow(2, { align: 'centred' })).toThrow(/odd number/);
  });
});
