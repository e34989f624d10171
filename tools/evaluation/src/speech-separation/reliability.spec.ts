import { describe, expect, it } from 'vitest';
import { fitLogistic } from './calibrate.ts';
import { reliabilityOf } from './reliability.ts';
import { type JudgedSegment, judgeSegments } from './segments.ts';

/** Segments of which a known share is right at each confidence. */
function segmentsWith(rightAt: (confidence: number) => number): JudgedSegment[] {
  return Array.from({ length: 20_000 }, (_, at) => {
    const confidence = (at % 100) / 100;
    const isRight = Math.floor(at / 100) / 200 < rightAt(confidence);
    return { confidence, improvement: isRight ? 9 : -2 };
  });
}

describe('reliability', () => {
  it('finds no error where as many are right as was said', () => {
    const { calibrationError, bins } = reliabilityOf(segmentsWith((confidence) => confidence));
    expect(calibrationError).toBeLessThan(0.01);
    expect(bins.map(({ segments }) => segments)).toEqual([4000, 4000, 4000, 4000, 4000]);
  });

  it('finds the gap where confidence promises too much', () => {
    const { calibrationError, right } = reliabilityOf(
      segmentsWith((sure) => Math.max(0, sure - 0.3)),
    );
    expect(calibrationError).toBeGreaterThan(0.2);
    expect(right).toBeCloseTo(0.25, 1);
  });
});

describe('a calibration', () => {
  it('finds the logistic curve that the answers follow', () => {
    const { slope, offset } = fitLogistic(
      segmentsWith((certainty) => 1 / (1 + Math.exp(-(7 * certainty - 3)))),
    );
    expect(slope).toBeCloseTo(7, 0);
    expect(offset).toBeCloseTo(-3, 0);
  });

  it('never promises less for more certainty', () => {
    expect(fitLogistic(segmentsWith((certainty) => 1 - certainty)).slope).toBe(0);
  });
});

describe('segments of a mixture', () => {
  const tone = (hertz: number): Float32Array =>
    Float32Array.from(
      { length: 16_000 },
      (_, t) => 0.4 * Math.sin((2 * Math.PI * hertz * t) / 8000),
    );
  const [low, high] = [tone(300), tone(1900)];
  const mixture = low.map((value, t) => value + high[t]!);
  const seconds = [0, 1].map((start) => ({
    start,
    end: start + 1,
    confidence: 0.5,
    levels: [-10, -10] as const,
  }));

  it('are wrong where talkers swapped tracks within the recording', () => {
    const swapped = (one: Float32Array, other: Float32Array): Float32Array =>
      Float32Array.of(...one.subarray(0, 8000), ...other.subarray(8000));
    const judged = judgeSegments(
      { mixture, talkers: [low, high] },
      [swapped(low, high), swapped(high, low)],
      seconds,
    );
    expect(judged.map(({ improvement }) => improvement > 3)).toEqual([true, false]);
  });

  it('are left out where only one talks', () => {
    const silent = high.map((value, t) => (t < 8000 ? value : 0));
    const judged = judgeSegments(
      { mixture: low.map((value, t) => value + silent[t]!), talkers: [low, silent] },
      [low, silent],
      seconds,
    );
    expect(judged).toHaveLength(1);
  });
});
