import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
import type { Random } from '@onebit/bnn-training';
import { LearnedMatrix } from './learned-matrix.ts';
import { type PackedTexts, packTexts } from './packed-texts.ts';
import {
  recurrentGradient,
  type RecurrentRun,
  type RecurrentWeights,
  runRecurrent,
} from './recurrent-layer.ts';
import {
  attentionGradient,
  type AttentionRun,
  type AttentionWeights,
  runAttention,
} from './text-attention.ts';
import type { WordSequences } from '../word-order-model.ts';

/** Sizes of a network. */
export interface NetworkShape {
  /** Components of a word vector. */
  readonly depth: number;
  /** Units a direction. */
  readonly units: number;
  /** Log-odds or softmax logits that the outputs begin at: steps of Adam would take epochs to get there. */
  readonly beginAt: Float32Array;
  /** Whether the encoder's weights are signs times one scale a column. */
  readonly oneBit: boolean;
}

/** What a network made of a batch, kept for its gradient. */
export interface NetworkRun {
  readonly batch: PackedTexts;
  /** `[texts, outputs]` */
  readonly logits: FloatMatrix;
  /** `[texts, 2 * units]` */
  readonly texts: FloatMatrix;
  /** Absent where no text has a word. */
  readonly read?: {
    readonly vectors: FloatMatrix;
    readonly directions: readonly [RecurrentRun, RecurrentRun];
    readonly attention: AttentionRun;
  };
}

/** Words as they come, and from the last. */
const BACKWARDS = [false, true] as const;

/**
 * The encoder of He and Xia (NLPCC 2018) with its heads: a bidirectional LSTM, attention over its
 * states, one linear output a label. With `oneBit` every matrix of the encoder is used as its signs
 * times the mean size of each column, with straight-through gradients; the heads stay reals.
 */
export class AttentionNetwork {
  readonly directions: readonly [RecurrentWeights, RecurrentWeights];
  readonly attention: AttentionWeights;
  /** The weights of the heads `[2 * units, outputs]`. */
  readonly heads: LearnedMatrix;
  readonly bias: LearnedMatrix;
  readonly #depth: number;

  constructor({ depth, units, beginAt, oneBit }: NetworkShape, random: Random) {
    this.#depth = depth;
    const uniform = (size: number, count: number): Float32Array =>
      Float32Array.from({ length: count }, () => size * (2 * random.uniform() - 1));
    const glorot = (rows: number, columns: number): LearnedMatrix => {
      const size = Math.sqrt(6 / (rows + columns));
      return new LearnedMatrix(rows, columns, uniform(size, rows * columns), oneBit);
    };
    const zeros = (columns: number): LearnedMatrix =>
      new LearnedMatrix(1, columns, new Float32Array(columns));
    const direction = (): RecurrentWeights => ({
      input: glorot(depth, 4 * units),
      recurrent: glorot(units, 4 * units),
      shift: zeros(4 * units),
    });
    this.directions = [direction(), direction()];
    this.attention = {
      attend: glorot(2 * units, 2 * units),
      shift: zeros(2 * units),
      query: new LearnedMatrix(1, 2 * units, uniform(0.1, 2 * units)),
    };
    const outputs = beginAt.length;
    this.heads = new LearnedMatrix(2 * units, outputs, uniform(0.01, 2 * units * outputs));
    this.bias = new LearnedMatrix(1, outputs, beginAt);
  }

  /** All parameters. */
  get parameters(): readonly LearnedMatrix[] {
    const { attend, shift, query } = this.attention;
    return [
      ...this.directions.flatMap(({ input, recurrent, shift: own }) => [input, recurrent, own]),
      attend,
      shift,
      query,
      this.heads,
      this.bias,
    ];
  }

  /**
   * Reads texts. Within `withTemporaries`: what it makes is given back there.
   *
   * @param sequences - a corpus
   * @param rows - texts of it
   * @param vectors - `[words, depth]`
   */
  run(sequences: WordSequences, rows: Int32Array, vectors: Float32Array): NetworkRun {
    const batch = packTexts(sequences, rows);
    const read = batch.words.length > 0 ? this.#read(batch, vectors) : undefined;
    const texts = read?.attention.texts ?? FloatMatrix.create(rows.length, this.heads.used.rows);
    const logits = floatProduct(texts, this.heads.used);
    const [out, bias] = [logits.data, this.bias.used.data];
    out.forEach((value, at) => (out[at] = value + bias[at % bias.length]!));
    return { batch, logits, texts, ...(read && { read }) };
  }

  /**
   * Adds the gradients of all parameters.
   *
   * @param run - used up
   * @param ofLogits - `[texts, outputs]`
   */
  addGradient({ batch, texts, read }: NetworkRun, ofLogits: FloatMatrix): void {
    const ofBias = this.bias.gradient.data;
    ofLogits.data.forEach((slope, at) => (ofBias[at % ofBias.length]! += slope));
    floatProduct(texts, ofLogits, {
      transposeLeft: true,
      destination: this.heads.gradient,
      accumulate: true,
    });
    if (!read) return;
    const { vectors, directions, attention } = read;
    const ofTexts = floatProduct(ofLogits, this.heads.used, { transposeRight: true });
    const states = [directions[0].states, directions[1].states] as const;
    const ofStates = attentionGradient(this.attention, batch, states, attention, ofTexts);
    for (const at of [0, 1] as const) {
      recurrentGradient(
        this.directions[at],
        batch,
        vectors,
        BACKWARDS[at],
        directions[at],
        ofStates[at],
      );
    }
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  #read(batch: PackedTexts, all: Float32Array): NonNullable<NetworkRun['read']> {
    const vectors = FloatMatrix.create(batch.distinct.length, this.#depth);
    const copy = vectors.data;
    batch.distinct.forEach((word, at) =>
      copy.set(all.subarray(word * this.#depth, (word + 1) * this.#depth), at * this.#depth),
    );
    const directions = [
      runRecurrent(this.directions[0], batch, vectors, BACKWARDS[0]),
      runRecurrent(this.directions[1], batch, vectors, BACKWARDS[1]),
    ] as const;
    const attention = runAttention(this.attention, batch, [
      directions[0].states,
      directions[1].states,
    ]);
    return { vectors, directions, attention };
  }
}
