import type { Segment } from './segment-meter.ts';
import type { TalkerEstimate } from './talker-counter.ts';

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
  /** How many people talk at once, over the whole sound. */
  readonly talkers: TalkerEstimate;
  /** Mean confidence of the segments that hold sound, weighed by their power; 0 for silence. */
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

/**
 * What is said of a sound in which one person talks alone.
 *
 * @param kept - whether both tracks are given all the same
 */
export function talkerNotes({ count, probabilityOfTwo }: TalkerEstimate, kept: boolean): string[] {
  if (count !== 1) return [];
  const percent = Math.round(100 * (1 - probabilityOfTwo));
  const what = kept
    ? 'the tracks are parts of one voice'
    : 'the first track holds all, the second is silence';
  return [`Only one person seems to talk at a time (${percent} % sure): ${what}.`];
}
