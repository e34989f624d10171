import { join } from 'node:path';
import { Random } from '@onebit/bnn-training';
import { readLabelNames, readLabelledTexts } from '@onebit/datasets';
import { ekmanGroups, ekmanNames } from '@onebit/emotion-classification';
import { decisionFigures, rankingFigures } from '@onebit/text';
import { stopIfAborted } from '../stop-if-aborted.ts';
import { numberWords, sequencesOf } from '../word-sequences.ts';
import { labelRelations } from './label-relations.ts';
import { softmax } from './losses.ts';
import { type Corpus, trainAndAsk } from './train-network.ts';
import { wordVectors } from './word-vectors.ts';

/** One way of telling all labels, with one encoder. */
export interface JointNetworkRow {
  /** JBNN: one network, a binary head a label. BRNN: a network a label. TDNN: softmax and threshold. */
  readonly method: 'JBNN' | 'JBNN with label relations' | 'BRNN' | 'TDNN';
  readonly encoder: 'real' | '1-bit';
  readonly networks: number;
  /** Of the encoder, a direction. */
  readonly units: number;
  readonly hammingLoss: number;
  readonly oneError: number;
  readonly coverage: number;
  readonly rankingLoss: number;
  readonly averagePrecision: number;
  /** Processor seconds of training and choosing. */
  readonly cpuSeconds: number;
}

/** The comparison with all that it was made with. */
export interface JointNetworkComparison {
  readonly rows: readonly JointNetworkRow[];
  readonly labels: number;
  readonly trainTexts: number;
  readonly validationTexts: number;
  readonly judgedTexts: number;
  readonly epochs: number;
  readonly depth: number;
  readonly seed: number;
}

/** Options of {@link reproduceJointNetworks}. */
export interface JointNetworkOptions {
  /** Folder of GoEmotions with `train.tsv`, `dev.tsv` and `emotions.txt`. */
  readonly data: string;
  /** Ekman's six emotions and neutral instead of the 28 labels. */
  readonly ekman: boolean;
  /** Training texts, from the beginning of the train part; the two thousand after them validate. */
  readonly texts: number;
  /** Texts of the dev part that the networks are judged on. */
  readonly judged: number;
  readonly epochs: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly fraction: number; readonly doing: string }) => void;
  /** Called with each row when it is finished. */
  readonly onRow?: (row: JointNetworkRow) => void;
}

/** A third of the paper's vectors, a sixth of its units: so that a network a label can be had too. */
const DEPTH = 64;
const UNITS = 16;
/** The paper's units: one network for all labels then takes a third of the time of one for each. */
const WIDE = 100;
const VALIDATION = 2000;
/** A head tells its label from here on. */
const EVEN = 0.5;
/** Thresholds of a softmax that are tried. */
const CUTS = Array.from({ length: 49 }, (_, at) => (at + 1) / 100);

/** The order of work: the rows of many networks last. */
const plan = [
  ['real', 'JBNN', UNITS],
  ['1-bit', 'JBNN', UNITS],
  ['real', 'JBNN with label relations', UNITS],
  ['1-bit', 'JBNN with label relations', UNITS],
  ['real', 'TDNN', UNITS],
  ['1-bit', 'TDNN', UNITS],
  ['real', 'JBNN', WIDE],
  ['1-bit', 'JBNN', WIDE],
  ['real', 'BRNN', UNITS],
  ['1-bit', 'BRNN', UNITS],
] as const;

/**
 * JBNN of He and Xia (NLPCC 2018) against a network a label (BRNN) and softmax with a threshold
 * (TDNN), like for like: the same texts, word vectors, encoder, epochs and choice of the epoch by
 * validation loss; with the encoder's weights as reals and as single bits.
 *
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function reproduceJointNetworks(
  options: JointNetworkOptions,
): Promise<JointNetworkComparison> {
  const { data, texts: count, epochs, seed, onProgress } = options;
  const names = await readLabelNames(join(data, 'emotions.txt'));
  const train = await readLabelledTexts(join(data, 'train.tsv'), names);
  const dev = await readLabelledTexts(join(data, 'dev.tsv'), names);
  const learned = Math.min(count, train.texts.length - VALIDATION);
  const judged = Math.min(options.judged, dev.texts.length);
  const texts = [...train.texts.slice(0, learned + VALIDATION), ...dev.texts.slice(0, judged)];
  const own = [...train.labels.slice(0, learned + VALIDATION), ...dev.labels.slice(0, judged)];
  const classes = options.ekman ? groupOf(names) : names.map((_, label) => label);
  const width = options.ekman ? ekmanNames.length : names.length;
  const truth = new Uint8Array(texts.length * width);
  own.forEach((labels, row) => {
    for (const label of labels) truth[row * width + classes[label]!] = 1;
  });
  // Vectors are had without labels, so all training texts give theirs.
  const numbers = numberWords(train.texts);
  const sequences = sequencesOf(texts, numbers);
  const seen = sequencesOf(train.texts, numbers);
  const corpus: Corpus = {
    sequences,
    vectors: wordVectors(seen, numbers.size + 1, DEPTH, new Random(seed + 1)),
    depth: DEPTH,
    truth,
    labels: width,
  };
  const range = (begin: number, length: number): Int32Array =>
    Int32Array.from({ length }, (_, at) => begin + at);
  const rows = range(0, learned);
  const validation = range(learned, VALIDATION);
  const test = range(learned + VALIDATION, judged);
  const asked = range(learned, VALIDATION + judged);
  const all = Array.from({ length: width }, (_, label) => label);
  const relations = labelRelations(truth.subarray(0, learned * width), width);
  const total = plan.length - 2 + 2 * width;
  let done = 0;

  const trainOne = (
    encoder: JointNetworkRow['encoder'],
    method: JointNetworkRow['method'],
    units: number,
    labels: readonly number[],
  ): Float32Array => {
    onProgress?.({ fraction: done / total, doing: `${method}, ${encoder} encoder` });
    const answers = trainAndAsk(
      {
        corpus,
        rows,
        validation,
        labels,
        shape: { units, oneBit: encoder === '1-bit' },
        decides: method === 'TDNN' ? 'softmax' : 'heads',
        ...(method === 'JBNN with label relations' && { relations }),
        epochs,
        random: new Random(seed + 1000 * (labels.length === 1 ? 1 + labels[0]! : 0)),
        check: () => stopIfAborted(options.signal),
      },
      asked,
    );
    done += 1;
    return answers;
  };

  const results: JointNetworkRow[] = [];
  for (const [encoder, method, units] of plan) {
    const before = process.cpuUsage();
    const scores = new Float32Array(asked.length * all.length);
    if (method === 'BRNN') {
      for (const label of all) {
        const answers = trainOne(encoder, method, units, [label]);
        answers.forEach((value, row) => (scores[row * all.length + label] = value));
      }
    } else scores.set(trainOne(encoder, method, units, all));
    const { user, system } = process.cpuUsage(before);
    const told = method === 'TDNN' ? overCut(scores, corpus, validation) : evenly(scores);
    const first = VALIDATION * all.length;
    const right = truth.subarray(test[0]! * all.length);
    const { hammingLoss } = decisionFigures(told.subarray(first), right, all.length);
    const { oneError, coverage, rankingLoss, averagePrecision } = rankingFigures({
      labels: all.length,
      scores: scores.subarray(first),
      truth: right,
    });
    const row: JointNetworkRow = {
      method,
      encoder,
      networks: method === 'BRNN' ? all.length : 1,
      units,
      hammingLoss,
      oneError,
      coverage,
      rankingLoss,
      averagePrecision,
      cpuSeconds: (user + system) / 1e6,
    };
    results.push(row);
    options.onRow?.(row);
  }
  onProgress?.({ fraction: 1, doing: 'done' });
  return {
    rows: ['real', '1-bit'].flatMap((encoder) => results.filter((row) => row.encoder === encoder)),
    labels: all.length,
    trainTexts: learned,
    validationTexts: VALIDATION,
    judgedTexts: judged,
    epochs,
    depth: DEPTH,
    seed,
  };
}

/** For each label the index of its group. */
const groupOf = (names: readonly string[]): number[] =>
  names.map((name) =>
    ekmanNames.findIndex((group) => (ekmanGroups[group] as readonly string[]).includes(name)),
  );

const evenly = (logits: Float32Array): Uint8Array =>
  Uint8Array.from(logits, (logit) => (1 / (1 + Math.exp(-logit)) >= EVEN ? 1 : 0));

/** Labels whose share of the softmax is over the threshold with the lowest validation Hamming loss. */
function overCut(
  logits: Float32Array,
  { truth, labels }: Corpus,
  validation: Int32Array,
): Uint8Array {
  const shares = new Float32Array(logits.length);
  for (let from = 0; from < logits.length; from += labels) {
    shares.set(softmax(logits.subarray(from, from + labels)), from);
  }
  const own = shares.subarray(0, validation.length * labels);
  const right = truth.subarray(validation[0]! * labels, (validation.at(-1)! + 1) * labels);
  const tell = (values: Float32Array, cut: number): Uint8Array =>
    Uint8Array.from(values, (share) => (share >= cut ? 1 : 0));
  const losses = CUTS.map((cut) => decisionFigures(tell(own, cut), right, labels).hammingLoss);
  return tell(shares, CUTS[losses.indexOf(Math.min(...losses))]!);
}
