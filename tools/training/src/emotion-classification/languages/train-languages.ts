import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeModel } from '@onebit/bnn';
import { MODEL_FILE } from '@onebit/bnn/node';
import { Random } from '@onebit/bnn-training';
import { factorise } from '../factorise.ts';
import { fitLinearModel, type LinearModel } from '../linear-model.ts';
import { packClassifier } from '../pack-model.ts';
import { selectFeatures } from '../select-features.ts';
import { type SparseMatrix, timesWeights } from '../sparse-matrix.ts';
import { StageFiles } from '../stage-files.ts';
import { stopIfAborted } from '../stop-if-aborted.ts';
import { storedWeights } from '../stored-weights.ts';
import { collectVocabulary, restrictVocabulary, vectorise } from '../vocabulary.ts';
import type { LanguageFigures, TrainedLanguageModel } from './trained-languages.ts';
import { writeWhole } from '../../write-whole.ts';
import { writeLanguageCard } from './language-card.ts';
import type { LanguageRecipe } from './language-recipes.ts';
import { type LanguageTexts, readLanguageSets } from './language-sets.ts';
import { askByLanguage, askOutOfFold, foldsOf } from './language-teachers.ts';
import {
  chooseLanguageThresholds,
  labelsAsked,
  macroF1ByLanguage,
  moveThresholds,
  NEVER,
} from './language-thresholds.ts';

/** What a training run is given. */
export interface TrainLanguagesOptions {
  readonly recipe: LanguageRecipe;
  /** Folder of BRIGHTER or of XED. */
  readonly data: string;
  /** Folder that the model and its figures go to. */
  readonly out: string;
  /** The command as it was typed, for the provenance. */
  readonly command: string;
  /** Folder for the results of unfinished stages; `out` where absent. */
  readonly work?: string;
  readonly signal?: AbortSignal;
  readonly onStage?: (message: string) => void;
}

/** The column that says which language a text is in has this value: its weight is a shift. */
const LANGUAGE_VALUE = 2;
/** How the outputs that tell the language are fitted: coarse is enough. */
const DETECTOR = { inverseStrength: 1, passes: 4, tolerance: 0.05 };
/** Weight of the detector's outputs in the codes, the labels' have 1. */
const DETECTOR_SHARE = 0.35;

/**
 * Trains a one-bit classifier that reads several languages: teachers of each language alone and of
 * all together, asked out of fold; one linear model of all languages fitted to what they say and the
 * labels, with a shift a language; outputs beside it that tell the language; the weights of both as
 * scale times code times matrix; thresholds for each language from what the teachers say out of fold,
 * moved by one number that dev chooses.
 *
 * @returns figures of the run; the model and its card lie in `out`
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function trainLanguages(
  options: TrainLanguagesOptions,
): Promise<TrainedLanguageModel> {
  const { recipe, out, onStage } = options;
  const started = performance.now();
  const random = new Random(recipe.seed);
  const outputs = recipe.labels.length;
  const { names, train, dev, digests } = await readLanguageSets(options.data, recipe.labels);
  const asked = labelsAsked(train, names.length);
  const gold = Float32Array.from(train.truth, (value, cell) =>
    asked[train.languages[Math.floor(cell / outputs)]!]!.includes(cell % outputs) ? value : NaN,
  );
  const folds = foldsOf(train.texts.length, recipe.folds, recipe.seed + 8);
  const stages = new StageFiles(options.work ?? out, { ...linearPart(recipe), digests });
  const outOfFold: Record<string, number> = {};
  const fit = (matrix: SparseMatrix, targets: Float32Array, rows?: Int32Array): LinearModel =>
    fitLinearModel(matrix, targets, outputs, {
      ...recipe,
      random: new Random(recipe.seed),
      ...(rows && { rows }),
      onPass: () => stopIfAborted(options.signal),
    });
  const choose = (name: string, logits: Float32Array) => {
    const chosen = chooseLanguageThresholds(logits, train, asked, recipe.seed + 1);
    outOfFold[name] = mean(chosen.crossValidated);
    onStage?.(`${name}: out-of-fold macro-F1 ${outOfFold[name].toFixed(4)}, mean of languages`);
    return chosen.thresholds;
  };

  const everything = collectVocabulary(train.texts, recipe.ngrams, recipe.least);
  onStage?.(`${train.texts.length} texts, ${everything.low.length} features stand often enough`);
  const plain = vectorise(train.texts, everything);
  const matrix = withLanguage(plain, train.languages, names.length);
  const devMatrix = vectorise(dev.texts, everything);
  const alone = await stages.stage('languages-alone', () =>
    askByLanguage(plain, train.languages, outputs, folds, (rows) => fit(plain, gold, rows)),
  );
  const aloneOnDev = await stages.stage('languages-alone-dev', () => {
    const logits = new Float32Array(dev.truth.length);
    names.forEach((_, language) => {
      const rows = rowsOf(train, language);
      const { weights, bias } = fit(plain, gold, rows);
      const all = timesWeights(devMatrix, weights, bias);
      for (const row of rowsOf(dev, language)) {
        logits.set(all.subarray(row * outputs, (row + 1) * outputs), row * outputs);
      }
    });
    return logits;
  });
  const reference = macroF1ByLanguage(aloneOnDev, dev, asked, choose('languages alone', alone));
  const shared = await stages.stage('languages-together', () =>
    askOutOfFold(matrix, outputs, folds, (rows) => fit(matrix, gold, rows)),
  );
  choose('languages together', shared);
  const taught = shared.map((logit, cell) => (logit + alone[cell]!) / 2);
  const taughtThresholds = choose('both', taught);
  const { share } = recipe;
  const targets = gold.map(
    (label, cell) => (1 - share) * label + share / (1 + Math.exp(-taught[cell]!)),
  );

  const first = await stages.stage(`all-features-${share}`, () => fit(matrix, targets).weights);
  const kept = selectFeatures(
    first.subarray(0, everything.low.length * outputs),
    outputs,
    everything.documents,
    recipe.features,
  );
  const vocabulary = restrictVocabulary(everything, kept);
  const bag = vectorise(train.texts, vocabulary);
  const told = withLanguage(bag, train.languages, names.length);
  onStage?.(`${kept.length} features kept`);
  const linear = fit(told, targets);
  const detector = fitLinearModel(bag, oneHot(train.languages, names.length), names.length, {
    ...DETECTOR,
    random,
    onPass: () => stopIfAborted(options.signal),
  });
  const joined = sideBySide(
    [linear.weights, detector.weights],
    [1, DETECTOR_SHARE],
    [outputs, names.length],
    kept.length,
  );
  const all = outputs + names.length;
  const scaled = factorise(joined, all, {
    width: recipe.width,
    rounds: recipe.rounds,
    rowWeights: Float64Array.from(
      vocabulary.documents,
      (times, feature) => times * vocabulary.idf[feature]! ** 2,
    ),
    random,
    onRound(round, error) {
      stopIfAborted(options.signal);
      onStage?.(`codes: round ${round}, error ${(100 * error).toFixed(2)} %`);
    },
  });
  const factors = {
    ...scaled,
    matrix: scaled.matrix.map((value, at) => (at % all < outputs ? value : value / DETECTOR_SHARE)),
  };
  const bias = Float32Array.of(...linear.bias, ...detector.bias);
  const shifts = names.map((_, language) =>
    Array.from(
      { length: outputs },
      (_, label) => LANGUAGE_VALUE * linear.weights[(kept.length + language) * outputs + label]!,
    ),
  );
  const answers = timesWeights(vectorise(dev.texts, vocabulary), storedWeights(factors), bias);
  const detected = dev.languages.map((_, row) =>
    highest(answers.subarray(row * all + outputs, (row + 1) * all)),
  );
  const scoresIn = (languages: Int32Array): Float32Array =>
    Float32Array.from(dev.truth, (_, cell) => {
      const row = Math.floor(cell / outputs);
      const label = cell % outputs;
      return answers[row * all + label]! + shifts[languages[row]!]![label]!;
    });
  const toldScores = scoresIn(dev.languages);
  const { thresholds, shift } = moveThresholds(taughtThresholds, toldScores, dev, asked);
  const toldF1 = macroF1ByLanguage(toldScores, dev, asked, thresholds);
  const detectedF1 = macroF1ByLanguage(scoresIn(detected), dev, asked, thresholds, detected);
  const languages = names.map((_, language): LanguageFigures => {
    const rows = rowsOf(dev, language);
    return {
      trainTexts: rowsOf(train, language).length,
      devTexts: rows.length,
      floatReference: reference[language]!,
      told: toldF1[language]!,
      detected: detectedF1[language]!,
      detection: mean([...rows].map((row) => Number(detected[row] === language))),
    };
  });
  const figure = (name: keyof TrainedLanguageModel['mean']): number =>
    mean(languages.map((figures) => figures[name]));
  const means = {
    floatReference: figure('floatReference'),
    told: figure('told'),
    detected: figure('detected'),
    detection: figure('detection'),
  };
  onStage?.(
    `dev, mean of languages: reference ${means.floatReference.toFixed(4)}, told ${means.told.toFixed(4)}, detected ${means.detected.toFixed(4)}; language right ${means.detection.toFixed(4)}`,
  );
  const seconds = Math.round((performance.now() - started) / 1000);
  const { network, tensors } = packClassifier({
    id: recipe.id,
    labels: [...recipe.labels, ...names],
    vocabulary,
    factors,
    bias,
    thresholds: recipe.labels.map((_, label) =>
      mean(thresholds.flatMap((own) => (own[label]! < NEVER ? [own[label]!] : []))),
    ),
    languages: names.map((_, language) => ({
      shifts: shifts[language]!,
      decisionThresholds: thresholds[language]!,
    })),
    // No time in it: the same command gives the same bytes.
    provenance: {
      command: options.command,
      seed: recipe.seed,
      data: digests,
      metrics: { devMacroF1: means.detected },
      licence: recipe.licence,
      source: recipe.source,
    },
  });
  const file = writeModel(network, tensors);
  await mkdir(out, { recursive: true });
  await writeWhole(join(out, MODEL_FILE), file);
  const trained: TrainedLanguageModel = {
    id: recipe.id,
    bytes: file.byteLength,
    seconds,
    data: digests,
    languages: Object.fromEntries(names.map((name, at) => [name, languages[at]!])),
    mean: means,
    outOfFold,
    thresholdShift: shift,
    factorisationError: factors.error,
  };
  await writeWhole(join(out, 'training.json'), `${JSON.stringify(trained, undefined, 2)}\n`);
  await writeLanguageCard(out, options.data);
  return trained;
}

/** What decides the linear models, and nothing else. */
function linearPart({
  ngrams,
  least,
  inverseStrength,
  passes,
  tolerance,
  folds,
  seed,
}: LanguageRecipe): Partial<LanguageRecipe> {
  return { ngrams, least, inverseStrength, passes, tolerance, folds, seed };
}

/** The matrix with a column a language, set in the rows of that language. */
function withLanguage(matrix: SparseMatrix, languages: Int32Array, count: number): SparseMatrix {
  const { rows, columns, offsets } = matrix;
  const starts = offsets.map((offset, row) => offset + row);
  const indices = new Int32Array(matrix.indices.length + rows);
  const values = new Float32Array(indices.length);
  for (let row = 0; row < rows; row++) {
    const end = starts[row + 1]! - 1;
    indices.set(matrix.indices.subarray(offsets[row]!, offsets[row + 1]!), starts[row]);
    values.set(matrix.values.subarray(offsets[row]!, offsets[row + 1]!), starts[row]);
    indices[end] = columns + languages[row]!;
    values[end] = LANGUAGE_VALUE;
  }
  return { rows, columns: columns + count, offsets: starts, indices, values };
}

/** Weights of several models on the same features in one row, each times its factor. */
function sideBySide(
  parts: readonly Float32Array[],
  factors: readonly number[],
  widths: readonly number[],
  rows: number,
): Float32Array {
  const width = widths.reduce((sum, own) => sum + own, 0);
  const joined = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let at = row * width;
    parts.forEach((part, index) => {
      const own = widths[index]!;
      for (let column = 0; column < own; column++) {
        joined[at++] = factors[index]! * part[row * own + column]!;
      }
    });
  }
  return joined;
}

function oneHot(classes: Int32Array, count: number): Float32Array {
  const targets = new Float32Array(classes.length * count);
  classes.forEach((own, row) => (targets[row * count + own] = 1));
  return targets;
}

const rowsOf = ({ languages }: LanguageTexts, language: number): Int32Array =>
  Int32Array.from(languages.keys()).filter((row) => languages[row] === language);

const highest = (values: Float32Array): number => values.indexOf(Math.max(...values));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
