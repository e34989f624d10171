import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModel, writeModel } from '@onebit/bnn';
import { MODEL_FILE } from '@onebit/bnn/node';
import { Random } from '@onebit/bnn-training';
import { readLabelNames, readLabelledTexts, type LabelledTexts } from '@onebit/datasets';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { OnebitError } from '@onebit/errors';
import { writeEmotionCard } from './card.ts';
import { factorise } from './factorise.ts';
import { chooseGroups } from './label-groups.ts';
import { fitLinearModel, type LinearModel } from './linear-model.ts';
import { type ClassifierParts, packClassifier } from './pack-model.ts';
import type { EmotionRecipe } from './recipes.ts';
import { rarityRaises } from './rarity-raises.ts';
import { selectFeatures } from './select-features.ts';
import { type SparseMatrix, timesWeights } from './sparse-matrix.ts';
import { bestMicroThreshold, chooseThresholds, type ChosenThresholds } from './thresholds.ts';
import { StageFiles } from './stage-files.ts';
import { stopIfAborted } from './stop-if-aborted.ts';
import { storedWeights } from './stored-weights.ts';
import { teach } from './teacher.ts';
import type { TrainedEmotionModel } from './trained-model.ts';
import { trainWordOrder } from './train-word-order.ts';
import { collectVocabulary, restrictVocabulary, vectorise } from './vocabulary.ts';
import { VocabularyWords } from './vocabulary-words.ts';
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

const FILES = ['train.tsv', 'dev.tsv', 'emotions.txt'] as const;

/**
 * Trains a one-bit classifier of emotions: teachers, features, a linear model of all labels, the
 * features that matter, the linear model again on those, its weights as scale times code times
 * matrix, a 1-bit convolution over words that learns what the bag misses, thresholds. An interrupted
 * run goes on where a stage of the teachers is missing.
 *
 * @returns figures of the run; the model and its card lie in `out`
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function trainEmotionClassification(
  options: TrainEmotionOptions,
): Promise<TrainedEmotionModel> {
  const { recipe, data, out, onStage } = options;
  const before = process.cpuUsage();
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
      random: new Random(recipe.seed),
      onPass(pass, gap) {
        stopIfAborted(options.signal);
        onStage?.(`${name}: pass ${pass}, duality gap ${(100 * gap).toFixed(2)} %`);
      },
    });

  const work = options.work ?? out;
  const teachers = new StageFiles(work, {
    teacher: teacherOf(recipe),
    seed: recipe.seed,
    digests,
  });
  const { wordOrder: order } = recipe;
  const fits = new StageFiles(work, { ...linearPart(recipe), digests });
  const taught = await teach(train.texts, gold, {
    recipe: recipe.teacher,
    labels: labels.length,
    seed: recipe.seed,
    stages: teachers,
    check: () => stopIfAborted(options.signal),
    ...(onStage && { onStage }),
  });
  const { share } = recipe.teacher;
  const targets = gold.map(
    (label, at) => (1 - share) * label + share / (1 + Math.exp(-taught.both[at]!)),
  );
  const everything = collectVocabulary(train.texts, recipe.ngrams, recipe.least);
  onStage?.(`${everything.low.length} features stand often enough`);
  const cells = everything.low.length * labels.length;
  const first = await fits.stage('all-features', () => {
    const { weights, bias } = fit('all features', vectorise(train.texts, everything), targets);
    const both = new Float32Array(cells + bias.length);
    both.set(weights);
    both.set(bias, cells);
    return both;
  });
  const firstWeights = first.subarray(0, cells);
  judge(
    'all features',
    predict(dev, everything, { weights: firstWeights, bias: first.subarray(cells) }),
  );
  const kept = selectFeatures(firstWeights, labels.length, everything.documents, recipe.features);
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
    random: new Random(recipe.seed),
    onRound(round, error) {
      stopIfAborted(options.signal);
      onStage?.(`codes: round ${round}, error ${(100 * error).toFixed(2)} %`);
    },
  });
  const coded = { ...linear, weights: storedWeights(factors) };
  judge('one-bit codes', predict(dev, vocabulary, coded));
  const words = new VocabularyWords(vocabulary, train.texts);
  const branch = trainWordOrder(
    words.sequencesOf(train.texts),
    taught.linear.map((logit) => order.bagShare * logit),
    targets,
    {
      ...order,
      signs: true,
      vocabulary: words.features.length + 1,
      labels: labels.length,
      random: new Random(recipe.seed + 5),
      rows: Int32Array.from(train.texts.keys()),
      onEpoch(epoch, loss) {
        stopIfAborted(options.signal);
        onStage?.(`word order in signs, epoch ${epoch}: loss ${loss.toFixed(4)}`);
      },
    },
  );
  branch.dispose();
  const raises = rarityRaises(gold, labels.length, recipe.rarityRaise);
  const bagShare = 1 - order.say + order.say * order.bagShare;
  const parts = {
    id: recipe.id,
    labels,
    vocabulary,
    factors,
    bagShare,
    bias: linear.bias.map(
      (bias, label) => bagShare * bias + order.say * branch.bias[label]! + raises[label]!,
    ),
    wordOrder: { model: branch, features: words.features, share: order.say },
  };
  const logits = await answers(parts, dev.texts);
  const chosen = judge('with word order', logits);
  const ekman = chooseGroups(logits, devTruth, labels, new Random(recipe.seed + 1));
  stages["Ekman's groups"] = ekman.crossValidated;
  const { user, system } = process.cpuUsage(before);
  const seconds = Math.round((user + system) / 1e6 + teachers.earlierSeconds + fits.earlierSeconds);
  const { network, tensors } = packClassifier({
    ...parts,
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
    microThreshold: bestMicroThreshold(logits, devTruth, labels.length),
    rarityRaise: recipe.rarityRaise,
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

/** What decides the linear model of all features, and nothing else. */
function linearPart(recipe: EmotionRecipe): object {
  const { ngrams, least, teacher, inverseStrength, passes, tolerance, seed } = recipe;
  return { ngrams, least, teacher, inverseStrength, passes, tolerance, seed };
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

/** What decides what each teacher says, and nothing else. */
function teacherOf({ teacher }: EmotionRecipe): object {
  const { ngrams, least, inverseStrength, passes, tolerance, folds } = teacher;
  const { depth, filters, epochs, dropout } = teacher.wordOrder;
  const wordOrder = { depth, filters, epochs, dropout };
  return { ngrams, least, inverseStrength, passes, tolerance, folds, wordOrder };
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
