import type { Segment } from './segment-meter.ts';

/** What a separation says of itself. */
export interface SeparationReport {
  readonly model: string;
  /** The sound as it came. */
  readonly input: {
    readonly sampleRate: number;
    readonly channels: number;
    readonly seconds: number;
    /** Share of the samples at or beyond full scale. */
    readonly clipped: number;
  };
  /** Samples a second of the talkers' tracks. */
  readonly sampleRate: number;
  /** Mean confidence of the seconds that hold sound, weighed by their power; 0 for silence. */
  readonly confidence: number;
  readonly segments: readonly Segment[];
  /** Everything that was done to the sound beside separating it, in words. */
  readonly notes: readonly string[];
}

/** Power-weighed mean of the segments' confidence. */
export function overallConfidence(segments: readonly Segment[]): number {
  let weights = 0;
  let sum = 0;
  for (const { confidence, levels } of segments) {
    const power = 10 ** (levels[0] / 10) + 10 ** (levels[1] / 10);
    weights += power;
    sum += power * confidence;
  }
  return weights > 0 ? sum / weights : 0;
}

/** How many decibels the weaker talker's part is below the stronger one's, over the whole sound. */
export function levelDifference(segments: readonly Segment[]): number {
  const power = (talker: 0 | 1): number =>
    segments.reduce((sum, { levels }) => sum + 10 ** (levels[talker] / 10), 0);
  const [first, second] = [power(0), power(1)];
  if (first + second === 0) return 0;
  return Math.abs(10 * Math.log10(first / second));
}
