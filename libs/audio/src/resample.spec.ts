import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample, Resampler } from './resample.ts';

const tone = (hertz: number, rate: number): Float32Array =>
  Float32Array.from({ length: rate }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / rate));

/** Signal to error in decibels; the ends meet silence, which a band limit smears. */
function ratio(got: Float32Array, expected: Float32Array): number {
  const margin = Math.round(expected.length / 10);
  let [power, error] = [0, 0];
  for (let at = margin; at < expected.length - margin; at++) {
    power += expected[at]! ** 2;
    error += (got[at]! - expected[at]!) ** 2;
  }
  return 10 * Math.log10(power / error);
}

describe('resampling', () => {
  it.each([
    [44_100, 8000],
    [48_000, 8000],
    [16_000, 8000],
    [11_025, 8000],
    [8000, 44_100],
    [44_099, 8000],
    [8000, 10_000],
  ])('keeps tones with its errors 100 dB below, from %i to %i Hz', (from, to) => {
    for (const hertz of [100, 1000, 3400]) {
      const got = resample(tone(hertz, from), from, to);
      expect(got).toHaveLength(to);
      expect(ratio(got, tone(hertz, to))).toBeGreaterThan(100);
    }
  });

  it('lets nothing fold back', () => {
    for (const hertz of [4010, 5000, 7900, 12_000]) {
      const got = resample(tone(hertz, 48_000), 48_000, 8000).subarray(800, 7200);
      const power = got.reduce((sum, value) => sum + value * value, 0) / got.length;
      expect(10 * Math.log10(power / 0.125)).toBeLessThan(-100);
    }
  });

  it('gives the same samples however they were cut into pieces', () => {
    const sound = tone(700, 5000);
    fc.assert(
      fc.property(
        fc.constantFrom(8000, 3000, 4999),
        fc.array(fc.nat(2000), { maxLength: 6 }),
        (to, sizes) => {
          const resampler = new Resampler(5000, to);
          const got: number[] = [];
          let at = 0;
          for (const size of sizes) {
            got.push(...resampler.push(sound.subarray(at, at + size)));
            at += size;
          }
          got.push(...resampler.push(sound.subarray(at)), ...resampler.end());
          expect(got).toEqual([...resample(sound, 5000, to)]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('takes any length, and refuses rates that are none', () => {
    for (const length of [0, 1, 7]) {
      expect(resample(new Float32Array(length), 44_100, 8000)).toHaveLength(
        Math.round((length * 8000) / 44_100),
      );
    }
    for (const [from, to] of [
      [0, 8000],
      [8000, 0.5],
      [8000, 8000 * 257],
      [Number.NaN, 8000],
    ] as const) {
      expect(() => new Resampler(from, to)).toThrow(
        expect.objectContaining({ code: 'value-invalid' }),
      );
    }
  });
});
