import { FloatMatrix } from '@onebit/bitwise-kernels';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from './mask-task.ts';
import { UNITS, WINDOW } from './networks.ts';
import { plotSimpson } from './plot-curves.ts';
import { masksAt, probabilitiesOf } from './probabilities.ts';
import { BINS, ofUnitPower, standardised, standardOf } from './talker-pair.ts';

const standard = { mean: 0, deviation: 1 };

describe('probabilities of bins', () => {
  it('are the mean of all windows that see the bin', () => {
    const frames = WINDOW + 2;
    const spectrogram = { frames, bins: BINS, data: new Float32Array(frames * BINS * 2) };
    let window = 0;
    // Window 0 says 0, window 1 says 1/2, window 2 says 1 to all its bins.
    const got = probabilitiesOf(spectrogram, standard, (_, count) => {
      const scores = new Float32Array(count * UNITS);
      for (let at = 0; at < count; at++, window++) {
        scores.fill([-60, 0, 60][window]!, at * UNITS, (at + 1) * UNITS);
      }
      return scores;
    });
    const ofFrame = (frame: number): number => got[frame * BINS + 3]!;
    expect(got).toHaveLength(frames * BINS);
    expect(ofFrame(0)).toBeCloseTo(0, 5);
    expect(ofFrame(1)).toBeCloseTo(0.25, 5);
    expect(ofFrame(2)).toBeCloseTo(0.5, 5);
    expect(ofFrame(WINDOW - 1)).toBeCloseTo(0.5, 5);
    expect(ofFrame(WINDOW)).toBeCloseTo(0.75, 5);
    expect(ofFrame(WINDOW + 1)).toBeCloseTo(1, 5);
  });

  it('are found for less than a window too', () => {
    const spectrogram = { frames: 3, bins: BINS, data: new Float32Array(3 * BINS * 2) };
    const got = probabilitiesOf(spectrogram, standard, (_, count) =>
      new Float32Array(count * UNITS).fill(0),
    );
    expect([...got]).toEqual(new Array<number>(3 * BINS).fill(0.5));
  });

  it('become masks that leave out what neither talker is sure to have', () => {
    const probabilities = Float32Array.of(0.95, 0.5, 0.125);
    expect(masksAt(probabilities, 0.8, 'hard').map((mask) => [...mask])).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    const [first, second] = masksAt(probabilities, 0.8, 'soft');
    expect(first[0]).toBeCloseTo(0.95, 6);
    expect(second[2]).toBeCloseTo(0.875, 6);
  });
});

describe('what the network learns from', () => {
  it('is standardised by its set', () => {
    const data = Float32Array.from({ length: 400 }, (_, at) => Math.sin(at) * at);
    const spectrogram = { frames: 1, bins: 200, data };
    const out = new Float32Array(200);
    standardised(data, standardOf(spectrogram), out);
    const mean = out.reduce((sum, value) => sum + value, 0) / 200;
    const square = out.reduce((sum, value) => sum + value * value, 0) / 200;
    expect(mean).toBeCloseTo(0, 5);
    expect(square).toBeCloseTo(1, 5);
    expect(ofUnitPower(Float32Array.of(3, -3, 3))).toEqual(Float32Array.of(1, -1, 1));
  });

  it('has a loss whose gradient is its slope', () => {
    const values = Float32Array.of(0.3, -2, 1.5, 0);
    const masks = Uint8Array.of(1, 1, 0, 0);
    const lossAt = (shift: number): number => {
      const moved = values.slice();
      moved[2]! += shift;
      return crossEntropy(FloatMatrix.from(2, 2, moved), masks).loss;
    };
    const { gradient } = crossEntropy(FloatMatrix.from(2, 2, values), masks);
    // The gradient is of the sum over outputs, the loss told is their mean.
    expect(gradient.data[2]!).toBeCloseTo(((lossAt(0.01) - lossAt(-0.01)) / 0.02) * 2, 3);
  });
});

describe('the plot', () => {
  it('leaves out confidences at which nothing is kept', () => {
    const scores = { sdr: 4, sir: 9, sar: 6, siSdrImprovement: 5 };
    const svg = plotSimpson(
      {
        talkers: ['a', 'b'],
        sampleRate: 4000,
        mixtures: 1,
        forms: [],
        mixture: scores,
        idealBinaryMask: scores,
        rows: [
          { form: '1-bit', mask: 'hard', alpha: 0.5, ...scores },
          { form: '1-bit', mask: 'hard', alpha: 0.9, ...scores },
          { form: '1-bit', mask: 'hard', alpha: 0.99, ...scores, sdr: -Infinity },
        ],
      },
      '1-bit',
      'hard',
    );
    expect(svg).toContain('SIR');
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
