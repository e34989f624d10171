import type { Random } from '@onebit/bnn-training';
import { SparseAdam } from './sparse-adam.ts';
import {
  type WordOrderGradients,
  WordOrderModel,
  type WordOrderShape,
  type WordSequences,
} from './word-order-model.ts';

/** How a model of word order is made and trained. */
export interface WordOrderOptions extends WordOrderShape {
  readonly epochs: number;
  /** Share of the filters that is silenced at random in each text. */
  readonly dropout: number;
  readonly random: Random;
  /** Only these rows are trained on. */
  readonly rows: Int32Array;
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

const BATCH = 64;
const RATE = 3e-3;
/** Word vectors move further a step: a rare word is met a few times only. */
const VECTOR_RATE = 5;
/** A weight whose sign alone counts stays near enough to zero to change it. */
const LATENT_BOUND = 1;

/**
 * Trains a model of word order on top of given log-odds.
 *
 * @param texts - all texts
 * @param base - `[texts, labels]` log-odds to add to
 * @param targets - `[texts, labels]`
 */
export function trainWordOrder(
  texts: WordSequences,
  base: Float32Array,
  targets: Float32Array,
  options: WordOrderOptions,
): WordOrderModel {
  const { labels, epochs, random, rows, dropout, onEpoch } = options;
  const model = new WordOrderModel(options, random);
  beginAtFrequencies(model.bias, base, targets, rows);
  const adams = gradientsOf(model);
  const steps = Math.ceil(rows.length / BATCH) * epochs;
  const errors = new Float32Array(labels);
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = random.permutation(rows.length);
    let loss = 0;
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = Int32Array.from(order.subarray(from, from + BATCH), (at) => rows[at]!);
      const heard = model.hear(texts, batch, random);
      const mask = dropoutMask(heard.pooled.length, dropout, random);
      batch.forEach((row, at) => {
        errors.set(base.subarray(row * labels, (row + 1) * labels));
        model.say(heard, at, errors, mask);
        const wanted = targets.subarray(row * labels, (row + 1) * labels);
        loss += turnIntoErrors(errors, wanted, batch.length);
        model.learn(heard, at, errors, mask, adams);
      });
      const rate = RATE * Math.min(1, (step + 1) / 100) * (1 - step / steps);
      for (const adam of Object.values(adams) as SparseAdam[]) {
        adam.step(adam === adams.words ? VECTOR_RATE * rate : rate);
      }
      step += 1;
    }
    onEpoch?.(epoch, loss / rows.length);
  }
  return model;
}

/** Where the gradients of a model are gathered, nothing gathered yet. */
export function gradientsOf(model: WordOrderModel): WordOrderGradients {
  const bound = model.signs ? LATENT_BOUND : Infinity;
  const labels = model.bias.length;
  return {
    words: new SparseAdam(model.wordVectors, model.depth, bound),
    filters: new SparseAdam(model.filters, model.filters.length / model.filterCount, bound),
    shift: new SparseAdam(model.shift, model.filterCount),
    head: new SparseAdam(model.head, labels),
    bias: new SparseAdam(model.bias, labels),
  };
}

/** What responses are multiplied by so that a share of them is silenced. */
export const dropoutMask = (length: number, dropout: number, random: Random): Float32Array =>
  Float32Array.from({ length }, () => (random.uniform() < dropout ? 0 : 1 / (1 - dropout)));

/** Turns log-odds into derivatives of the mean loss of some texts, in place; gives the text's own. */
export function turnIntoErrors(logits: Float32Array, targets: Float32Array, texts: number): number {
  let loss = 0;
  for (let label = 0; label < logits.length; label++) {
    const logit = logits[label]!;
    const target = targets[label]!;
    loss += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - target * logit;
    logits[label] = (1 / (1 + Math.exp(-logit)) - target) / texts;
  }
  return loss;
}

/** Sets the bias to what the labels' frequencies ask for: steps of Adam would take an epoch. */
function beginAtFrequencies(
  bias: Float32Array,
  base: Float32Array,
  targets: Float32Array,
  rows: Int32Array,
): void {
  const labels = bias.length;
  const logit = (p: number): number => Math.log(p / (1 - p));
  for (let label = 0; label < labels; label++) {
    let wanted = 1;
    let given = 1;
    for (const row of rows) {
      wanted += targets[row * labels + label]!;
      given += 1 / (1 + Math.exp(-base[row * labels + label]!));
    }
    bias[label] = logit(wanted / (rows.length + 2)) - logit(given / (rows.length + 2));
  }
}
