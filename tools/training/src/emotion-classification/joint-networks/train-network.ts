import { withTemporaries } from '@onebit/bitwise-kernels';
import type { Random } from '@onebit/bnn-training';
import type { WordSequences } from '../word-order-model.ts';
import { AttentionNetwork, type NetworkShape } from './attention-network.ts';
import { batchesOfLikeLength, shuffled } from './length-batches.ts';
import { crossEntropy, type Decides } from './losses.ts';

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
  readonly corpus: Corpus;
  /** Rows learned from, and rows whose loss chooses the epoch. */
  readonly rows: Int32Array;
  readonly validation: Int32Array;
  /** Indices of the labels that the network tells. */
  readonly labels: readonly number[];
  readonly shape: Pick<NetworkShape, 'units' | 'oneBit'>;
  readonly decides: Decides;
  /** `[labels, labels]` relations that draw heads together or apart; absent for none. */
  readonly relations?: Float32Array;
  readonly epochs: number;
  readonly random: Random;
  readonly check: () => void;
}

/** An eighth of the paper's: steps are what few epochs lack. */
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
  const { corpus, rows, validation, labels, epochs, random, relations } = training;
  const network = new AttentionNetwork(
    { ...training.shape, depth: corpus.depth, beginAt: frequencies(training) },
    random,
  );
  const pull = relations && laplacian(relations, labels.length);
  let best = Infinity;
  let kept: Float32Array[] = [];
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const batch of shuffled(
      batchesOfLikeLength(corpus.sequences, rows, BATCH, random),
      random,
    )) {
      training.check();
      withTemporaries(() => {
        const run = network.run(corpus.sequences, batch, corpus.vectors);
        const { gradient } = crossEntropy(training.decides, run.logits, wanted(training, batch));
        network.addGradient(run, gradient);
      });
      if (pull) drawHeads(network, pull);
      step += 1;
      descend(network, step);
    }
    let loss = 0;
    for (const batch of batchesOfLikeLength(corpus.sequences, validation, ASKED)) {
      withTemporaries(() => {
        const { logits } = network.run(corpus.sequences, batch, corpus.vectors);
        const own = crossEntropy(training.decides, logits, wanted(training, batch));
        loss += own.loss * batch.length;
      });
    }
    if (loss >= best) continue;
    best = loss;
    kept = network.parameters.map(({ values }) => values);
  }
  network.parameters.forEach((parameter, at) => (parameter.values = kept[at]!));
  const answers = new Float32Array(asked.length * labels.length);
  const places = new Map(Array.from(asked, (row, at) => [row, at]));
  for (const batch of batchesOfLikeLength(corpus.sequences, asked, ASKED)) {
    withTemporaries(() => {
      const { logits } = network.run(corpus.sequences, batch, corpus.vectors);
      const values = logits.data;
      batch.forEach((row, at) => {
        const own = values.subarray(at * labels.length, (at + 1) * labels.length);
        answers.set(own, places.get(row)! * labels.length);
      });
    });
  }
  network.dispose();
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

/** The labels of texts that the network tells. */
function wanted({ corpus, labels }: NetworkTraining, batch: Int32Array): Uint8Array {
  const truth = new Uint8Array(batch.length * labels.length);
  batch.forEach((row, at) => {
    labels.forEach((label, output) => {
      truth[at * labels.length + output] = corpus.truth[row * corpus.labels + label]!;
    });
  });
  return truth;
}

/** Squared weights of attention and heads cost something too. */
function descend(network: AttentionNetwork, step: number): void {
  const { attend, query } = network.attention;
  const costly = new Set([attend, query, network.heads]);
  for (const parameter of network.parameters) {
    parameter.step({ rate: RATE, step, decay: costly.has(parameter) ? L2 : 0 });
  }
}

/** Adds the gradient of what related heads are apart: of the sum of `L * W'W`, 2 W L. */
function drawHeads({ heads }: AttentionNetwork, pull: Float32Array): void {
  const weights = heads.used.data;
  const gradient = heads.gradient.data;
  const outputs = heads.used.columns;
  for (let at = 0; at < weights.length; at++) {
    const row = at - (at % outputs);
    let sum = 0;
    for (let other = 0; other < outputs; other++) {
      sum += weights[row + other]! * pull[other * outputs + (at % outputs)]!;
    }
    gradient[at]! += 2 * RELATION * sum;
  }
}

/** The matrix L for which the sum of `w_ij / 2 |W_i - W_j|^2` is the sum of `L * W'W`. */
function laplacian(relations: Float32Array, count: number): Float32Array {
  const values = relations.map((weight) => -weight);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      values[row * count + row]! += relations[row * count + column]!;
    }
  }
  return values;
}
