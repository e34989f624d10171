import type { Random } from '@onebit/bnn-training';
import { factorise, type Factors } from './factorise.ts';
import type { Lessons } from './lessons.ts';
import type { EmotionRecipe } from './recipes.ts';
import { trainWordOrder } from './train-word-order.ts';
import { tuneTogether } from './tune-together.ts';
import { vectorise } from './vocabulary.ts';
import type { WordOrderModel } from './word-order-model.ts';

/** A trained student: its log-odds are the bag's plus the branch's, whose bias is that of both. */
export interface Student {
  readonly factors: Factors;
  readonly branch: WordOrderModel;
}

/** What a student is trained with. */
export interface StudentOptions {
  readonly recipe: EmotionRecipe;
  readonly random: (purpose: number) => Random;
  /** Called often; throws where the run is to stop. */
  readonly onProgress: (message: string) => void;
  /** Called with the codes before they are tuned. */
  readonly onCodes?: (factors: Factors) => void;
}

/**
 * Trains a student: the linear model's weights as scale times code times matrix, a 1-bit convolution
 * over words that learns what the linear teacher misses, then both together.
 */
export function trainStudent(lessons: Lessons, options: StudentOptions): Student {
  const { texts, targets, linearTeacher, vocabulary, linear, words } = lessons;
  const { recipe, random, onProgress } = options;
  const { wordOrder } = recipe;
  const labels = linear.bias.length;
  const factors = factorise(linear.weights, labels, {
    width: recipe.width,
    rounds: recipe.rounds,
    rowWeights: Float64Array.from(
      vocabulary.documents,
      (times, feature) => times * vocabulary.idf[feature]! ** 2,
    ),
    random: random(0),
    onRound: (round, error) =>
      onProgress(`codes: round ${round}, error ${(100 * error).toFixed(2)} %`),
  });
  options.onCodes?.(factors);
  const sequences = words.sequencesOf(texts);
  const branch = trainWordOrder(
    sequences,
    linearTeacher.map((logit) => wordOrder.bagShare * logit),
    targets,
    {
      ...wordOrder,
      signs: true,
      vocabulary: words.features.length + 1,
      labels,
      random: random(5),
      rows: Int32Array.from(texts.keys()),
      onEpoch: (epoch, loss) =>
        onProgress(`word order in signs, epoch ${epoch}: loss ${loss.toFixed(4)}`),
    },
  );
  const bagShare = 1 - wordOrder.say + wordOrder.say * wordOrder.bagShare;
  branch.head.forEach((weight, at) => (branch.head[at] = wordOrder.say * weight));
  branch.bias.forEach((bias, label) => {
    branch.bias[label] = bagShare * linear.bias[label]! + wordOrder.say * bias;
  });
  const tuned = tuneTogether(
    { features: vectorise(texts, vocabulary), sequences },
    targets,
    { factors: { ...factors, matrix: factors.matrix.map((weight) => bagShare * weight) }, branch },
    {
      ...recipe.together,
      filterDropout: wordOrder.dropout,
      random: random(6),
      onEpoch: (epoch, loss) =>
        onProgress(`bag and word order together, epoch ${epoch}: loss ${loss.toFixed(4)}`),
    },
  );
  branch.dispose();
  return { factors: tuned, branch };
}
