import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeModel } from '@onebit/bnn';
import { MODEL_FILE } from '@onebit/bnn/node';
import { Random } from '@onebit/bnn-training';
import { readLabelNames, readLabelledTexts, type LabelledTexts } from '@onebit/datasets';
import { OnebitError } from '@onebit/errors';
import { writeEmotionCard } from './card.ts';
import { factorise } from './factorise.ts';
import { chooseGroups } from './label-groups.ts';
import { fitLinearModel, type LinearModel } from './linear-model.ts';
import { packClassifier } from './pack-model.ts';
import type { EmotionRecipe, TeacherRecipe } from './recipes.ts';
import { selectFeatures } from './select-features.ts';
import { type SparseMatrix, timesWeights } from './sparse-matrix.ts';
import { chooseThresholds, type ChosenThresholds } from './thresholds.ts';
import { StageFiles } from './stage-files.ts';
import { stopIfAborted } from './stop-if-aborted.ts';
import { storedWeights } from './stored-weights.ts';
import { teach } from './teacher.ts';
import { collectVocabulary, restrictVocabulary, vectorise } from './vocabulary.ts';
import { writeWhole } from '../write-whole.ts';

/** What a training run is given. */
export interface TrainEmotionOptions {
  readonly recipe: EmotionRecipe;
  /** Folder with `train.tsv`, `dev.tsv` and `emotions.txt`. */
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

/** What a run leaves. */
export interface TrainedEmotionModel {
  readonly id: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly data: Readonly<Record<string, string>>;
  /** Macro-F1 on dev with thresholds chosen by cross-validation inside dev, stage by stage. */
  readonly stages: Readonly<Record<string, number>>;
  /** Share of the weighted squared weights that the factors leave out. */
  readonly factorisationError: number;
  /** Share of a label's own threshold against the common one. */
  readonly thresholdBlend: number;
}

const FILES = ['train.tsv', 'dev.tsv', 'emotions.txt'] as const;

/**
 * Trains a one-bit classifier of emotions: teachers, features, a linear model of all labels, the
 * features that matter, the linear model again on those, its weights as scale times code times
 * matrix, thresholds. An interrupted run goes on where a stage of the teachers is missing.
 *
 * @returns figures of the run; the model and its card lie in `out`
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function trainEmotionClassification(
  options: TrainEmotionOptions,
): Promise<TrainedEmotionModel> {
  const { recipe, data, out, onStage } = options;
  const started = performance.now();
  const random = new Random(recipe.seed);
  const digests = Object.fromEntries(
    await Promise.all(FILES.map(async (name) => [name, await sha256(join(data, name))] as const)),
  );
  const labels = await readLabelNames(join(data, 'emotions.txt'));
  const train = await readLabelledTexts(join(data, 'train.tsv'), labels);
  const dev = await readLabelledTexts(join(data, 'dev.tsv'), labels);
  const gold = Float32Array.from(truthOf(train, labels.length));
  const devTruth = truthOf(dev, labels.length);
  const stages: Record<string, number> = {};
  const judge = (name: string, logits: Float32Array): ChosenThresholds => {
    const chosen = chooseThresholds(logits, devTruth, labels.length, new Random(recipe.seed + 1));
    stages[name] = chosen.crossValidated;
    onStage?.(`${name}: dev macro-F1 ${chosen.crossValidated.toFixed(4)} (cross-validated)`);
    return chosen;
  };
  const fit = (name: string, matrix: SparseMatrix, targets: Float32Array): LinearModel =>
    fitLinearModel(matrix, targets, labels.length, {
      inverseStrength: recipe.inverseStrength,
      passes: recipe.passes,
      tolerance: recipe.tolerance,
      random,
      onPass(pass, gap) {
        stopIfAborted(options.signal);
        onStage?.(`${name}: pass ${pass}, duality gap ${(100 * gap).toFixed(2)} %`);
      },
    });

  const taught = await teach(train.texts, gold, {
    recipe: recipe.teacher,
    labels: labels.length,
    seed: recipe.seed,
    stages: new StageFiles(options.work ?? out, {
      teacher: teacherOf(recipe),
      seed: recipe.seed,
      digests,
    }),
    check: () => stopIfAborted(options.signal),
    ...(onStage && { onStage }),
  });
  const { share } = recipe.teacher;
  const targets = gold.map(
    (label, at) => (1 - share) * label + share / (1 + Math.exp(-taught[at]!)),
  );
  const everything = collectVocabulary(train.texts, recipe.ngrams, recipe.least);
  onStage?.(`${everything.low.length} features stand often enough`);
  const first = fit('all features', vectorise(train.texts, everything), targets);
  judge('all features', predict(dev, everything, first));
  const kept = selectFeatures(first.weights, labels.length, everything.documents, recipe.features);
  const vocabulary = restrictVocabulary(everything, kept);
  const linear = fit('kept features', vectorise(train.texts, vocabulary), targets);
  judge('kept features', predict(dev, vocabulary, linear));
  const factors = factorise(linear.weights, labels.length, {
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
  const weights = storedWeights(factors);
  const logits = predict(dev, vocabulary, { ...linear, weights });
  const chosen = judge('one-bit codes', logits);
  const ekman = chooseGroups(logits, devTruth, labels, new Random(recipe.seed + 1));
  stages["Ekman's groups"] = ekman.crossValidated;
  const seconds = Math.round((performance.now() - started) / 1000);
  const { network, tensors } = packClassifier({
    id: recipe.id,
    labels,
    vocabulary,
    factors,
    bias: linear.bias,
    thresholds: chosen.thresholds,
    groups: ekman.groups,
    provenance: {
      command: options.command,
      seed: recipe.seed,
      data: digests,
      metrics: { devMacroF1: chosen.crossValidated },
      seconds,
      licence: 'MIT; trained on GoEmotions, CC BY 4.0',
      source: 'Demszky et al.: GoEmotions: A Dataset of Fine-Grained Emotions, ACL 2020',
    },
  });
  const file = writeModel(network, tensors);
  await mkdir(out, { recursive: true });
  await writeWhole(join(out, MODEL_FILE), file);
  const trained: TrainedEmotionModel = {
    id: recipe.id,
    bytes: file.byteLength,
    seconds,
    data: digests,
    stages,
    factorisationError: factors.error,
    thresholdBlend: chosen.blend,
  };
  await writeWhole(join(out, 'training.json'), `${JSON.stringify(trained, undefined, 2)}\n`);
  await writeEmotionCard(out, data);
  return trained;

  function predict(
    { texts }: LabelledTexts,
    known: typeof vocabulary,
    model: LinearModel,
  ): Float32Array {
    return timesWeights(vectorise(texts, known), model.weights, model.bias);
  }
}

/** What decides what the teachers say, and nothing else. */
function teacherOf({ teacher }: EmotionRecipe): Omit<TeacherRecipe, 'share'> {
  const { ngrams, least, inverseStrength, passes, tolerance, folds, wordOrderEpochs } = teacher;
  return { ngrams, least, inverseStrength, passes, tolerance, folds, wordOrderEpochs };
}

/** Truth as 0 and 1, `labels` numbers a text. */
function truthOf(data: LabelledTexts, labels: number): Uint8Array {
  const truth = new Uint8Array(data.texts.length * labels);
  data.labels.forEach((own, row) => {
    for (const label of own) truth[row * labels + label] = 1;
  });
  return truth;
}

const sha256 = async (path: string): Promise<string> => {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (cause) {
    throw new OnebitError('dataset-unreadable', {
      expected: `a file ${path}`,
      received: (cause as NodeJS.ErrnoException).code ?? 'none',
      hint: 'Give the folder of GoEmotions with train.tsv, dev.tsv and emotions.txt.',
      cause,
    });
  }
};
