import { Random } from '@onebit/bnn-training';
import type { GoEmotions } from './goemotions.ts';
import { fitLinearModel, type LinearModel } from './linear-model.ts';
import type { EmotionRecipe } from './recipes.ts';
import { selectFeatures } from './select-features.ts';
import { timesWeights } from './sparse-matrix.ts';
import { StageFiles } from './stage-files.ts';
import { teach } from './teacher.ts';
import { collectVocabulary, restrictVocabulary, vectorise, type Vocabulary } from './vocabulary.ts';
import { VocabularyWords } from './vocabulary-words.ts';

/** What every student learns from, whatever its seed. */
export interface Lessons {
  readonly texts: readonly string[];
  /** Labels and what the teachers say, mixed: `[texts, labels]`. */
  readonly targets: Float32Array;
  /** Log-odds `[texts, labels]` of the linear teacher, out of fold. */
  readonly linearTeacher: Float32Array;
  /** The features that are kept, and the linear model on them. */
  readonly vocabulary: Vocabulary;
  readonly linear: LinearModel;
  readonly words: VocabularyWords;
  /** Processor time that earlier runs spent on stages that were found again. */
  readonly earlierSeconds: number;
}

/** What lessons are prepared with. */
export interface LessonOptions {
  readonly recipe: EmotionRecipe;
  /** Folder for the results of stages. */
  readonly work: string;
  /** Called often; throws where the run is to stop. */
  readonly check: () => void;
  readonly onStage?: (message: string) => void;
  /** Judges log-odds of the dev part. */
  readonly judge: (name: string, logits: Float32Array) => void;
}

/**
 * Prepares the lessons: teachers, a linear model on all features, those that matter, the linear model
 * again on these. A run that was interrupted goes on where a stage is missing.
 */
export async function prepareLessons(
  { labels, train, dev, trainTruth, digests }: GoEmotions,
  { recipe, work, check, onStage, judge }: LessonOptions,
): Promise<Lessons> {
  const { texts } = train;
  const count = labels.length;
  const { seed, teacher } = recipe;
  const stages = new StageFiles(work, { teacher: teacherOf(recipe), seed, digests });
  const { recurrent, folds } = teacher;
  const recurrentStages = new StageFiles(work, { recurrent, folds, seed, digests });
  const fits = new StageFiles(work, { ...linearPart(recipe), digests });
  const taught = await teach(texts, trainTruth, {
    recipe: teacher,
    labels: count,
    seed,
    stages,
    recurrentStages,
    check,
    ...(onStage && { onStage }),
  });
  const targets = trainTruth.map(
    (label, at) => (1 - teacher.share) * label + teacher.share / (1 + Math.exp(-taught.all[at]!)),
  );
  const fit = (name: string, vocabulary: Vocabulary): LinearModel =>
    fitLinearModel(vectorise(texts, vocabulary), targets, count, {
      inverseStrength: recipe.inverseStrength,
      passes: recipe.passes,
      tolerance: recipe.tolerance,
      random: new Random(recipe.seed),
      onPass(pass, gap) {
        check();
        onStage?.(`${name}: pass ${pass}, duality gap ${(100 * gap).toFixed(2)} %`);
      },
    });
  const everything = collectVocabulary(texts, recipe.ngrams, recipe.least);
  onStage?.(`${everything.low.length} features stand often enough`);
  const cells = everything.low.length * count;
  const first = await fits.stage('all-features', () => {
    const { weights, bias } = fit('all features', everything);
    const both = new Float32Array(cells + bias.length);
    both.set(weights);
    both.set(bias, cells);
    return both;
  });
  const weights = first.subarray(0, cells);
  judge('all features', logitsOf(dev.texts, everything, { weights, bias: first.subarray(cells) }));
  const kept = selectFeatures(weights, count, everything.documents, recipe.features);
  const vocabulary = restrictVocabulary(everything, kept);
  const linear = fit('kept features', vocabulary);
  judge('kept features', logitsOf(dev.texts, vocabulary, linear));
  return {
    texts,
    targets,
    linearTeacher: taught.linear,
    vocabulary,
    linear,
    words: new VocabularyWords(vocabulary, texts),
    earlierSeconds: stages.earlierSeconds + recurrentStages.earlierSeconds + fits.earlierSeconds,
  };
}

/** What a linear model says of texts: log-odds `[texts, labels]`. */
export function logitsOf(
  texts: readonly string[],
  vocabulary: Vocabulary,
  { weights, bias }: LinearModel,
): Float32Array {
  return timesWeights(vectorise(texts, vocabulary), weights, bias);
}

/** What decides the linear model of all features, and nothing else. */
function linearPart(recipe: EmotionRecipe): object {
  const { ngrams, least, teacher, inverseStrength, passes, tolerance, seed } = recipe;
  return { ngrams, least, teacher, inverseStrength, passes, tolerance, seed };
}

/** What decides what each teacher says, and nothing else. */
function teacherOf({ teacher }: EmotionRecipe): object {
  const { ngrams, least, inverseStrength, passes, tolerance, folds } = teacher;
  const { depth, filters, epochs, dropout } = teacher.wordOrder;
  const wordOrder = { depth, filters, epochs, dropout };
  return { ngrams, least, inverseStrength, passes, tolerance, folds, wordOrder };
}
