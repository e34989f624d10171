import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
import type { Random } from '@onebit/bnn-training';
import type { SparseAdam } from './sparse-adam.ts';

/** Texts as word numbers, one after another; word 0 stands for every word outside the vocabulary. */
export interface WordSequences {
  readonly offsets: Int32Array;
  readonly words: Int32Array;
}

/** How a model of word order is made. */
export interface WordOrderShape {
  /** Words of the vocabulary, word 0 included. */
  readonly vocabulary: number;
  readonly labels: number;
  /** Components of a word, and filters that read windows of three words. */
  readonly depth: number;
  readonly filters: number;
  /** Whether words and filters count by their signs alone, one bit a component. */
  readonly signs: boolean;
}

/** What the filters heard in some texts, and where. */
export interface Heard {
  /** The word at each tap of each window. */
  readonly taps: Int32Array;
  /** For each of them its row among the vectors of the different words. */
  readonly rows: Int32Array;
  readonly vectors: Float32Array;
  /** The filters as they acted. */
  readonly acting: Float32Array;
  /** `[texts, filters]` largest response, and the window that gave it or -1. */
  readonly pooled: Float32Array;
  readonly winners: Int32Array;
}

/** Where the gradients of a model are gathered. */
export interface WordOrderGradients {
  readonly words: SparseAdam;
  readonly filters: SparseAdam;
  readonly shift: SparseAdam;
  readonly head: SparseAdam;
  readonly bias: SparseAdam;
}

/** Words of a window. */
export const TAPS = 3;
/** Texts that are asked about at once. */
const BATCH = 64;
/** Words that are put out of the vocabulary at random. */
const WORD_DROPOUT = 0.15;

/**
 * A convolution over word vectors with the maximum over time, whose log-odds are added to given ones
 * (after Kim, EMNLP 2014). As a teacher it is made of floats; with `signs` word vectors and filters
 * count by their signs alone, with gradients straight through (Bengio et al. 2013), as it is shipped.
 */
export class WordOrderModel {
  readonly depth: number;
  readonly filterCount: number;
  /** Whether words and filters count by their signs alone. */
  readonly signs: boolean;
  /** Vectors `[vocabulary + 1, depth]`, the last one stands outside the text; bits by their signs. */
  readonly wordVectors: Float32Array;
  /** `[filters, TAPS * depth]` */
  readonly filters: Float32Array;
  /** Added to each filter's response before it is cut off at zero. */
  readonly shift: Float32Array;
  /** `[filters, labels]` */
  readonly head: Float32Array;
  readonly bias: Float32Array;
  readonly #labels: number;
  readonly #outside: number;
  /** The filters as they act, one row a tap and filter, where the kernels can read them. */
  readonly #acting: FloatMatrix;
  /** For each word its row among the different words of the batch, or -1. */
  readonly #rows: Int32Array;

  /** @param random - draws the vectors and filters to begin with */
  constructor({ vocabulary, labels, depth, filters, signs }: WordOrderShape, random: Random) {
    const patch = TAPS * depth;
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    this.depth = depth;
    this.filterCount = filters;
    this.#labels = labels;
    this.signs = signs;
    this.#outside = vocabulary;
    this.wordVectors = Float32Array.from(
      { length: (vocabulary + 1) * depth },
      () => 0.1 * normal(),
    );
    const spread = signs ? 0.1 : 2 * Math.sqrt(2 / patch);
    this.filters = Float32Array.from({ length: patch * filters }, () => spread * normal());
    this.shift = new Float32Array(filters);
    this.head = new Float32Array(filters * labels);
    this.bias = new Float32Array(labels);
    this.#acting = FloatMatrix.create(TAPS * filters, depth);
    this.#rows = new Int32Array(vocabulary + 1).fill(-1);
    if (!signs) this.wordVectors.fill(0, vocabulary * depth);
  }

  /** What a step of a filter's response is worth where words and filters are signs. */
  get step(): number {
    return this.signs ? 1 / Math.sqrt(TAPS * this.depth) : 1;
  }

  /** What the model adds to the log-odds of some texts: `[rows, labels]`. */
  predict(texts: WordSequences, rows: Int32Array): Float32Array {
    const labels = this.#labels;
    const out = new Float32Array(rows.length * labels);
    for (let from = 0; from < rows.length; from += BATCH) {
      const batch = rows.subarray(from, from + BATCH);
      const heard = this.hear(texts, batch);
      batch.forEach((_, at) => {
        this.say(heard, at, out.subarray((from + at) * labels, (from + at + 1) * labels));
      });
    }
    return out;
  }

  /** Gives the kernels' memory back. */
  dispose(): void {
    this.#acting.dispose();
  }

  /**
   * The words of all windows, and for each text and filter the largest response and where it was. A
   * response is the sum of what the words of its window say at their taps; each different word of the
   * batch is asked once.
   *
   * @param random - silences words at random, as training does
   */
  hear(texts: WordSequences, batch: Int32Array, random?: Random): Heard {
    const { depth, filterCount, shift } = this;
    const { starts, taps } = this.#windows(texts, batch, random);
    const { rows, vectors } = this.#differentWords(taps);
    const { step } = this;
    const acting = this.signs
      ? this.filters.map((weight) => (weight >= 0 ? step : -step))
      : this.filters;
    const pooled = new Float32Array(batch.length * filterCount);
    const winners = new Int32Array(pooled.length).fill(-1);
    if (taps.length > 0) {
      const columns = TAPS * filterCount;
      const kernel = this.#acting.data;
      for (let row = 0; row < columns; row++) {
        const from = ((row % filterCount) * TAPS + Math.floor(row / filterCount)) * depth;
        kernel.set(acting.subarray(from, from + depth), row * depth);
      }
      const words = FloatMatrix.from(vectors.length / depth, depth, vectors);
      const said = floatProduct(words, this.#acting, { transposeRight: true });
      const values = said.data;
      const responses = new Float32Array(filterCount);
      batch.forEach((_, at) => {
        const cells = at * filterCount;
        for (let position = starts[at]!; position < starts[at + 1]!; position++) {
          responses.set(shift);
          for (let tap = 0; tap < TAPS; tap++) {
            const from = rows[position * TAPS + tap]! * columns + tap * filterCount;
            for (let filter = 0; filter < filterCount; filter++) {
              responses[filter]! += values[from + filter]!;
            }
          }
          for (let filter = 0; filter < filterCount; filter++) {
            if (responses[filter]! <= pooled[cells + filter]!) continue;
            pooled[cells + filter] = responses[filter]!;
            winners[cells + filter] = position;
          }
        }
      });
      words.dispose();
      said.dispose();
    }
    return { taps, rows, vectors, acting, pooled, winners };
  }

  /** The word of every tap of every window, text after text, and where each text begins. */
  #windows(texts: WordSequences, batch: Int32Array, random?: Random) {
    const starts = new Int32Array(batch.length + 1);
    batch.forEach((row, at) => {
      starts[at + 1] = starts[at]! + texts.offsets[row + 1]! - texts.offsets[row]!;
    });
    const taps = new Int32Array(starts[batch.length]! * TAPS).fill(this.#outside);
    batch.forEach((row, at) => {
      const begin = texts.offsets[row]!;
      const length = texts.offsets[row + 1]! - begin;
      for (let place = 0; place < length; place++) {
        const dropped = random !== undefined && random.uniform() < WORD_DROPOUT;
        const word = dropped ? 0 : texts.words[begin + place]!;
        for (let tap = 0; tap < TAPS; tap++) {
          const window = place - tap + (TAPS >> 1);
          if (window >= 0 && window < length) taps[(starts[at]! + window) * TAPS + tap] = word;
        }
      }
    });
    return { starts, taps };
  }

  /** The different words among some, as they act, and for each of the some its row. */
  #differentWords(words: Int32Array): { rows: Int32Array; vectors: Float32Array } {
    const { depth } = this;
    const different: number[] = [];
    const rows = words.map((word) => {
      if (this.#rows[word]! < 0) this.#rows[word] = different.push(word) - 1;
      return this.#rows[word]!;
    });
    const vectors = new Float32Array(different.length * depth);
    different.forEach((word, row) => {
      this.#rows[word] = -1;
      const vector = this.wordVectors.subarray(word * depth, (word + 1) * depth);
      vectors.set(this.signs ? vector.map((part) => (part >= 0 ? 1 : -1)) : vector, row * depth);
    });
    return { rows, vectors };
  }

  /** Adds to the log-odds of one text of those heard what the model says of it. */
  say({ pooled }: Heard, at: number, logits: Float32Array, mask?: Float32Array): void {
    const { filterCount, head } = this;
    const labels = this.#labels;
    for (let label = 0; label < labels; label++) logits[label]! += this.bias[label]!;
    for (let cell = at * filterCount, filter = 0; filter < filterCount; filter++, cell++) {
      const value = mask ? pooled[cell]! * mask[cell]! : pooled[cell]!;
      if (value === 0) continue;
      for (let label = 0; label < labels; label++) {
        logits[label]! += value * head[filter * labels + label]!;
      }
    }
  }

  /**
   * Adds what one text of those heard teaches to the gradients.
   *
   * @param errors - derivatives of the loss for the text's log-odds
   * @param mask - what the response of each text and filter was multiplied by
   */
  learn(
    heard: Heard,
    at: number,
    errors: Float32Array,
    mask: Float32Array,
    to: WordOrderGradients,
  ): void {
    const { depth, filterCount, head, step } = this;
    const labels = this.#labels;
    const patch = TAPS * depth;
    const { taps, rows, vectors, acting, pooled, winners } = heard;
    to.bias.add(0, errors, 1);
    for (let filter = 0; filter < filterCount; filter++) {
      const cell = at * filterCount + filter;
      const position = winners[cell]!;
      if (position < 0 || mask[cell] === 0) continue;
      to.head.add(filter, errors, pooled[cell]! * mask[cell]!);
      let slope = 0;
      for (let label = 0; label < labels; label++) {
        slope += errors[label]! * head[filter * labels + label]!;
      }
      slope *= mask[cell]!;
      if (slope === 0) continue;
      to.shift.addOne(0, filter, slope);
      for (let tap = 0; tap < TAPS; tap++) {
        const window = position * TAPS + tap;
        const word = taps[window]!;
        if (word === this.#outside && !this.signs) continue;
        const vector = rows[window]! * depth;
        to.filters.addPart(filter, tap * depth, depth, vectors, vector, slope * step);
        to.words.addPart(word, 0, depth, acting, filter * patch + tap * depth, slope);
      }
    }
  }
}
