import { Random } from '@onebit/bnn-training';
import { decisionFigures, rankingFigures } from '@onebit/text';
import { chooseGroups } from './label-groups.ts';
import { bestMicroThreshold, chooseThresholds } from './thresholds.ts';

/** What a student reaches on dev. */
export interface StudentFigures {
  readonly seed: number;
  /** With thresholds chosen by cross-validation inside dev. */
  readonly macroF1: number;
  /** With 0.3 for every label. */
  readonly macroF1AtSingle: number;
  /** With the one threshold for all labels that is best on dev. */
  readonly microF1: number;
  readonly averagePrecision: number;
  /** Macro-F1 over Ekman's groups, cross-validated. */
  readonly ekman: number;
}

/** The threshold of the first publications on GoEmotions. */
const SINGLE = 0.3;

/**
 * Judges a student on texts that trained nothing, and chooses its thresholds there.
 *
 * @param logits - `[texts, labels]`
 * @param truth - `[texts, labels]` of 0 and 1
 * @param labels - names
 * @param seeds - of the student, which is told again, and of the folds
 */
export function judgeStudent(
  logits: Float32Array,
  truth: Uint8Array,
  labels: readonly string[],
  seeds: { readonly student: number; readonly folds: number },
) {
  const count = labels.length;
  const thresholds = chooseThresholds(logits, truth, count, new Random(seeds.folds));
  const groups = chooseGroups(logits, truth, labels, new Random(seeds.folds));
  const micro = bestMicroThreshold(logits, truth, count);
  const scores = Float64Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
  const told = Uint8Array.from(scores, (score) => (score >= SINGLE ? 1 : 0));
  const figures: StudentFigures = {
    seed: seeds.student,
    macroF1: thresholds.crossValidated,
    macroF1AtSingle: decisionFigures(told, truth, count).macroF1,
    microF1: micro.microF1,
    averagePrecision: rankingFigures({ labels: count, scores, truth }).averagePrecision,
    ekman: groups.crossValidated,
  };
  return { thresholds, groups: groups.groups, micro, figures };
}
