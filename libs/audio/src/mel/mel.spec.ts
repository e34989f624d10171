import { describe, expect, it } from 'vitest';
import { Stft } from '../stft/stft.ts';
import { hertzToMel, MelFilterBank, melToHertz } from './mel.ts';
import { mfcc } from './mfcc.ts';

describe('mel', () => {
  it('is 1000 at 1000 Hz, and the way back', () => {
    expect(hertzToMel(1000)).toBeCloseTo(1000, 1);
    expect(hertzToMel(0)).toBe(0);
    for (const hertz of [50, 700, 3999])
      expect(melToHertz(hertzToMel(hertz))).toBeCloseTo(hertz, 8);
  });

  it('spaces triangles that add up to one between the first and the last peak', () => {
    const bank = new MelFilterBank({ sampleRate: 8000, bins: 257, bands: 20, lowest: 100 });
    const mels = [...bank.centres].map(hertzToMel);
    const step = mels[1]! - mels[0]!;
    mels.slice(1).forEach((mel, at) => expect(mel - mels[at]!).toBeCloseTo(step, 6));
    for (let bin = 0; bin < 257; bin++) {
      const hertz = (bin * 8000) / 512;
      if (hertz < bank.centres[0]! || hertz > bank.centres[19]!) continue;
      let sum = 0;
      for (let band = 0; band < 20; band++) sum += bank.weights[band * 257 + bin]!;
      expect(sum).toBeCloseTo(1, 10);
    }
    // Below the lowest edge nothing is heard.
    expect(bank.weights[3]).toBe(0);
  });
});

describe('MFCC', () => {
  const stft = new Stft(64);
  const signal = Float32Array.from({ length: 300 }, (_, at) => Math.sin(at * at * 0.001));
  const frames = stft.analyse(signal);
  const bank = new MelFilterBank({ sampleRate: 8000, bins: stft.bins, bands: 10 });

  it('is the cosine transform of the log powers, which an inverse transform gives back', () => {
    const coefficients = mfcc(frames, bank, 10);
    const frame = 3;
    const powers = bank.apply(frames.data.subarray(frame * 66, (frame + 1) * 66));
    for (let band = 0; band < 10; band++) {
      // DCT-III, the inverse of the orthonormal DCT-II.
      let sum = coefficients[frame * 10]! / Math.sqrt(10);
      for (let k = 1; k < 10; k++) {
        sum +=
          coefficients[frame * 10 + k]! *
          Math.sqrt(0.2) *
          Math.cos((Math.PI * k * (band + 0.5)) / 10);
      }
      expect(sum).toBeCloseTo(Math.log(Math.max(1e-10, powers[band]!)), 4);
    }
  });

  it('moves only the first coefficient when the sound gets louder', () => {
    const loud = mfcc(stft.analyse(signal.map((value) => value * 2)), bank, 5);
    const plain = mfcc(frames, bank, 5);
    const at = 3 * 5;
    expect(loud[at]! - plain[at]!).toBeCloseTo(Math.log(4) * Math.sqrt(10), 3);
    for (let k = 1; k < 5; k++) expect(loud[at + k]).toBeCloseTo(plain[at + k]!, 3);
  });

  it('knows silence', () => {
    const silent = mfcc(stft.analyse(new Float32Array(100)), bank, 3);
    expect(silent.every((value) => Number.isFinite(value))).toBe(true);
  });
});
