import { BinaryNetwork, elements, type BagLayer, type Model } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import type { FoundFeatures } from './feature-finder.ts';

/** The signs of the eight bits of every byte, lowest bit first. */
const SIGNS = Float64Array.from({ length: 256 * 8 }, (_, at) =>
  ((at >> 3) >> (at & 7)) & 1 ? 1 : -1,
);
/** Texts that go through the head at once. */
const BATCH = 64;

/**
 * The network of a model, run on sparse features: the bag is summed from the rows that are present,
 * the layers behind it run as a network of their own.
 */
export class Scorer {
  readonly labels: number;
  readonly #bag: BagLayer;
  readonly #codes: Uint8Array;
  readonly #scales: Float32Array;
  readonly #head: BinaryNetwork;
  readonly #sums: Float32Array;
  #pending = 0;
  #rowStarts = new Int32Array(512);
  #scaled = new Float64Array(512);

  /** @throws OnebitError `model-description-invalid` where the network does not begin with a bag */
  constructor(model: Model) {
    const [bag, ...rest] = model.network.layers;
    if (bag?.op !== 'bag' || rest.length === 0) {
      throw new OnebitError('model-description-invalid', {
        expected: 'a bag of features with layers behind it',
        received: model.network.layers.map(({ op }) => op).join(', '),
        hint: 'Give a model of the task emotion-classification.',
      });
    }
    const { scaleStep } = bag;
    const scales = model.tensors.get(bag.scales)!;
    this.#bag = bag;
    this.#codes = model.tensors.get(bag.codes)!.bytes;
    this.#scales =
      scaleStep === undefined
        ? elements('F32', scales.bytes)
        : Float32Array.from(scales.bytes, (scale) => scale * scaleStep);
    this.labels = model.network.labels.length;
    this.#sums = new Float32Array(BATCH * bag.width);
    this.#head = BinaryNetwork.compile({
      ...model,
      network: {
        ...model.network,
        input: { kind: 'reals', shape: [bag.width] },
        layers: rest,
      },
    });
  }

  /** Texts that may still be added before they must be scored. */
  get room(): number {
    return BATCH - this.#pending;
  }

  /** Adds a text's features to the batch. */
  add({ length, features, weights }: FoundFeatures): void {
    this.#sumRows(features, weights, 0, length, this.#pending++ * this.#bag.width);
  }

  /** The log-odds of the batch, `labels` numbers a text; the batch is empty afterwards. */
  score(): Float32Array {
    const count = this.#pending;
    this.#pending = 0;
    return count === 0
      ? new Float32Array(0)
      : this.#head.run(this.#sums.subarray(0, count * this.#bag.width));
  }

  /** What each feature alone would change, against a text with none: `labels` numbers a feature. */
  contributions({ length, features, weights }: FoundFeatures): Float32Array {
    const { width } = this.#bag;
    const out = new Float32Array(length * this.labels);
    const silence = this.#head.run(new Float32Array(width));
    for (let begin = 0; begin < length; begin += BATCH) {
      const count = Math.min(BATCH, length - begin);
      for (let at = begin; at < begin + count; at++) {
        this.#sumRows(features, weights, at, at + 1, (at - begin) * width);
      }
      const scores = this.#head.run(this.#sums.subarray(0, count * width));
      scores.forEach((score, at) => {
        out[begin * this.labels + at] = score - silence[at % this.labels]!;
      });
    }
    return out;
  }

  dispose(): void {
    this.#head.dispose();
  }

  /**
   * Sums the rows of some features, eight columns at a time: their sums stay in registers, as doubles,
   * rounded once.
   */
  #sumRows(
    features: Int32Array,
    weights: Float32Array,
    begin: number,
    end: number,
    to: number,
  ): void {
    const { width } = this.#bag;
    const bytesPerRow = Math.ceil(width / 8);
    const codes = this.#codes;
    const rows = this.#rows(end - begin);
    const scaled = this.#scaled;
    for (let at = begin; at < end; at++) {
      const feature = features[at]!;
      rows[at - begin] = feature * bytesPerRow;
      scaled[at - begin] = weights[at]! * this.#scales[feature]!;
    }
    const count = end - begin;
    for (let byte = 0; byte < bytesPerRow; byte++) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      let g = 0;
      let h = 0;
      for (let at = 0; at < count; at++) {
        const signs = codes[rows[at]! + byte]! << 3;
        const weight = scaled[at]!;
        a += weight * SIGNS[signs]!;
        b += weight * SIGNS[signs + 1]!;
        c += weight * SIGNS[signs + 2]!;
        d += weight * SIGNS[signs + 3]!;
        e += weight * SIGNS[signs + 4]!;
        f += weight * SIGNS[signs + 5]!;
        g += weight * SIGNS[signs + 6]!;
        h += weight * SIGNS[signs + 7]!;
      }
      const first = to + 8 * byte;
      const eight = [a, b, c, d, e, f, g, h];
      const columns = Math.min(8, width - 8 * byte);
      for (let column = 0; column < columns; column++) this.#sums[first + column] = eight[column]!;
    }
  }

  /** Room for the rows and weights of so many features. */
  #rows(count: number): Int32Array {
    if (count > this.#rowStarts.length) {
      this.#rowStarts = new Int32Array(2 * count);
      this.#scaled = new Float64Array(2 * count);
    }
    return this.#rowStarts;
  }
}
