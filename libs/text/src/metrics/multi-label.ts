import { OnebitError } from '@onebit/errors';

/** Scores and truth of many samples, `labels` numbers a sample, one sample after another. */
export interface ScoredLabels {
  readonly labels: number;
  /** Any numbers, a higher one for a likelier label. */
  readonly scores: ArrayLike<number>;
  /** 1 where the sample has the label, else 0. */
  readonly truth: ArrayLike<number>;
}

/** Figures of one label. */
export interface LabelFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Samples that have the label. */
  readonly support: number;
}

/** Figures of decisions: each label told or not. */
export interface DecisionFigures {
  /** Mean of the labels' F1; a label that is neither told nor there counts 0. */
  readonly macroF1: number;
  /** F1 of all decisions together. */
  readonly microF1: number;
  /** Share of decisions that are wrong. */
  readonly hammingLoss: number;
  /** Share of samples of which every label is right. */
  readonly subsetAccuracy: number;
  readonly perLabel: readonly LabelFigures[];
}

/** Figures of the order in which scores put the labels (Schapire and Singer, 2000). */
export interface RankingFigures {
  /** Share of samples whose highest score is of a label they have not. */
  readonly oneError: number;
  /** How many labels further down than the first one must go to meet all labels of a sample, on average. */
  readonly coverage: number;
  /** Share of pairs of a label there and one not there in the wrong order; a tie counts half. */
  readonly rankingLoss: number;
  /** Mean over a sample's labels of the share of labels there among those ranked no lower. */
  readonly averagePrecision: number;
  /** Samples with at least one label and not all: the others have no order to judge. */
  readonly samples: number;
}

/**
 * Judges decisions of a joint multi-label classifier.
 *
 * @param told - 1 where a label is told, else 0, `labels` numbers a sample
 * @param truth - 1 where the sample has the label
 * @param labels - number of labels
 * @throws OnebitError `size-mismatch`
 *
 * @example
 * ```ts
 * import { decisionFigures } from '@onebit/text';
 * const figures = decisionFigures([1, 0, 1, 1], [1, 0, 0, 1], 2);
 * console.log(figures.microF1, figures.hammingLoss, figures.subsetAccuracy); // 0.8 0.25 0.5
 * ```
 */
export function decisionFigures(
  told: ArrayLike<number>,
  truth: ArrayLike<number>,
  labels: number,
): DecisionFigures {
  const samples = sampleCount(told, truth, labels);
  const toldOf = new Float64Array(labels);
  const rightOf = new Float64Array(labels);
  const supportOf = new Float64Array(labels);
  let wrong = 0;
  let whole = 0;
  for (let sample = 0; sample < samples; sample++) {
    const before = wrong;
    for (let label = 0; label < labels; label++) {
      const at = sample * labels + label;
      const isTold = told[at]! > 0;
      const isTrue = truth[at]! > 0;
      if (isTold) toldOf[label]! += 1;
      if (isTrue) supportOf[label]! += 1;
      if (isTold && isTrue) rightOf[label]! += 1;
      if (isTold !== isTrue) wrong += 1;
    }
    if (wrong === before) whole += 1;
  }
  const perLabel = Array.from({ length: labels }, (_, label) =>
    labelFigures(rightOf[label]!, toldOf[label]!, supportOf[label]!),
  );
  return {
    macroF1: mean(perLabel.map(({ f1 }) => f1)),
    microF1: labelFigures(sum(rightOf), sum(toldOf), sum(supportOf)).f1,
    hammingLoss: wrong / (samples * labels),
    subsetAccuracy: whole / samples,
    perLabel,
  };
}

/**
 * Judges the order of scores, whatever the thresholds.
 *
 * @param scored - scores and truth
 * @throws OnebitError `size-mismatch`
 *
 * @example
 * ```ts
 * import { rankingFigures } from '@onebit/text';
 * const figures = rankingFigures({ labels: 3, scores: [0.9, 0.2, 0.6], truth: [0, 0, 1] });
 * console.log(figures.oneError, figures.coverage); // 1 1
 * console.log(figures.rankingLoss, figures.averagePrecision); // 0.5 0.5
 * ```
 */
export function rankingFigures({ labels, scores, truth }: ScoredLabels): RankingFigures {
  const samples = sampleCount(scores, truth, labels);
  const total = { oneError: 0, coverage: 0, rankingLoss: 0, averagePrecision: 0, samples: 0 };
  for (let sample = 0; sample < samples; sample++) {
    addSample(total, scores, truth, sample * labels, labels);
  }
  const judged = Math.max(total.samples, 1);
  return {
    oneError: total.oneError / judged,
    coverage: total.coverage / judged,
    rankingLoss: total.rankingLoss / judged,
    averagePrecision: total.averagePrecision / judged,
    samples: total.samples,
  };
}

function addSample(
  total: { -readonly [Key in keyof RankingFigures]: number },
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  from: number,
  labels: number,
): void {
  const present: number[] = [];
  const absent: number[] = [];
  for (let at = from; at < from + labels; at++) {
    (truth[at]! > 0 ? present : absent).push(scores[at]!);
  }
  if (present.length === 0 || absent.length === 0) return;
  total.samples += 1;
  if (Math.max(...absent) >= Math.max(...present)) total.oneError += 1;
  const lowest = Math.min(...present);
  const countFrom = (values: readonly number[], score: number): number =>
    values.reduce((count, value) => (value >= score ? count + 1 : count), 0);
  total.coverage += present.length + countFrom(absent, lowest) - 1;
  let disorder = 0;
  let precision = 0;
  for (const score of present) {
    for (const other of absent) disorder += other > score ? 1 : other === score ? 0.5 : 0;
    const ranked = countFrom(present, score);
    precision += ranked / (ranked + countFrom(absent, score));
  }
  total.rankingLoss += disorder / (present.length * absent.length);
  total.averagePrecision += precision / present.length;
}

function labelFigures(right: number, told: number, support: number): LabelFigures {
  return {
    precision: told === 0 ? 0 : right / told,
    recall: support === 0 ? 0 : right / support,
    f1: right === 0 ? 0 : (2 * right) / (told + support),
    support,
  };
}

function sampleCount(a: ArrayLike<number>, b: ArrayLike<number>, labels: number): number {
  const samples = a.length / labels;
  if (a.length === b.length && Number.isInteger(samples) && samples > 0) return samples;
  throw new OnebitError('size-mismatch', {
    expected: `the same whole number of samples of ${labels} labels twice`,
    received: `${a.length} and ${b.length} numbers`,
    hint: 'Give both for every sample and label.',
  });
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
