import { BinaryNetwork, elements, type BagLayer, type Model } from '@onebit/bnn/run';
import { OnebitError } from '@onebit/errors';
import type { FoundFeatures } from './feature-finder.ts';
import { RowSums } from './row-sums.ts';
import { type HeardWindow, WordOrder } from './word-order.ts';

/** Texts that go through the head at once. */
const BATCH = 64;

/**
 * The network of a model, run on sparse features: the bag is summed from the rows that are present,
 * the layers behind it run as a network of their own.
 */
export class Scorer {
  readonly labels: number;
  readonly #bag: BagLayer;
  /** Scales of the bag's rows as multiples of a step, as the file has them. */
  readonly #scales: Uint8Array | Float32Array;
  readonly #scaleStep: number;
  readonly #head: BinaryNetwork;
  readonly #sums: Float32Array;
  readonly #rowSums: RowSums;
  readonly #wordOrder: WordOrder | undefined;
  #pending = 0;

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
    this.#rowSums = new RowSums(model.tensors.get(bag.codes)!.bytes, bag.width);
    this.#scales = scaleStep === undefined ? elements('F32', scales.bytes) : scales.bytes;
    this.#scaleStep = scaleStep ?? 1;
    this.labels = model.network.labels.length;
    this.#sums = new Float32Array(BATCH * bag.width);
    const { wordOrder, ...network } = model.network;
    this.#wordOrder = wordOrder && new WordOrder(model, wordOrder, BATCH);
    this.#head = BinaryNetwork.compile({
      ...model,
      network: {
        ...network,
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
  add(found: FoundFeatures): void {
    const { length, features, weights } = found;
    this.#wordOrder?.add(found, this.#pending);
    this.#sumRows(features, weights, 0, length, this.#pending++ * this.#bag.width);
  }

  /** The log-odds of the batch, `labels` numbers a text; the batch is empty afterwards. */
  score(): Float32Array {
    const count = this.#pending;
    this.#pending = 0;
    if (count === 0) return new Float32Array(0);
    const logits = this.#head.run(this.#sums.subarray(0, count * this.#bag.width));
    this.#wordOrder?.addTo(logits);
    return logits;
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

  /** What windows of words add, each for all labels; none where the model hears no order of words. */
  windows(found: FoundFeatures): readonly HeardWindow[] {
    return this.#wordOrder?.windows(found) ?? [];
  }

  dispose(): void {
    this.#wordOrder?.dispose();
    this.#head.dispose();
  }

  /** Sums the rows of some features, each times its weight and its scale. */
  #sumRows(
    features: Int32Array,
    weights: Float32Array,
    begin: number,
    end: number,
    to: number,
  ): void {
    const { width } = this.#bag;
    const scales = this.#scales;
    const step = this.#scaleStep;
    this.#rowSums.clear();
    for (let at = begin; at < end; at++) {
      const feature = features[at]!;
      this.#rowSums.add(feature, weights[at]! * Math.fround(scales[feature]! * step));
    }
    this.#rowSums.sumInto(this.#sums.subarray(to, to + width));
  }
}
