import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMask } from '../masks/apply-mask.ts';
import { idealBinaryMask, idealRatioMask, phaseSensitiveMask, wienerMask } from '../masks/masks.ts';
import { Stft } from './stft.ts';

const signals = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 300 })
  .map((values) => Float32Array.from(values));

describe('STFT', () => {
  it('gives every signal back', () => {
    fc.assert(
      fc.property(signals, fc.constantFrom(8, 16, 64), (signal, size) => {
        const stft = new Stft(size);
        const back = stft.synthesise(stft.analyse(signal), signal.length);
        back.forEach((value, at) => expect(Math.abs(value - signal[at]!)).toBeLessThan(1e-6));
      }),
    );
  });

  it('is the definition of the Fourier transform', () => {
    const stft = new Stft(16);
    const signal = Float32Array.from({ length: 40 }, (_, at) => Math.sin(at * at));
    const { data } = stft.analyse(signal);
    const frame = 2;
    for (let bin = 0; bin <= 8; bin++) {
      let [real, imaginary] = [0, 0];
      for (let at = 0; at < 16; at++) {
        const value = signal[(frame - 1) * 8 + at]! * Math.sin((Math.PI * at) / 16);
        real += value * Math.cos((2 * Math.PI * bin * at) / 16);
        imaginary -= value * Math.sin((2 * Math.PI * bin * at) / 16);
      }
      expect(data[(frame * 9 + bin) * 2]!).toBeCloseTo(real, 5);
      expect(data[(frame * 9 + bin) * 2 + 1]!).toBeCloseTo(imaginary, 5);
    }
  });
});

describe('masks', () => {
  const stft = new Stft(16);
  const target = stft.analyse(Float32Array.from({ length: 64 }, (_, at) => Math.sin(at)));
  const rest = stft.analyse(Float32Array.from({ length: 64 }, (_, at) => Math.cos(at * 2.2)));

  it('of both talkers add up to one', () => {
    for (const maskOf of [idealRatioMask, wienerMask]) {
      const other = maskOf(rest, target);
      maskOf(target, rest).forEach((value, at) => expect(value + other[at]!).toBeCloseTo(1, 5));
    }
    const other = idealBinaryMask(rest, target);
    idealBinaryMask(target, rest).forEach((value, at) => expect(value + other[at]!).toBe(1));
  });

  it('keep or drop whole bins, or stay within 0 and 1', () => {
    expect(new Set(idealBinaryMask(target, rest))).toEqual(new Set([0, 1]));
    for (const value of phaseSensitiveMask(target, rest)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  it('of ones change nothing', () => {
    const ones = new Float32Array(target.frames * target.bins).fill(1);
    expect(applyMask(target, ones)).toEqual(target);
  });
});
