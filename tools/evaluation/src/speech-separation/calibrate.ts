import type { CalibrationDescription, Model } from '@onebit/bnn';
import { readSpeakers, type Speaker } from '@onebit/datasets';
import { SAMPLE_RATE, SpeechSeparator } from '@onebit/speech-separation';
import { type Reliability, reliabilityOf } from './reliability.ts';
import { bestOrder, type Mixture } from './scores.ts';
import { type JudgedSegment, judgeSegments, RIGHT } from './segments.ts';

/** A calibration and what it is worth. */
export interface SpeechCalibration extends CalibrationDescription {
  /** Mixtures that were made of the talkers, one each pair. */
  readonly mixtures: number;
  /** Of talkers who had no part in the calibration that they are judged by. */
  readonly crossValidated: Reliability;
}

interface PairSegments {
  readonly pair: readonly [number, number];
  readonly segments: readonly JudgedSegment[];
}

/** Seconds of a mixture, and levels of the first talker over the second, in decibels. */
const SECONDS = 5.5;
const LEVELS = [0, 5, -5];
/** Mean power of a talker, well below full scale. */
const POWER = 0.0025;
/** Groups of talkers that are left out in turn. */
const FOLDS = 4;

/**
 * Learns how a separator's certainty becomes the probability that a segment comes out right, from
 * mixtures of every pair of the talkers for validation, whom it never heard in training.
 *
 * @param model - its own calibration, if any, counts for nothing
 * @param data - folder with `manifest.jsonl` and the talkers of the part `val`
 * @throws OnebitError `dataset-unreadable`
 */
export async function calibrateSpeechSeparation(
  model: Model,
  data: string,
): Promise<SpeechCalibration> {
  const talkers = await readSpeakers(data, 'val');
  const { calibration: _, ...network } = model.network;
  using separator = await SpeechSeparator.load({ model: { ...model, network } });
  const pairs: PairSegments[] = [];
  for (let first = 1; first < talkers.length; first++) {
    for (let second = 0; second < first; second++) {
      const heard = mixtureOf(talkers[first]!, talkers[second]!, pairs.length);
      pairs.push({ pair: [first, second], segments: await segmentsOf(separator, heard) });
    }
  }
  const all = pairs.flatMap(({ segments }) => segments);
  return { ...fitLogistic(all), mixtures: pairs.length, crossValidated: crossValidate(pairs) };
}

async function segmentsOf(separator: SpeechSeparator, heard: Mixture): Promise<JudgedSegment[]> {
  const sound = { sampleRate: SAMPLE_RATE, channels: [heard.mixture] };
  const { talkers, report } = await separator.separate(sound, { talkers: 2 });
  const tracks = [talkers[0].channels[0]!, talkers[1].channels[0]!] as const;
  return judgeSegments(heard, bestOrder(heard, tracks).ordered, report.segments);
}

/** A piece of each talker, from another place for each index. */
function mixtureOf(first: Speaker, second: Speaker, index: number): Mixture {
  const length = Math.min(SECONDS * SAMPLE_RATE, first.samples.length, second.samples.length);
  const decibels = LEVELS[index % LEVELS.length]!;
  const talkers = [
    pieceOf(first, length, index, decibels / 2),
    pieceOf(second, length, index, -decibels / 2),
  ] as const;
  return { mixture: talkers[0].map((value, at) => value + talkers[1][at]!), talkers };
}

function pieceOf(
  { samples }: Speaker,
  length: number,
  index: number,
  decibels: number,
): Float32Array {
  // Steps of the golden section spread the places evenly, however many there are.
  const start = Math.floor(((index * 0.618_034) % 1) * (samples.length - length));
  const piece = samples.slice(start, start + length);
  const power = piece.reduce((sum, value) => sum + value * value, 0) / length;
  const scale = Math.sqrt(POWER / Math.max(power, 1e-9)) * 10 ** (decibels / 20);
  return piece.map((value) => value * scale);
}

/** Judges pairs of each group of talkers by a calibration from pairs that have none of them. */
function crossValidate(pairs: readonly PairSegments[]): Reliability {
  const judged: JudgedSegment[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const inFold = ({ pair }: PairSegments): number =>
      pair.filter((talker) => talker % FOLDS === fold).length;
    const segmentsWith = (count: number): JudgedSegment[] =>
      pairs.filter((pair) => inFold(pair) === count).flatMap(({ segments }) => segments);
    const { slope, offset } = fitLogistic(segmentsWith(0));
    for (const { confidence, improvement } of segmentsWith(2)) {
      judged.push({ confidence: logistic(slope * confidence + offset), improvement });
    }
  }
  return reliabilityOf(judged);
}

const logistic = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Newton steps, and how strongly the slope is held: enough that it never runs away. */
const STEPS = 50;
const RIDGE = 1e-5;

/** Logistic regression of right and wrong on the certainty (Platt, 1999). */
export function fitLogistic(judged: readonly JudgedSegment[]): CalibrationDescription {
  let [slope, offset] = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    let [gradientSlope, gradientOffset] = [RIDGE * slope, 0];
    let [slopes, mixed, offsets] = [RIDGE, 0, 1e-9];
    for (const { confidence, improvement } of judged) {
      const expected = logistic(slope * confidence + offset);
      const gap = (expected - (improvement > RIGHT ? 1 : 0)) / judged.length;
      const weight = (expected * (1 - expected)) / judged.length;
      gradientSlope += gap * confidence;
      gradientOffset += gap;
      slopes += weight * confidence ** 2;
      mixed += weight * confidence;
      offsets += weight;
    }
    const determinant = slopes * offsets - mixed ** 2;
    slope -= (gradientSlope * offsets - gradientOffset * mixed) / determinant;
    offset -= (gradientOffset * slopes - gradientSlope * mixed) / determinant;
  }
  return { slope: Math.max(0, slope), offset };
}
