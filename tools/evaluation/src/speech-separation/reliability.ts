import { type JudgedSegment, RIGHT } from './segments.ts';
import { mean } from './statistics.ts';

/** How often segments of one confidence came out right. */
export interface ReliabilityBin {
  /** Confidences of the bin. */
  readonly from: number;
  readonly to: number;
  readonly segments: number;
  /** Mean confidence, share that came out right, mean SI-SDR improvement; null where none is. */
  readonly confidence: number | null;
  readonly right: number | null;
  readonly siSdrImprovement: number | null;
}

/** Confidence beside what came out. */
export interface Reliability {
  /** Segments of about a second in which both talk. */
  readonly segments: number;
  /** Share that came out right: the SI-SDR improved by more than 3 dB, no talker swapped. */
  readonly right: number;
  /** Mean gap between confidence and share of right ones, over the bins by their segments. */
  readonly calibrationError: number;
  /** Mean squared gap between a segment's confidence and 1 where right, 0 where wrong (Brier, 1950). */
  readonly brier: number;
  readonly bins: readonly ReliabilityBin[];
}

const BINS = 5;

/** Sorts segments into bins of equal width by their confidence and counts the right ones. */
export function reliabilityOf(judged: readonly JudgedSegment[]): Reliability {
  const isRight = ({ improvement }: JudgedSegment): number => (improvement > RIGHT ? 1 : 0);
  const bins = Array.from({ length: BINS }, (_, index) => {
    const inside = judged.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === index,
    );
    const of = (value: (segment: JudgedSegment) => number): number | null =>
      inside.length > 0 ? mean(inside.map(value)) : null;
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      segments: inside.length,
      confidence: of(({ confidence }) => confidence),
      right: of(isRight),
      siSdrImprovement: of(({ improvement }) => improvement),
    };
  });
  const gap = ({ segments, confidence, right }: ReliabilityBin): number =>
    segments > 0 ? segments * Math.abs(confidence! - right!) : 0;
  return {
    segments: judged.length,
    right: mean(judged.map(isRight)),
    calibrationError: bins.reduce((sum, bin) => sum + gap(bin), 0) / judged.length,
    brier: mean(judged.map((segment) => (segment.confidence - isRight(segment)) ** 2)),
    bins,
  };
}
