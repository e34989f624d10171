import type { Random } from '@onebit/bnn-training';
import { decisionFigures } from '@onebit/text';

/** Thresholds and how they were found. */
export interface ChosenThresholds {
  /** One probability a label. */
  readonly thresholds: readonly number[];
  /** Share of the label's own threshold against the one common to all, from 0 to 1. */
  readonly blend: number;
  /** Macro-F1 on parts of the data that did not choose the thresholds they were judged by. */
  readonly crossValidated: number;
}

/** Cut points, evenly spread over the log-odds from 1 % to 90 %. */
const CUTS = 200;
const LOWEST = Math.log(0.01 / 0.99);
const HIGHEST = Math.log(0.9 / 0.1);
/** Neighbouring cut points over which an F1 curve is averaged, on each side. */
const SMOOTHING = 8;
const BLENDS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const FOLDS = 5;
/** Times the folds are drawn again, so that the blend does not hang on one draw. */
const DRAWS = 4;

const cutAt = (index: number): number => LOWEST + ((HIGHEST - LOWEST) * index) / (CUTS - 1);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Counts of one label at every cut point: how many are told, and how many of those rightly. */
interface Curve {
  readonly told: Float64Array;
  readonly right: Float64Array;
  positives: number;
}

/**
 * Chooses a threshold for each label: its own best one on a smoothed F1 curve, blended with the one
 * that is best for all labels together. The blend is the one that does best in cross-validation
 * inside the same data.
 *
 * @param logits - `[rows, labels]` log-odds of data that trained nothing
 * @param truth - `[rows, labels]` of 0 and 1
 * @param labels - number of labels
 * @param random - draws the folds
 */
export function chooseThresholds(
  logits: Float32Array,
  truth: Uint8Array,
  labels: number,
  random: Random,
): ChosenThresholds {
  const rows = logits.length / labels;
  const scores = new Float64Array(BLENDS.length);
  for (let draw = 0; draw < DRAWS; draw++) {
    const order = random.permutation(rows);
    const told = BLENDS.map(() => new Float64Array(labels));
    const right = BLENDS.map(() => new Float64Array(labels));
    const positives = new Float64Array(labels);
    for (let fold = 0; fold < FOLDS; fold++) {
      const chosen = cutsFor(
        logits,
        truth,
        labels,
        [...order].filter((_, at) => at % FOLDS !== fold),
      );
      for (let at = fold; at < rows; at += FOLDS) {
        const row = order[at]!;
        for (let label = 0; label < labels; label++) {
          const cell = row * labels + label;
          positives[label]! += truth[cell]!;
          BLENDS.forEach((blend, index) => {
            if (logits[cell]! < blended(chosen, label, blend)) return;
            told[index]![label]! += 1;
            right[index]![label]! += truth[cell]!;
          });
        }
      }
    }
    BLENDS.forEach((_, index) => {
      let sum = 0;
      for (let label = 0; label < labels; label++) {
        sum += f1(right[index]![label]!, told[index]![label]!, positives[label]!);
      }
      scores[index]! += sum / labels / DRAWS;
    });
  }
  const best = scores.indexOf(Math.max(...scores));
  const blend = BLENDS[best]!;
  const chosen = cutsFor(logits, truth, labels, [...Array(rows).keys()]);
  return {
    thresholds: Array.from({ length: labels }, (_, label) =>
      sigmoid(blended(chosen, label, blend)),
    ),
    blend,
    crossValidated: scores[best]!,
  };
}

/**
 * The one threshold for all labels with the highest micro-F1, in hundredths.
 *
 * @param logits - `[rows, labels]` log-odds of data that trained nothing
 * @param truth - `[rows, labels]` of 0 and 1
 * @param labels - number of labels
 */
export function bestMicroThreshold(
  logits: Float32Array,
  truth: Uint8Array,
  labels: number,
): { readonly threshold: number; readonly microF1: number } {
  const scores = Float64Array.from(logits, sigmoid);
  let best = { threshold: 0, microF1: 0 };
  for (let hundredths = 5; hundredths <= 60; hundredths++) {
    const threshold = hundredths / 100;
    const told = Uint8Array.from(scores, (score) => (score >= threshold ? 1 : 0));
    const { microF1 } = decisionFigures(told, truth, labels);
    if (microF1 > best.microF1) best = { threshold, microF1 };
  }
  return best;
}

/** The best cut for every label and for all together. */
interface Cuts {
  readonly own: readonly number[];
  readonly common: number;
}

const blended = ({ own, common }: Cuts, label: number, blend: number): number =>
  blend * own[label]! + (1 - blend) * common;

function cutsFor(
  logits: Float32Array,
  truth: Uint8Array,
  labels: number,
  rows: readonly number[],
): Cuts {
  const own: number[] = [];
  const macro = new Float64Array(CUTS);
  for (let label = 0; label < labels; label++) {
    const curve = smoothed(f1Curve(curveOf(logits, truth, labels, label, rows)));
    curve.forEach((value, cut) => (macro[cut]! += value));
    own.push(cutAt(curve.indexOf(Math.max(...curve))));
  }
  return { own, common: cutAt(macro.indexOf(Math.max(...macro))) };
}

function curveOf(
  logits: Float32Array,
  truth: Uint8Array,
  labels: number,
  label: number,
  rows: readonly number[],
): Curve {
  const curve = { told: new Float64Array(CUTS), right: new Float64Array(CUTS), positives: 0 };
  for (const row of rows) {
    const cell = row * labels + label;
    const place = Math.floor(((logits[cell]! - LOWEST) / (HIGHEST - LOWEST)) * (CUTS - 1));
    curve.positives += truth[cell]!;
    if (place < 0) continue;
    const highest = Math.min(place, CUTS - 1);
    curve.told[highest]! += 1;
    curve.right[highest]! += truth[cell]!;
  }
  for (let cut = CUTS - 2; cut >= 0; cut--) {
    curve.told[cut]! += curve.told[cut + 1]!;
    curve.right[cut]! += curve.right[cut + 1]!;
  }
  return curve;
}

const f1 = (right: number, told: number, positives: number): number =>
  right === 0 ? 0 : (2 * right) / (told + positives);

const f1Curve = ({ told, right, positives }: Curve): Float64Array =>
  told.map((count, cut) => f1(right[cut]!, count, positives));

function smoothed(curve: Float64Array): Float64Array {
  return curve.map((_, at) => {
    const from = Math.max(0, at - SMOOTHING);
    const to = Math.min(curve.length, at + SMOOTHING + 1);
    let sum = 0;
    for (let near = from; near < to; near++) sum += curve[near]!;
    return sum / (to - from);
  });
}
