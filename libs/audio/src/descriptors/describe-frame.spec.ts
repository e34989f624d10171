import { describe, expect, it } from 'vitest';
import MeydaModule from 'meyda';
import { describeFrame } from './describe-frame.ts';

const tone = (hertz: number, rate: number, size = 512): Float32Array =>
  Float32Array.from({ length: size }, (_, t) => Math.sin((2 * Math.PI * hertz * t) / rate));

describe('descriptors of a frame', () => {
  it('of a tone are those of its definition', () => {
    const found = describeFrame(tone(1000, 8000), 8000);
    expect(found.rms).toBeCloseTo(Math.SQRT1_2, 4);
    expect(found.energy).toBeCloseTo(256, 1);
    expect(found.zeroCrossings).toBeGreaterThanOrEqual(126);
    expect(found.spectralCentroid).toBeCloseTo(1000, 0);
    expect(Math.abs(found.spectralRolloff - 1000)).toBeLessThan(16);
    expect(found.spectralFlatness).toBeLessThan(0.01);
    expect(found.loudness.specific).toHaveLength(24);
    // B lies 12 semitones on: 988 Hz.
    expect(found.chroma.indexOf(1)).toBe(11);
  });

  it('follow the sample rate, whoever called before', () => {
    const first = describeFrame(tone(440, 8000), 8000);
    describeFrame(tone(440, 44_100, 2048), 44_100);
    const meyda = MeydaModule as unknown as { sampleRate: number; bufferSize: number };
    meyda.sampleRate = 22_050;
    meyda.bufferSize = 1024;
    expect(describeFrame(tone(440, 8000), 8000)).toEqual(first);
    const slow = describeFrame(tone(500, 8000, 1024), 8000);
    const fast = describeFrame(tone(1000, 16_000, 1024), 16_000);
    expect([slow.chroma.indexOf(1), fast.chroma.indexOf(1)]).toEqual([11, 11]); // B
    expect(fast.spectralCentroid).toBeCloseTo(2 * slow.spectralCentroid, 3);
  });

  it('of silence are numbers', () => {
    const { loudness, chroma, spectralFlux, ...numbers } = describeFrame(
      new Float32Array(256),
      8000,
    );
    for (const value of Object.values(numbers)) expect(value).toBe(0);
    expect(loudness.total).toBe(0);
    expect([...chroma].every((value) => value === 0)).toBe(true);
    expect(spectralFlux).toBeUndefined();
  });

  it('know the flux: none while nothing changes, much at an onset, none at its end', () => {
    const frame = tone(600, 8000);
    const silence = new Float32Array(512);
    expect(describeFrame(frame, 8000, frame).spectralFlux).toBe(0);
    expect(describeFrame(frame, 8000, silence).spectralFlux).toBeGreaterThan(100);
    expect(describeFrame(silence, 8000, frame).spectralFlux).toBe(0);
  });

  it('are refused where they are not defined', () => {
    const cases = [
      [new Float32Array(500), 8000, undefined, 'size-invalid'],
      [new Float32Array(32), 8000, undefined, 'size-invalid'],
      [new Float32Array(64).fill(Number.NaN), 8000, undefined, 'value-invalid'],
      [new Float32Array(64), 0, undefined, 'value-invalid'],
      [new Float32Array(64), 8000, new Float32Array(128), 'size-mismatch'],
    ] as const;
    for (const [samples, rate, before, code] of cases) {
      expect(() => describeFrame(samples, rate, before)).toThrow(expect.objectContaining({ code }));
    }
  });
});
