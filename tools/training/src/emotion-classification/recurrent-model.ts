import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
import type { Random } from '@onebit/bnn-training';
import { LearnedMatrix } from './joint-networks/learned-matrix.ts';
import { type PackedTexts, packTexts } from './joint-networks/packed-texts.ts';
import {
  recurrentGradient,
  type RecurrentRun,
  type RecurrentWeights,
  runRecurrent,
} from './joint-networks/recurrent-layer.ts';
import {
  attentionGradient,
  type AttentionRun,
  type AttentionWeights,
  runAttention,
} from './joint-networks/text-attention.ts';
import { SparseAdam } from './sparse-adam.ts';
import type { WordSequences } from './word-order-model.ts';

/** Sizes of a model, and what it begins with. */
export interface RecurrentShape {
  /** `[words, depth]`, changed by training. */
  readonly vectors: Float32Array;
  readonly depth: number;
  /** Units a direction. */
  readonly units: number;
  /** Log-odds of the labels' frequencies. */
  readonly bias: Float32Array;
}

/** What a model made of a batch. Within `withTemporaries`, where its matrices end. */
export interface RecurrentHeard {
  readonly batch: PackedTexts;
  readonly vectors: FloatMatrix;
  readonly directions: readonly [RecurrentRun, RecurrentRun];
  readonly attention: AttentionRun;
  /** The row that gave the largest state of each text and unit `[texts, 2 * units]`, or -1. */
  readonly winners: Int32Array;
  /** `[texts, 4 * units]`: what attention sums, and the largest of each state; masked. */
  readonly texts: FloatMatrix;
  readonly mask?: Float32Array;
  /** `[texts, labels]` */
  readonly logits: FloatMatrix;
}

const BACKWARDS = [false, true] as const;
/** Forget gates begin open. */
const OPEN = 1;

/**
 * A bidirectional LSTM over word vectors that learn too; a text is what attention sums (He and Xia,
 * NLPCC 2018) beside the largest of each state; one linear output a label.
 */
export class RecurrentModel {
  readonly #depth: number;
  readonly #units: number;
  readonly #vectors: Float32Array;
  readonly #words: SparseAdam;
  readonly #directions: readonly [RecurrentWeights, RecurrentWeights];
  readonly #attention: AttentionWeights;
  readonly #heads: LearnedMatrix;
  readonly #bias: LearnedMatrix;

  constructor({ vectors, depth, units, bias }: RecurrentShape, random: Random) {
    this.#depth = depth;
    this.#units = units;
    this.#vectors = vectors;
    this.#words = new SparseAdam(vectors, depth);
    const uniform = (size: number, count: number): Float32Array =>
      Float32Array.from({ length: count }, () => size * (2 * random.uniform() - 1));
    const glorot = (rows: number, columns: number): LearnedMatrix =>
      new LearnedMatrix(rows, columns, uniform(Math.sqrt(6 / (rows + columns)), rows * columns));
    const direction = (): RecurrentWeights => ({
      input: glorot(depth, 4 * units),
      recurrent: glorot(units, 4 * units),
      shift: new LearnedMatrix(1, 4 * units, new Float32Array(4 * units).fill(OPEN, 0, units)),
    });
    this.#directions = [direction(), direction()];
    const width = 2 * units;
    this.#attention = {
      attend: glorot(width, width),
      shift: new LearnedMatrix(1, width, new Float32Array(width)),
      query: new LearnedMatrix(1, width, uniform(0.1, width)),
    };
    this.#heads = new LearnedMatrix(2 * width, bias.length, uniform(0.01, 2 * width * bias.length));
    this.#bias = new LearnedMatrix(1, bias.length, bias);
  }

  /** All parameters but the word vectors. */
  get parameters(): readonly LearnedMatrix[] {
    const { attend, shift, query } = this.#attention;
    const layers = this.#directions.flatMap((own) => [own.input, own.recurrent, own.shift]);
    return [...layers, attend, shift, query, this.#heads, this.#bias];
  }

  /**
   * Reads texts.
   *
   * @param mask - what each element of the texts' vectors is multiplied by
   */
  hear(sequences: WordSequences, rows: Int32Array, mask?: Float32Array): RecurrentHeard {
    const depth = this.#depth;
    const batch = packTexts(sequences, rows);
    const vectors = FloatMatrix.create(Math.max(1, batch.distinct.length), depth);
    const own = vectors.data;
    batch.distinct.forEach((word, at) =>
      own.set(this.#vectors.subarray(word * depth, (word + 1) * depth), at * depth),
    );
    const directions = [
      runRecurrent(this.#directions[0], batch, vectors, BACKWARDS[0]),
      runRecurrent(this.#directions[1], batch, vectors, BACKWARDS[1]),
    ] as const;
    const states = [directions[0].states, directions[1].states] as const;
    const attention = runAttention(this.#attention, batch, states);
    const texts = FloatMatrix.create(rows.length, 4 * this.#units);
    const winners = this.#pool(batch, states, attention, texts);
    if (mask) texts.data.forEach((value, at, all) => (all[at] = value * mask[at]!));
    const logits = floatProduct(texts, this.#heads.used);
    const bias = this.#bias.used.data;
    logits.data.forEach((value, at, all) => (all[at] = value + bias[at % bias.length]!));
    return { batch, vectors, directions, attention, winners, texts, logits, ...(mask && { mask }) };
  }

  /**
   * Adds what a batch teaches to the gradients.
   *
   * @param heard - used up
   * @param ofLogits - `[texts, labels]`
   */
  learn(heard: RecurrentHeard, ofLogits: FloatMatrix): void {
    const { batch, vectors, directions, attention, winners, texts, mask } = heard;
    const units = this.#units;
    const width = 2 * units;
    const ofBias = this.#bias.gradient.data;
    ofLogits.data.forEach((slope, at) => (ofBias[at % ofBias.length]! += slope));
    floatProduct(texts, ofLogits, {
      transposeLeft: true,
      destination: this.#heads.gradient,
      accumulate: true,
    });
    if (batch.words.length === 0) return;
    const product = floatProduct(ofLogits, this.#heads.used, { transposeRight: true });
    const ofTexts = product.data.map((slope, at) => slope * (mask?.[at] ?? 1));
    const ofSums = FloatMatrix.create(batch.texts, width);
    for (let text = 0; text < batch.texts; text++) {
      ofSums.data.set(ofTexts.subarray(2 * text * width, (2 * text + 1) * width), text * width);
    }
    const states = [directions[0].states, directions[1].states] as const;
    const ofStates = attentionGradient(this.#attention, batch, states, attention, ofSums);
    const slopes = [ofStates[0].data, ofStates[1].data] as const;
    winners.forEach((row, cell) => {
      const [text, state] = [Math.floor(cell / width), cell % width];
      const place = row * units + (state % units);
      if (row >= 0)
        slopes[state < units ? 0 : 1][place]! += ofTexts[(2 * text + 1) * width + state]!;
    });
    const ofVectors = FloatMatrix.create(vectors.rows, this.#depth);
    for (const at of [0, 1] as const) {
      const weights = this.#directions[at];
      const run = directions[at];
      recurrentGradient(weights, batch, vectors, BACKWARDS[at], run, ofStates[at], ofVectors);
    }
    const ofWords = ofVectors.data;
    batch.distinct.forEach((word, at) =>
      this.#words.addPart(word, 0, this.#depth, ofWords, at * this.#depth, 1),
    );
  }

  /** Goes down the gradients and forgets them. */
  step(step: number, rate: number, vectorRate: number): void {
    for (const parameter of this.parameters) parameter.step({ rate, step });
    this.#words.step(vectorRate);
  }

  /** Gives the kernels' memory back. */
  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  /** Writes the texts' vectors; gives the row of each largest state. */
  #pool(
    batch: PackedTexts,
    states: readonly [FloatMatrix, FloatMatrix],
    attention: AttentionRun,
    texts: FloatMatrix,
  ): Int32Array {
    const units = this.#units;
    const width = 2 * units;
    const winners = new Int32Array(batch.texts * width).fill(-1);
    const [out, sums] = [texts.data, attention.texts.data];
    for (let text = 0; text < batch.texts; text++) {
      out.set(sums.subarray(text * width, (text + 1) * width), 2 * text * width);
    }
    const values = [states[0].data, states[1].data] as const;
    for (let position = 0; position < batch.present.length; position++) {
      for (let place = 0; place < batch.present[position]!; place++) {
        const row = batch.starts[position]! + place;
        const text = batch.order[place]!;
        for (let state = 0; state < width; state++) {
          const value = values[state < units ? 0 : 1][row * units + (state % units)]!;
          const at = (2 * text + 1) * width + state;
          if (winners[text * width + state]! >= 0 && value <= out[at]!) continue;
          out[at] = value;
          winners[text * width + state] = row;
        }
      }
    }
    return winners;
  }
}
