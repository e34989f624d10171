import { readLabelledTexts } from '@onebit/datasets';
import { EmotionClassifier, type EmotionResult } from '@onebit/emotion-classification';
import {
  decisionFigures,
  type LabelFigures,
  rankingFigures,
  reliability,
  type Reliability,
} from '@onebit/text';

/** Figures of a classifier of emotions on labelled texts. */
export interface EmotionClassificationEvaluation {
  readonly rows: number;
  /** With the thresholds of the model. */
  readonly macroF1: number;
  readonly microF1: number;
  /** Macro-F1 of the labels that any of the texts has: raters of some languages were asked about fewer. */
  readonly macroF1OfPresent: number;
  /** Texts by the language that decided; `null` where the model reads one language. */
  readonly languages: Readonly<Record<string, number>> | null;
  readonly hammingLoss: number;
  readonly subsetAccuracy: number;
  /** With the groups of the model; `null` where it has none. */
  readonly ekman: { readonly macroF1: number; readonly microF1: number } | null;
  /** With 0.3 for every label, as the first publications on GoEmotions have it. */
  readonly singleThreshold: {
    readonly threshold: number;
    readonly macroF1: number;
    readonly microF1: number;
  };
  /** With one threshold for all labels, where the model's own lie on average in log-odds. */
  readonly commonThreshold: {
    readonly threshold: number;
    readonly macroF1: number;
    readonly microF1: number;
  };
  readonly oneError: number;
  readonly coverage: number;
  readonly rankingLoss: number;
  readonly averagePrecision: number;
  /** Of all labels' probabilities together. */
  readonly reliability: Reliability;
  readonly perLabel: Readonly<Record<string, LabelFigures & { readonly threshold: number }>>;
  /** Texts of which no feature is known. */
  readonly unknownTexts: number;
  /**
   * On one thread, tokens included, median of repeated runs over all texts after a first one. Of the
   * processor's time, all threads of the process together: the clock on a busy machine measures the
   * others too.
   */
  readonly textsPerSecond: number;
  readonly model: { readonly id: string; readonly bytes: number };
}

/** Options of {@link evaluateEmotionClassification}. */
export interface EmotionClassificationEvaluationOptions {
  /** The classifier to judge; without one the default model. */
  readonly classifier?: EmotionClassifier;
  /** The language of all texts, for a model of several; detected where absent. */
  readonly language?: string;
  /** Stops the evaluation with the error `aborted`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

const SINGLE_THRESHOLD = 0.3;
const BINS = 10;
/** Runs whose median is the speed. */
const RUNS = 5;

/**
 * Judges a classifier of emotions on labelled texts.
 *
 * @param dataPath - lines of `text TAB comma-separated labels TAB anything`, plain or gzip-packed;
 *   labels by the model's names or by their indices
 * @param options - classifier, signal, progress
 * @throws OnebitError `dataset-unreadable`, `aborted`, and what the classifier refuses
 */
export async function evaluateEmotionClassification(
  dataPath: string,
  options: EmotionClassificationEvaluationOptions = {},
): Promise<EmotionClassificationEvaluation> {
  const { signal, onProgress, language } = options;
  const classifier = options.classifier ?? (await EmotionClassifier.load());
  try {
    const { labels, model } = classifier;
    const data = await readLabelledTexts(dataPath, labels);
    const call = {
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
      ...(language !== undefined && { language }),
    };
    const { results, textsPerSecond } = await timed(classifier, data.texts, call);
    const rows = results.length;
    const truth = new Uint8Array(rows * labels.length);
    const scores = new Float64Array(truth.length);
    const told = new Uint8Array(truth.length);
    results.forEach((result, row) => {
      const from = row * labels.length;
      for (const label of data.labels[row]!) truth[from + label] = 1;
      labels.forEach((label, at) => (scores[from + at] = result.scores[label]!));
      for (const label of result.labels) told[from + labels.indexOf(label)] = 1;
    });
    const { perLabel, ...decisions } = decisionFigures(told, truth, labels.length);
    const { oneError, coverage, rankingLoss, averagePrecision } = rankingFigures({
      labels: labels.length,
      scores,
      truth,
    });
    const withOne = (threshold: number) => {
      const decided = Uint8Array.from(scores, (score) => (score >= threshold ? 1 : 0));
      const { macroF1, microF1 } = decisionFigures(decided, truth, labels.length);
      return { threshold, macroF1, microF1 };
    };
    return {
      rows,
      ...decisions,
      macroF1OfPresent: meanF1(perLabel.filter(({ support }) => support > 0)),
      languages: classifier.languages.length > 0 ? countLanguages(results) : null,
      ekman: groupFigures(classifier, results, data.labels),
      singleThreshold: withOne(SINGLE_THRESHOLD),
      commonThreshold: withOne(averageThreshold(classifier.thresholds)),
      oneError,
      coverage,
      rankingLoss,
      averagePrecision,
      reliability: reliability(scores, truth, BINS),
      perLabel: Object.fromEntries(
        labels.map((label, at) => [
          label,
          { ...perLabel[at]!, threshold: classifier.thresholds[at]! },
        ]),
      ),
      unknownTexts: results.filter(({ known }) => known === 0).length,
      textsPerSecond,
      model: { id: model.network.id, bytes: model.bytes },
    };
  } finally {
    if (!options.classifier) classifier.dispose();
  }
}

function averageThreshold(thresholds: readonly number[]): number {
  const logOdds = thresholds.reduce((sum, p) => sum + Math.log(p / (1 - p)), 0);
  return 1 / (1 + Math.exp(-logOdds / thresholds.length));
}

const meanF1 = (figures: readonly LabelFigures[]): number =>
  figures.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, figures.length);

function countLanguages(results: readonly EmotionResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { language } of results) {
    if (language !== undefined) counts[language] = (counts[language] ?? 0) + 1;
  }
  return counts;
}

async function timed(
  classifier: EmotionClassifier,
  texts: readonly string[],
  call: Parameters<EmotionClassifier['classify']>[1],
): Promise<{ results: EmotionResult[]; textsPerSecond: number }> {
  const results = await classifier.classify(texts, call);
  const { signal, language } = call ?? {};
  const quiet = { ...(signal && { signal }), ...(language !== undefined && { language }) };
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = process.cpuUsage();
    await classifier.classify(texts, quiet);
    const { user, system } = process.cpuUsage(start);
    seconds.push((user + system) / 1e6);
  }
  const median = seconds.sort((a, b) => a - b)[RUNS >> 1]!;
  return { results, textsPerSecond: Math.round(texts.length / median) };
}

function groupFigures(
  { model }: EmotionClassifier,
  results: readonly EmotionResult[],
  labels: readonly (readonly number[])[],
): EmotionClassificationEvaluation['ekman'] {
  const { groups = [] } = model.network;
  if (groups.length === 0) return null;
  const truth = new Uint8Array(results.length * groups.length);
  const told = new Uint8Array(truth.length);
  results.forEach((result, row) => {
    groups.forEach(({ name, members }, group) => {
      const cell = row * groups.length + group;
      if (members.some((label) => labels[row]!.includes(label))) truth[cell] = 1;
      if (result.groups.includes(name)) told[cell] = 1;
    });
  });
  const { macroF1, microF1 } = decisionFigures(told, truth, groups.length);
  return { macroF1, microF1 };
}
