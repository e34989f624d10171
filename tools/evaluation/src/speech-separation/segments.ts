import { siSdr } from '@onebit/audio';
import { SAMPLE_RATE, type Segment } from '@onebit/speech-separation';
import type { Mixture } from './scores.ts';

/** One segment of a separated mixture beside what is right. */
export interface JudgedSegment {
  /** What the separator said of it. */
  readonly confidence: number;
  /** SI-SDR improvement in the order of the whole mixture, mean over both talkers. */
  readonly improvement: number;
}

/** Improvement in decibels from which a segment is right: masks of the wrong order lose far more. */
export const RIGHT = 3;
/** A talker softer than this share of the other's power does not talk in a segment. */
const SILENT = 0.01;
/** Samples below which nothing is said of a segment. */
const SHORTEST = SAMPLE_RATE / 2;

/**
 * Judges each segment in which both talk.
 *
 * @param estimates - both tracks, in the better order over the whole mixture
 */
export function judgeSegments(
  { mixture, talkers }: Mixture,
  estimates: readonly [Float32Array, Float32Array],
  segments: readonly Segment[],
): JudgedSegment[] {
  return segments.flatMap(({ start, end, confidence }) => {
    const part = (samples: Float32Array): Float32Array =>
      samples.subarray(Math.round(start * SAMPLE_RATE), Math.round(end * SAMPLE_RATE));
    const [s1, s2] = [part(talkers[0]), part(talkers[1])];
    const powers = [powerOf(s1), powerOf(s2)];
    const isTwo = Math.min(...powers) > SILENT * Math.max(...powers);
    if (s1.length < SHORTEST || !isTwo) return [];
    const mixed = part(mixture);
    const before = siSdr(mixed, s1) + siSdr(mixed, s2);
    const after = siSdr(part(estimates[0]), s1) + siSdr(part(estimates[1]), s2);
    return [{ confidence, improvement: (after - before) / 2 }];
  });
}

const powerOf = (samples: Float32Array): number =>
  samples.reduce((sum, value) => sum + value * value, 0);
