import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readModel, writeModel } from '@onebit/bnn';
import { MODEL_FILE } from '@onebit/bnn/node';
import { Random } from '@onebit/bnn-training';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { writeEmotionCard } from './card.ts';
import { type GoEmotions, readGoEmotions } from './goemotions.ts';
import { type Lessons, logitsOf, prepareLessons } from './lessons.ts';
import { type ClassifierParts, packClassifier } from './pack-model.ts';
import { rarityRaises } from './rarity-raises.ts';
import type { EmotionRecipe } from './recipes.ts';
import { stopIfAborted } from './stop-if-aborted.ts';
import { storedWeights } from './stored-weights.ts';
import { judgeStudent } from './student-figures.ts';
import { trainStudent } from './student.ts';
import { chooseThresholds } from './thresholds.ts';
import type { TrainedEmotionModel } from './trained-model.ts';
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

/** Seeds of students lie so far apart that none draws what another drew for something else. */
const SEEDS_APART = 1000;

/**
 * Trains a one-bit classifier of emotions: teachers, features, a linear model of the features that
 * matter, students from several seeds, thresholds. An interrupted run goes on where a stage of the
 * teachers is missing.
 *
 * @returns figures of the run; the model and its card lie in `out`
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function trainEmotionClassification(
  options: TrainEmotionOptions,
): Promise<TrainedEmotionModel> {
  const { recipe, out, onStage } = options;
  const before = process.cpuUsage();
  const data = await readGoEmotions(options.data);
  const stages: Record<string, number> = {};
  const judge = (name: string, logits: Float32Array): void => {
    const folds = new Random(recipe.seed + 1);
    const { crossValidated } = chooseThresholds(logits, data.devTruth, data.labels.length, folds);
    stages[name] = crossValidated;
    onStage?.(`${name}: dev macro-F1 ${crossValidated.toFixed(4)} (cross-validated)`);
  };
  const lessons = await prepareLessons(data, {
    recipe,
    work: options.work ?? out,
    check: () => stopIfAborted(options.signal),
    judge,
    ...(onStage && { onStage }),
  });
  const students = [];
  for (let at = 0; at < recipe.students; at++) {
    students.push(await trainAndJudge(data, lessons, recipe.seed + at, options, judge));
  }
  // Average precision judges most of a student at once and hangs on no threshold.
  const best = Math.max(...students.map(({ figures }) => figures.averagePrecision));
  const { parts, thresholds, groups, micro, figures } = students.find(
    (one) => one.figures.averagePrecision === best,
  )!;
  const { user, system } = process.cpuUsage(before);
  const seconds = Math.round((user + system) / 1e6 + lessons.earlierSeconds);
  const { network, tensors } = packClassifier({
    ...parts,
    thresholds: thresholds.thresholds,
    groups,
    provenance: {
      command: options.command,
      seed: figures.seed,
      data: data.digests,
      metrics: { devMacroF1: figures.macroF1 },
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
    data: data.digests,
    stages,
    seed: figures.seed,
    students: students.map((one) => one.figures),
    factorisationError: parts.factors.error,
    thresholdBlend: thresholds.blend,
    microThreshold: micro,
    rarityRaise: recipe.rarityRaise,
  };
  await writeWhole(join(out, 'training.json'), `${JSON.stringify(trained, undefined, 2)}\n`);
  await writeEmotionCard(out, options.data);
  return trained;
}

/** Trains the student of a seed and judges it, packed as it would ship, on dev. */
async function trainAndJudge(
  { labels, dev, trainTruth, devTruth }: GoEmotions,
  lessons: Lessons,
  seed: number,
  { recipe, signal, onStage }: TrainEmotionOptions,
  judge: (name: string, logits: Float32Array) => void,
) {
  const { vocabulary, linear, words } = lessons;
  const name = `student ${seed - recipe.seed + 1} of ${recipe.students}`;
  const { factors, branch } = trainStudent(lessons, {
    recipe,
    random: (purpose) => new Random(SEEDS_APART * (seed - recipe.seed) + recipe.seed + purpose),
    onProgress(message) {
      stopIfAborted(signal);
      onStage?.(`${name}: ${message}`);
    },
    onCodes(codes) {
      if (seed !== recipe.seed) return;
      const weights = storedWeights(codes);
      judge('one-bit codes', logitsOf(dev.texts, vocabulary, { ...linear, weights }));
    },
  });
  const raises = rarityRaises(trainTruth, labels.length, recipe.rarityRaise);
  const parts = {
    id: recipe.id,
    labels,
    vocabulary,
    factors,
    bias: branch.bias.map((bias, label) => bias + raises[label]!),
    wordOrder: { model: branch, features: words.features },
  };
  const logits = await answers(parts, dev.texts);
  const verdict = judgeStudent(logits, devTruth, labels, {
    student: seed,
    folds: recipe.seed + 1,
  });
  const { macroF1, averagePrecision, ekman } = verdict.figures;
  onStage?.(
    `${name}: dev macro-F1 ${macroF1.toFixed(4)} (cross-validated), ` +
      `average precision ${averagePrecision.toFixed(4)}, Ekman's groups ${ekman.toFixed(4)}`,
  );
  return { parts, ...verdict };
}

/** The log-odds of a packed classifier, as the library that ships tells them. */
async function answers(
  parts: Omit<ClassifierParts, 'thresholds' | 'provenance'>,
  texts: readonly string[],
): Promise<Float32Array> {
  const { network, tensors } = packClassifier({
    ...parts,
    thresholds: parts.labels.map(() => 0.5),
    provenance: { command: 'onebit train', licence: 'MIT' },
  });
  const classifier = await EmotionClassifier.load(readModel(writeModel(network, tensors)));
  const results = await classifier.classify(texts);
  classifier.dispose();
  return Float32Array.from(
    results.flatMap(({ scores }) => parts.labels.map((label) => logit(scores[label]!))),
  );
}

const logit = (p: number): number => Math.log(p / (1 - p));
