import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
import type { Random } from '@onebit/bnn-training';
import { SparseAdam } from './sparse-adam.ts';

/** Texts as word numbers, one after another; word 0 stands for every word outside the vocabulary. */
export interface WordSequences {
  readonly offsets: Int32Array;
  readonly words: Int32Array;
}

/** How a model of word order is trained. */
export interface WordOrderOptions {
  /** Words of the vocabulary, word 0 included. */
  readonly vocabulary: number;
  readonly labels: number;
  readonly epochs: number;
  readonly random: Random;
  /** Only these rows are trained on. */
  readonly rows: Int32Array;
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

const DEPTH = 64;
const TAPS = 3;
const FILTERS = 128;
const BATCH = 64;
const RATE = 3e-3;
/** Word vectors move further a step: a rare word is met a few times only. */
const VECTOR_RATE = 5;
/** Words that are put out of the vocabulary at random, and filters that are silenced. */
const WORD_DROPOUT = 0.15;
const FILTER_DROPOUT = 0.5;
const PATCH = DEPTH * TAPS;

/**
 * A convolution over word vectors with the maximum over time, added to log-odds that are given: what
 * the order of words says beyond the bag of n-grams (after Kim, EMNLP 2014). A teacher only: floats,
 * never shipped.
 */
export class WordOrderModel {
  readonly #labels: number;
  readonly #embedding: Float32Array;
  readonly #filters: Float32Array;
  /** The filters where the kernels can read them. */
  readonly #kernelFilters = FloatMatrix.create(PATCH, FILTERS);
  readonly #shift = new Float32Array(FILTERS);
  readonly #head: Float32Array;
  readonly #bias: Float32Array;

  private constructor({ vocabulary, labels, random }: WordOrderOptions) {
    this.#labels = labels;
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    this.#embedding = Float32Array.from({ length: vocabulary * DEPTH }, () => 0.1 * normal());
    const spread = 2 * Math.sqrt(2 / PATCH);
    this.#filters = Float32Array.from({ length: PATCH * FILTERS }, () => spread * normal());
    this.#head = new Float32Array(FILTERS * labels);
    this.#bias = new Float32Array(labels);
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
    const { epochs, random, rows, onEpoch } = options;
    model.#beginAtFrequencies(base, targets, rows);
    const adams = {
      embedding: new SparseAdam(model.#embedding, DEPTH),
      filters: new SparseAdam(model.#filters, FILTERS),
      shift: new SparseAdam(model.#shift, FILTERS),
      head: new SparseAdam(model.#head, options.labels),
      bias: new SparseAdam(model.#bias, options.labels),
    };
    const steps = Math.ceil(rows.length / BATCH) * epochs;
    let step = 0;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = random.permutation(rows.length);
      let loss = 0;
      for (let from = 0; from < order.length; from += BATCH) {
        const batch = Int32Array.from(order.subarray(from, from + BATCH), (at) => rows[at]!);
        loss += model.#step(texts, base, targets, batch, random, adams);
        const rate = RATE * Math.min(1, (step + 1) / 100) * (1 - step / steps);
        for (const [name, adam] of Object.entries(adams)) {
          adam.step(name === 'embedding' ? VECTOR_RATE * rate : rate);
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
        logits.set(this.#bias);
        for (let filter = 0; filter < FILTERS; filter++) {
          const value = pooled[at * FILTERS + filter]!;
          if (value === 0) continue;
          for (let label = 0; label < labels; label++) {
            logits[label]! += value * this.#head[filter * labels + label]!;
          }
        }
      });
    }
    return out;
  }

  /** Gives the kernels' memory back. */
  dispose(): void {
    this.#kernelFilters.dispose();
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
      this.#bias[label] = logit(wanted / (rows.length + 2)) - logit(given / (rows.length + 2));
    }
  }

  /** Patches of all positions, and for each text and filter the largest response and where it was. */
  #forward(texts: WordSequences, batch: Int32Array, random?: Random) {
    const starts = new Int32Array(batch.length + 1);
    batch.forEach((row, at) => {
      starts[at + 1] = starts[at]! + Math.max(1, texts.offsets[row + 1]! - texts.offsets[row]!);
    });
    const positions = starts[batch.length]!;
    const words = new Int32Array(positions);
    batch.forEach((row, at) => {
      const begin = texts.offsets[row]!;
      for (let word = begin; word < texts.offsets[row + 1]!; word++) {
        const dropped = random !== undefined && random.uniform() < WORD_DROPOUT;
        words[starts[at]! + word - begin] = dropped ? 0 : texts.words[word]!;
      }
    });
    const patches = FloatMatrix.create(positions, PATCH);
    const data = patches.data;
    batch.forEach((_, at) => {
      for (let position = starts[at]!; position < starts[at + 1]!; position++) {
        for (let tap = 0; tap < TAPS; tap++) {
          const near = position + tap - (TAPS >> 1);
          if (near < starts[at]! || near >= starts[at + 1]!) continue;
          const word = words[near]! * DEPTH;
          data.set(this.#embedding.subarray(word, word + DEPTH), position * PATCH + tap * DEPTH);
        }
      }
    });
    this.#kernelFilters.data.set(this.#filters);
    const responses = floatProduct(patches, this.#kernelFilters);
    const pooled = new Float32Array(batch.length * FILTERS);
    const winners = new Int32Array(pooled.length).fill(-1);
    const values = responses.data;
    batch.forEach((_, at) => {
      for (let position = starts[at]!; position < starts[at + 1]!; position++) {
        for (let filter = 0; filter < FILTERS; filter++) {
          const value = values[position * FILTERS + filter]! + this.#shift[filter]!;
          const cell = at * FILTERS + filter;
          if (value <= pooled[cell]!) continue;
          pooled[cell] = value;
          winners[cell] = position;
        }
      }
    });
    const kept = patches.data.slice();
    patches.dispose();
    responses.dispose();
    return { starts, words, patches: kept, pooled, winners };
  }

  #step(
    texts: WordSequences,
    base: Float32Array,
    targets: Float32Array,
    batch: Int32Array,
    random: Random,
    adams: Record<'embedding' | 'filters' | 'shift' | 'head' | 'bias', SparseAdam>,
  ): number {
    const labels = this.#labels;
    const { starts, words, patches, pooled, winners } = this.#forward(texts, batch, random);
    const filters = this.#filters;
    const mask = Float32Array.from(pooled, () =>
      random.uniform() < FILTER_DROPOUT ? 0 : 1 / (1 - FILTER_DROPOUT),
    );
    let loss = 0;
    const errors = new Float64Array(labels);
    const patchGradient = new Float64Array(PATCH);
    batch.forEach((row, at) => {
      for (let label = 0; label < labels; label++) {
        errors[label] = base[row * labels + label]! + this.#bias[label]!;
      }
      for (let filter = 0; filter < FILTERS; filter++) {
        const value = pooled[at * FILTERS + filter]! * mask[at * FILTERS + filter]!;
        if (value === 0) continue;
        for (let label = 0; label < labels; label++) {
          errors[label]! += value * this.#head[filter * labels + label]!;
        }
      }
      for (let label = 0; label < labels; label++) {
        const logit = errors[label]!;
        const target = targets[row * labels + label]!;
        loss += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - target * logit;
        errors[label] = (1 / (1 + Math.exp(-logit)) - target) / batch.length;
      }
      adams.bias.add(0, errors, 1);
      for (let filter = 0; filter < FILTERS; filter++) {
        const cell = at * FILTERS + filter;
        const position = winners[cell]!;
        if (position < 0 || mask[cell] === 0) continue;
        adams.head.add(filter, errors, pooled[cell]! * mask[cell]!);
        let slope = 0;
        for (let label = 0; label < labels; label++) {
          slope += errors[label]! * this.#head[filter * labels + label]!;
        }
        slope *= mask[cell]!;
        if (slope === 0) continue;
        adams.shift.addOne(0, filter, slope);
        for (let element = 0; element < PATCH; element++) {
          adams.filters.addOne(element, filter, slope * patches[position * PATCH + element]!);
          patchGradient[element] = slope * filters[element * FILTERS + filter]!;
        }
        for (let tap = 0; tap < TAPS; tap++) {
          const near = position + tap - (TAPS >> 1);
          if (near < starts[at]! || near >= starts[at + 1]!) continue;
          adams.embedding.addPart(words[near]!, patchGradient, tap * DEPTH);
        }
      }
    });
    return loss;
  }
}
