import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
import type { Random } from '@onebit/bnn-training';
import { SparseAdam } from './sparse-adam.ts';

/** Texts as word numbers, one after another; word 0 stands for every word outside the vocabulary. */
export interface WordSequences {
  readonly offsets: Int32Array;
  readonly words: Int32Array;
}

/** How a model of word order is made and trained. */
export interface WordOrderOptions {
  /** Words of the vocabulary, word 0 included. */
  readonly vocabulary: number;
  readonly labels: number;
  /** Components of a word, and filters that read windows of three words. */
  readonly depth: number;
  readonly filters: number;
  /** Whether words and filters count by their signs alone, one bit a component. */
  readonly signs: boolean;
  readonly epochs: number;
  /** Share of the filters that is silenced at random in each text. */
  readonly dropout: number;
  readonly random: Random;
  /** Only these rows are trained on. */
  readonly rows: Int32Array;
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

/** Words of a window. */
export const TAPS = 3;
const BATCH = 64;
const RATE = 3e-3;
/** Word vectors move further a step: a rare word is met a few times only. */
const VECTOR_RATE = 5;
/** Words that are put out of the vocabulary at random. */
const WORD_DROPOUT = 0.15;
/** A weight whose sign alone counts stays near enough to zero to change it. */
const LATENT_BOUND = 1;

interface Adams {
  readonly words: SparseAdam;
  readonly filters: SparseAdam;
  readonly shift: SparseAdam;
  readonly head: SparseAdam;
  readonly bias: SparseAdam;
}

/**
 * A convolution over word vectors with the maximum over time, whose log-odds are added to given ones
 * (after Kim, EMNLP 2014). As a teacher it is made of floats; with `signs` word vectors and filters
 * count by their signs alone, with gradients straight through (Bengio et al. 2013), as it is shipped.
 */
export class WordOrderModel {
  readonly depth: number;
  readonly filterCount: number;
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
  readonly #signs: boolean;
  readonly #outside: number;
  /** The filters as they act, one row a tap and filter, where the kernels can read them. */
  readonly #acting: FloatMatrix;
  /** For each word its row among the different words of the batch, or -1. */
  readonly #rows: Int32Array;

  private constructor({ vocabulary, labels, depth, filters, signs, random }: WordOrderOptions) {
    const patch = TAPS * depth;
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    this.depth = depth;
    this.filterCount = filters;
    this.#labels = labels;
    this.#signs = signs;
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
    return this.#signs ? 1 / Math.sqrt(TAPS * this.depth) : 1;
  }

  /**
   * Trains a model on top of given log-odds.
   *
   * @param texts - all texts
   * @param base - `[texts, labels]` log-odds to add to
   * @param targets - `[texts, labels]`
   */
  static train(
    texts: WordSequences,
    base: Float32Array,
    targets: Float32Array,
    options: WordOrderOptions,
  ): WordOrderModel {
    const model = new WordOrderModel(options);
    const { depth, signs, labels, epochs, random, rows, dropout, onEpoch } = options;
    model.#beginAtFrequencies(base, targets, rows);
    const bound = signs ? LATENT_BOUND : Infinity;
    const adams: Adams = {
      words: new SparseAdam(model.wordVectors, depth, bound),
      filters: new SparseAdam(model.filters, TAPS * depth, bound),
      shift: new SparseAdam(model.shift, model.filterCount),
      head: new SparseAdam(model.head, labels),
      bias: new SparseAdam(model.bias, labels),
    };
    const steps = Math.ceil(rows.length / BATCH) * epochs;
    let step = 0;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = random.permutation(rows.length);
      let loss = 0;
      for (let from = 0; from < order.length; from += BATCH) {
        const batch = Int32Array.from(order.subarray(from, from + BATCH), (at) => rows[at]!);
        loss += model.#step(texts, base, targets, batch, random, dropout, adams);
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

  /** What the model adds to the log-odds of some texts: `[rows, labels]`. */
  predict(texts: WordSequences, rows: Int32Array): Float32Array {
    const labels = this.#labels;
    const out = new Float32Array(rows.length * labels);
    for (let from = 0; from < rows.length; from += BATCH) {
      const batch = rows.subarray(from, from + BATCH);
      const { pooled } = this.#forward(texts, batch);
      batch.forEach((_, at) => {
        const logits = out.subarray((from + at) * labels, (from + at + 1) * labels);
        logits.set(this.bias);
        for (let filter = 0; filter < this.filterCount; filter++) {
          const value = pooled[at * this.filterCount + filter]!;
          if (value === 0) continue;
          for (let label = 0; label < labels; label++) {
            logits[label]! += value * this.head[filter * labels + label]!;
          }
        }
      });
    }
    return out;
  }

  /** Gives the kernels' memory back. */
  dispose(): void {
    this.#acting.dispose();
  }

  /** Sets the bias to what the labels' frequencies ask for: steps of Adam would take an epoch. */
  #beginAtFrequencies(base: Float32Array, targets: Float32Array, rows: Int32Array): void {
    const logit = (p: number): number => Math.log(p / (1 - p));
    for (let label = 0; label < this.#labels; label++) {
      let wanted = 1;
      let given = 1;
      for (const row of rows) {
        wanted += targets[row * this.#labels + label]!;
        given += 1 / (1 + Math.exp(-base[row * this.#labels + label]!));
      }
      this.bias[label] = logit(wanted / (rows.length + 2)) - logit(given / (rows.length + 2));
    }
  }

  /**
   * The words of all windows, and for each text and filter the largest response and where it was. A
   * response is the sum of what the words of its window say at their taps; each different word of the
   * batch is asked once.
   */
  #forward(texts: WordSequences, batch: Int32Array, random?: Random) {
    const { depth, filterCount, shift } = this;
    const { starts, taps } = this.#windows(texts, batch, random);
    const { rows, vectors } = this.#differentWords(taps);
    const { step } = this;
    const acting = this.#signs
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
      vectors.set(this.#signs ? vector.map((part) => (part >= 0 ? 1 : -1)) : vector, row * depth);
    });
    return { rows, vectors };
  }

  #step(
    texts: WordSequences,
    base: Float32Array,
    targets: Float32Array,
    batch: Int32Array,
    random: Random,
    dropout: number,
    adams: Adams,
  ): number {
    const labels = this.#labels;
    const { depth, filterCount, head, step } = this;
    const patch = TAPS * depth;
    const { taps, rows, vectors, acting, pooled, winners } = this.#forward(texts, batch, random);
    const mask = Float32Array.from(pooled, () =>
      random.uniform() < dropout ? 0 : 1 / (1 - dropout),
    );
    let loss = 0;
    const errors = new Float32Array(labels);
    batch.forEach((row, at) => {
      for (let label = 0; label < labels; label++) {
        errors[label] = base[row * labels + label]! + this.bias[label]!;
      }
      for (let filter = 0; filter < filterCount; filter++) {
        const value = pooled[at * filterCount + filter]! * mask[at * filterCount + filter]!;
        if (value === 0) continue;
        for (let label = 0; label < labels; label++) {
          errors[label]! += value * head[filter * labels + label]!;
        }
      }
      for (let label = 0; label < labels; label++) {
        const logit = errors[label]!;
        const target = targets[row * labels + label]!;
        loss += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - target * logit;
        errors[label] = (1 / (1 + Math.exp(-logit)) - target) / batch.length;
      }
      adams.bias.add(0, errors, 1);
      for (let filter = 0; filter < filterCount; filter++) {
        const cell = at * filterCount + filter;
        const position = winners[cell]!;
        if (position < 0 || mask[cell] === 0) continue;
        adams.head.add(filter, errors, pooled[cell]! * mask[cell]!);
        let slope = 0;
        for (let label = 0; label < labels; label++) {
          slope += errors[label]! * head[filter * labels + label]!;
        }
        slope *= mask[cell]!;
        if (slope === 0) continue;
        adams.shift.addOne(0, filter, slope);
        for (let tap = 0; tap < TAPS; tap++) {
          const window = position * TAPS + tap;
          const word = taps[window]!;
          if (word === this.#outside && !this.#signs) continue;
          const vector = rows[window]! * depth;
          adams.filters.addPart(filter, tap * depth, depth, vectors, vector, slope * step);
          adams.words.addPart(word, 0, depth, acting, filter * patch + tap * depth, slope);
        }
      }
    });
    return loss;
  }
}
