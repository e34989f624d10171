import { Random } from '@onebit/bnn-training';
import { fitLinearModel } from './linear-model.ts';
import type { TeacherRecipe } from './recipes.ts';
import { timesWeights } from './sparse-matrix.ts';
import type { StageFiles } from './stage-files.ts';
import { trainRecurrent } from './train-recurrent.ts';
import { trainWordOrder } from './train-word-order.ts';
import { collectVocabulary, vectorise } from './vocabulary.ts';
import type { WordSequences } from './word-order-model.ts';
import { numberWords, sequencesOf } from './word-sequences.ts';

/** What the teachers are given. */
export interface TeachOptions {
  readonly recipe: TeacherRecipe;
  readonly labels: number;
  readonly seed: number;
  /** For the linear teacher and those of word order, and for the recurrent one. */
  readonly stages: StageFiles;
  readonly recurrentStages: StageFiles;
  /** Called between pieces of work; throws where the run is to stop. */
  readonly check: () => void;
  readonly onStage?: (message: string) => void;
}

/** Texts that a teacher is asked about, and those it learns from. */
interface Fold {
  readonly name: string;
  readonly index: number;
  readonly held: Int32Array;
  readonly others: Int32Array;
}

/**
 * What teachers say of texts that they did not learn from: a linear model on many n-grams, models of
 * word order and a recurrent one, each trained on all folds but one and asked about that one. A teacher
 * asked about its own lessons would pass its mistakes on. Each learns by itself, not on top of another:
 * what they err in then differs, and their mean errs less.
 *
 * @param texts - training texts
 * @param targets - `[texts, labels]`
 * @returns log-odds `[texts, labels]` of the linear model and of all together
 */
export async function teach(
  texts: readonly string[],
  targets: Float32Array,
  options: TeachOptions,
): Promise<{ readonly linear: Float32Array; readonly all: Float32Array }> {
  const { recipe, seed } = options;
  const order = new Random(seed + 8).permutation(texts.length);
  const folds = Array.from({ length: recipe.folds }, (_, index): Fold => {
    const held = Int32Array.from(order).filter((_row, at) => at % recipe.folds === index);
    const others = Int32Array.from(order).filter((_row, at) => at % recipe.folds !== index);
    return { name: `fold ${index + 1} of ${recipe.folds}`, index, held, others };
  });
  const linear = await askLinear(texts, targets, folds, options);
  const words = numberWords(texts);
  const sequences = sequencesOf(texts, words);
  const lesson = { sequences, vocabulary: words.size + 1, targets, folds };
  const ordered = await askWordOrder(lesson, options);
  const recurrent = await askRecurrent(lesson, options);
  const { says } = recipe;
  const all = linear.map(
    (logit, at) =>
      says.linear * logit + says.wordOrder * ordered[at]! + says.recurrent * recurrent[at]!,
  );
  return { linear, all };
}

async function askLinear(
  texts: readonly string[],
  targets: Float32Array,
  folds: readonly Fold[],
  { recipe, labels, seed, stages, check, onStage }: TeachOptions,
): Promise<Float32Array> {
  const out = new Float32Array(targets.length);
  let matrix: ReturnType<typeof vectorise> | undefined;
  for (const { name, index, held, others } of folds) {
    const answers = await stages.stage(`linear-teacher-${index}`, () => {
      onStage?.(`linear teacher, ${name}`);
      matrix ??= vectorise(texts, collectVocabulary(texts, recipe.ngrams, recipe.least));
      const { weights, bias } = fitLinearModel(matrix, targets, labels, {
        inverseStrength: recipe.inverseStrength,
        passes: recipe.passes,
        tolerance: recipe.tolerance,
        random: new Random(seed + index),
        rows: others,
        onPass: check,
      });
      return pick(timesWeights(matrix, weights, bias), held, labels);
    });
    addAt(answers, held, labels, out);
  }
  return out;
}

/** What the teachers that read words one after the other learn from. */
interface SequenceLesson {
  readonly sequences: WordSequences;
  readonly vocabulary: number;
  readonly targets: Float32Array;
  readonly folds: readonly Fold[];
}

/** The mean of several models. */
async function askWordOrder(
  { sequences, vocabulary, targets, folds }: SequenceLesson,
  { recipe: { wordOrder }, labels, seed, stages, check, onStage }: TeachOptions,
): Promise<Float32Array> {
  const out = new Float32Array(targets.length);
  const nothing = new Float32Array(targets.length);
  for (let copy = 0; copy < wordOrder.models; copy++) {
    for (const { name, index, held, others } of folds) {
      const answers = await stages.stage(`word-order-teacher-${copy}-${index}`, () => {
        const model = trainWordOrder(sequences, nothing, targets, {
          ...wordOrder,
          signs: false,
          vocabulary,
          labels,
          random: new Random(seed + 99 + index + folds.length * copy),
          rows: others,
          onEpoch(epoch, loss) {
            check();
            onStage?.(
              `word-order teacher ${copy + 1} of ${wordOrder.models}, ${name}, epoch ${epoch}: loss ${loss.toFixed(4)}`,
            );
          },
        });
        const logits = model.predict(sequences, held);
        model.dispose();
        return logits;
      });
      addAt(answers, held, labels, out);
    }
  }
  return out.map((logit) => logit / wordOrder.models);
}

async function askRecurrent(
  { sequences, vocabulary, targets, folds }: SequenceLesson,
  { recipe: { recurrent }, labels, seed, recurrentStages, check, onStage }: TeachOptions,
): Promise<Float32Array> {
  const out = new Float32Array(targets.length);
  for (const { name, index, held, others } of folds) {
    const answers = await recurrentStages.stage(`recurrent-teacher-${index}`, () => {
      const options = {
        ...recurrent,
        vocabulary,
        labels,
        random: new Random(seed + 199 + index),
        rows: others,
        onEpoch(epoch: number, loss: number) {
          check();
          onStage?.(`recurrent teacher, ${name}, epoch ${epoch}: loss ${loss.toFixed(4)}`);
        },
      };
      return trainRecurrent(sequences, targets, options, held);
    });
    addAt(answers, held, labels, out);
  }
  return out;
}

/** Rows of a matrix, one after the other. */
function pick(all: Float32Array, rows: Int32Array, labels: number): Float32Array {
  const out = new Float32Array(rows.length * labels);
  rows.forEach((row, at) => out.set(all.subarray(row * labels, (row + 1) * labels), at * labels));
  return out;
}

/** Adds rows where they were picked from. */
function addAt(part: Float32Array, rows: Int32Array, labels: number, all: Float32Array): void {
  rows.forEach((row, at) => {
    for (let label = 0; label < labels; label++) {
      all[row * labels + label]! += part[at * labels + label]!;
    }
  });
}
