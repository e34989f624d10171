import { FloatMatrix, withTemporaries } from '@onebit/bitwise-kernels';
import type { Random } from '@onebit/bnn-training';
import { batchesOfLikeLength, shuffled } from './joint-networks/length-batches.ts';
import { wordVectors } from './joint-networks/word-vectors.ts';
import { RecurrentModel } from './recurrent-model.ts';
import { dropoutMask, turnIntoErrors } from './train-word-order.ts';
import type { WordSequences } from './word-order-model.ts';

/** How a recurrent model is made and trained. */
export interface RecurrentOptions {
  /** Words of the vocabulary, word 0 included. */
  readonly vocabulary: number;
  readonly labels: number;
  /** Components of a word. */
  readonly depth: number;
  /** Units a direction. */
  readonly units: number;
  readonly epochs: number;
  /** Share of each text's vector that is silenced at random. */
  readonly dropout: number;
  readonly random: Random;
  /** Only these rows are trained on; word vectors begin with what all texts tell. */
  readonly rows: Int32Array;
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

const BATCH = 32;
/** Texts asked about at once. */
const ASKED = 256;
const RATE = 3e-3;
/** A rare word is met a few times only. */
const VECTOR_RATE = 4;
const WARM_UP = 100;
/** Words that are put out of the vocabulary at random. */
const WORD_DROPOUT = 0.15;
/** Size of a component of the vectors to begin with. */
const VECTOR_SIZE = 0.3;

/**
 * Trains a recurrent model.
 *
 * @param texts - all texts
 * @param targets - `[texts, labels]`
 * @param options - sizes, epochs, rows
 * @param asked - rows that the model is asked about in the end
 * @returns log-odds `[asked, labels]`
 */
export function trainRecurrent(
  texts: WordSequences,
  targets: Float32Array,
  options: RecurrentOptions,
  asked: Int32Array,
): Float32Array {
  const { vocabulary, labels, depth, units, epochs, dropout, random, rows, onEpoch } = options;
  const vectors = wordVectors(texts, vocabulary, depth, random).map((part) => VECTOR_SIZE * part);
  const bias = logOddsOf(targets, labels, rows);
  const model = new RecurrentModel({ vectors, depth, units, bias }, random);
  const steps = epochs * Math.ceil(rows.length / BATCH);
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const words = texts.words.map((word) => (random.uniform() < WORD_DROPOUT ? 0 : word));
    const dropped = { offsets: texts.offsets, words };
    let loss = 0;
    for (const batch of shuffled(batchesOfLikeLength(texts, rows, BATCH, random), random)) {
      withTemporaries(() => {
        const mask = dropoutMask(batch.length * 4 * units, dropout, random);
        const heard = model.hear(dropped, batch, mask);
        const errors = heard.logits.data.slice();
        batch.forEach((row, at) => {
          loss += turnIntoErrors(
            errors.subarray(at * labels, (at + 1) * labels),
            targets.subarray(row * labels, (row + 1) * labels),
            batch.length,
          );
        });
        model.learn(heard, FloatMatrix.from(batch.length, labels, errors));
      });
      step += 1;
      const pace = Math.min(1, step / WARM_UP) * (1 - (step - 1) / steps) * RATE;
      model.step(step, pace, VECTOR_RATE * pace);
    }
    onEpoch?.(epoch, loss / rows.length);
  }
  const answers = new Float32Array(asked.length * labels);
  const places = new Map(Array.from(asked, (row, at) => [row, at]));
  for (const batch of batchesOfLikeLength(texts, asked, ASKED)) {
    withTemporaries(() => {
      const logits = model.hear(texts, batch).logits.data;
      batch.forEach((row, at) => {
        const own = logits.subarray(at * labels, (at + 1) * labels);
        answers.set(own, places.get(row)! * labels);
      });
    });
  }
  model.dispose();
  return answers;
}

/** What a model that knows the labels' frequencies alone would say. */
function logOddsOf(targets: Float32Array, labels: number, rows: Int32Array): Float32Array {
  return Float32Array.from({ length: labels }, (_, label) => {
    let sum = 1;
    for (const row of rows) sum += targets[row * labels + label]!;
    const share = sum / (rows.length + 2);
    return Math.log(share / (1 - share));
  });
}
