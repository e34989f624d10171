import type { Random } from '@onebit/bnn-training';
import type { WordSequences } from '../word-order-model.ts';
import { AttentionNetwork, type Batch, type NetworkShape } from './attention-network.ts';
import type { Tensor, TensorFlow } from './tensors.ts';

/** Texts as words, and what they are called. */
export interface Corpus {
  readonly sequences: WordSequences;
  /** `[words, depth]`, not changed by training. */
  readonly vectors: Float32Array;
  readonly depth: number;
  /** `[texts, labels]` of 0 and 1. */
  readonly truth: Uint8Array;
  readonly labels: number;
}

/** How a network is trained. */
export interface NetworkTraining {
  readonly tf: TensorFlow;
  readonly corpus: Corpus;
  /** Rows learned from, and rows whose loss chooses the epoch. */
  readonly rows: Int32Array;
  readonly validation: Int32Array;
  /** Indices of the labels that the network tells. */
  readonly labels: readonly number[];
  readonly shape: Pick<NetworkShape, 'units' | 'oneBit'>;
  /** A binary head a label, or one softmax over all labels with the texts' labels in equal shares. */
  readonly decides: 'heads' | 'softmax';
  /** `[labels, labels]` relations that draw heads together or apart; absent for none. */
  readonly relations?: Float32Array;
  readonly epochs: number;
  readonly random: Random;
  readonly check: () => void;
}

/** Smaller than the paper's 256: there are fewer texts, and steps are what they lack. */
const BATCH = 32;
/** Texts asked about at once. */
const ASKED = 256;
/** Settings of the paper's program. */
const RATE = 0.005;
const L2 = 1e-4;
const RELATION = 1e-4;

/**
 * Trains a network and asks it about other texts, as it was after the epoch of lowest loss on the
 * validation rows.
 *
 * @param asked - rows that the network is asked about in the end
 * @returns log-odds or softmax logits `[asked, labels]`
 */
export function trainAndAsk(training: NetworkTraining, asked: Int32Array): Float32Array {
  const { tf, corpus, rows, validation, labels, epochs, random } = training;
  const network = new AttentionNetwork(
    tf,
    { ...training.shape, depth: corpus.depth, beginAt: frequencies(training) },
    random,
  );
  const optimiser = tf.train.adam(RATE);
  const { relations } = training;
  const pull = relations && tf.tidy(() => tf.keep(laplacian(tf, relations, labels.length)));
  let best = Infinity;
  let kept: Float32Array[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const batch of shuffled(bucketed(corpus, rows, BATCH, random), random)) {
      training.check();
      tf.tidy(() =>
        optimiser.minimize(
          () => {
            const loss = lossOf(training, network.logits(batchOf(corpus, batch)), batch);
            return loss.add(penalty(tf, network, pull));
          },
          true,
          network.variables,
        ),
      );
    }
    let loss = 0;
    for (const batch of bucketed(corpus, validation, ASKED)) {
      loss += tf.tidy(() => {
        const value = lossOf(training, network.logits(batchOf(corpus, batch)), batch);
        return value.dataSync()[0]! * batch.length;
      });
    }
    if (loss >= best) continue;
    best = loss;
    kept = network.variables.map((variable) => variable.dataSync().slice());
  }
  network.variables.forEach((variable, at) =>
    tf.tidy(() => variable.assign(tf.tensor(kept[at]!, variable.shape))),
  );
  const answers = new Float32Array(asked.length * labels.length);
  const places = new Map(Array.from(asked, (row, at) => [row, at]));
  for (const batch of bucketed(corpus, asked, ASKED)) {
    const logits = tf.tidy(() => network.logits(batchOf(corpus, batch)).dataSync());
    batch.forEach((row, at) => {
      const own = logits.subarray(at * labels.length, (at + 1) * labels.length);
      answers.set(own, places.get(row)! * labels.length);
    });
  }
  network.dispose();
  optimiser.dispose();
  pull?.dispose();
  return answers;
}

/** What a network that knows the labels' frequencies alone would say. */
function frequencies({ corpus, rows, labels, decides }: NetworkTraining): Float32Array {
  return Float32Array.from(labels, (label) => {
    let count = 1;
    for (const row of rows) count += corpus.truth[row * corpus.labels + label]!;
    const share = count / (rows.length + 2);
    return decides === 'softmax' ? Math.log(share) : Math.log(share / (1 - share));
  });
}

function lossOf(
  { tf, corpus, labels, decides }: NetworkTraining,
  logits: Tensor,
  batch: Int32Array,
): Tensor {
  const wanted = new Float32Array(batch.length * labels.length);
  batch.forEach((row, at) => {
    const own = labels.map((label) => corpus.truth[row * corpus.labels + label]!);
    const sum = decides === 'softmax' ? own.reduce((all, value) => all + value, 0) : 1;
    own.forEach((value, label) => (wanted[at * labels.length + label] = value / Math.max(1, sum)));
  });
  const targets = tf.tensor(wanted, [batch.length, labels.length]);
  if (decides === 'softmax') return logits.logSoftmax().mul(targets).sum([1]).neg().mean();
  // max(z, 0) - z y + ln(1 + exp(-|z|)): the cross-entropy of a logistic output, never infinite.
  const losses = logits.relu().sub(logits.mul(targets)).add(logits.abs().neg().exp().log1p());
  return losses.mean();
}

/** Squared weights of attention and heads, and what related heads are apart. */
function penalty(tf: TensorFlow, network: AttentionNetwork, pull: Tensor | undefined): Tensor {
  const [, , , attend, , query, heads] = network.variables;
  const squares = attend!
    .square()
    .sum()
    .add(query!.square().sum())
    .add(heads!.square().sum())
    .mul(L2 / 2);
  if (!pull) return squares;
  return squares.add(tf.matMul(heads!, heads!, true).mul(pull).sum().mul(RELATION));
}

/** The matrix L for which the sum of `w_ij / 2 |W_i - W_j|^2` is the sum of `L * W'W`. */
function laplacian(tf: TensorFlow, relations: Float32Array, count: number): Tensor {
  const values = relations.map((weight) => -weight);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (row !== column) values[row * count + row]! += relations[row * count + column]!;
    }
    values[row * count + row]! += relations[row * count + row]!;
  }
  return tf.tensor(values, [count, count]);
}

/** Rows in batches of like length, so that little is padding. */
function bucketed(
  { sequences: { offsets } }: Corpus,
  rows: Int32Array,
  size: number,
  random?: Random,
) {
  const order = random ? Int32Array.from(random.permutation(rows.length), (at) => rows[at]!) : rows;
  const length = (row: number): number => offsets[row + 1]! - offsets[row]!;
  const sorted = order.slice().sort((a, b) => length(a) - length(b));
  const batches: Int32Array[] = [];
  for (let from = 0; from < sorted.length; from += size) {
    batches.push(sorted.subarray(from, from + size));
  }
  return batches;
}

const shuffled = <T>(items: readonly T[], random: Random): T[] =>
  Array.from(random.permutation(items.length), (at) => items[at]!);

function batchOf({ sequences, vectors, depth }: Corpus, rows: Int32Array): Batch {
  const { offsets, words } = sequences;
  const lengths = Array.from(rows, (row) => offsets[row + 1]! - offsets[row]!);
  const texts = rows.length;
  const steps = Math.max(1, ...lengths);
  const inputs = new Float32Array(2 * steps * texts * depth);
  const present = new Float32Array(2 * steps * texts);
  rows.forEach((row, text) => {
    for (let step = 0; step < lengths[text]!; step++) {
      const word = words[offsets[row]! + step]!;
      const vector = vectors.subarray(word * depth, (word + 1) * depth);
      for (const place of [step, 2 * steps - 1 - step]) {
        inputs.set(vector, (place * texts + text) * depth);
        present[place * texts + text] = 1;
      }
    }
  });
  return { texts, steps, inputs, present };
}
