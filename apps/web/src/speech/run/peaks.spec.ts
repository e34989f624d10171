import { describe, expect, it } from 'vitest';
import { peaksOf } from './peaks.ts';

describe('peaksOf', () => {
  it('keeps the smallest and the largest sample of every stretch and channel', () => {
    const channels = [new Float32Array(12_000), new Float32Array(12_000)];
    channels[0]![25] = 0.5;
    channels[1]![29] = -0.25;
    channels[1]![11_999] = 1;
    const peaks = peaksOf({ sampleRate: 8000, channels });
    expect(peaks).toHaveLength(2400);
    expect([...peaks.subarray(2 * 2, 2 * 2 + 4)]).toEqual([-0.25, 0.5, 0, 0]);
    expect([...peaks.subarray(-2)]).toEqual([0, 1]);
  });

  it('has no more stretches than samples', () => {
    const peaks = peaksOf({ sampleRate: 8000, channels: [Float32Array.of(0.5, -0.5)] });
    expect([...peaks]).toEqual([0.5, 0.5, -0.5, -0.5]);
  });
});
