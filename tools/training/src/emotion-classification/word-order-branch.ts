import { packWeights, type Tensor, type WordOrderDescription } from '@onebit/bnn';
import type { PerfectHash } from '@onebit/text';
import { floats, integers } from './tensors.ts';
import type { Vocabulary } from './vocabulary.ts';
import { TAPS, type WordOrderModel } from './word-order-model.ts';

/** A model of word order whose words and filters are signs, and the features that are its words. */
export interface WordOrderBranch {
  readonly model: WordOrderModel;
  /** For each word, from number 1 on, its feature. */
  readonly features: Int32Array;
}

/** Levels of an 8-bit weight on each side of zero. */
const LEVELS = 127;

/**
 * Description and tensors of a branch. Its bias is not in them: it belongs to the bias of the bag.
 * Thresholds are rounded to whole responses, the head to 8 bits a weight with a step a label.
 */
export function packWordOrder(
  { model, features }: WordOrderBranch,
  vocabulary: Vocabulary,
  hash: PerfectHash,
  slots: number,
): { wordOrder: WordOrderDescription; tensors: Map<string, Tensor> } {
  const { depth, filterCount: filters, wordVectors, shift, head, step, bias } = model;
  const labels = bias.length;
  const words = features.length;
  const bySlot = Array.from(features, (feature, at) => ({
    slot: hash.slot(vocabulary.low[feature]!, vocabulary.high[feature]!),
    word: at + 1,
  })).sort((a, b) => a.slot - b.slot);
  const members = new Int8Array(slots).fill(-1);
  for (const { slot } of bySlot) members[slot] = 1;
  // The code of unknown words comes first, that of positions outside the text last.
  const order = [0, ...bySlot.map(({ word }) => word), wordVectors.length / depth - 1];
  const codes = new Int8Array(order.length * depth);
  order.forEach((word, row) => {
    codes.set(signs(wordVectors.subarray(word * depth, (word + 1) * depth)), row * depth);
  });
  const headSteps = new Float32Array(labels);
  const rows = new Int8Array(labels * filters);
  for (let label = 0; label < labels; label++) {
    let most = 0;
    for (let filter = 0; filter < filters; filter++) {
      most = Math.max(most, Math.abs(head[filter * labels + label]!));
    }
    const size = most / LEVELS || 1;
    headSteps[label] = size * step;
    for (let filter = 0; filter < filters; filter++) {
      rows[label * filters + filter] = Math.round(head[filter * labels + label]! / size);
    }
  }
  return {
    wordOrder: {
      taps: TAPS,
      words,
      width: depth,
      filters,
      members: 'order-members',
      codes: 'order-codes',
      weights: 'order-weights',
      thresholds: 'order-thresholds',
      head: 'order-head',
      headSteps: 'order-head-steps',
    },
    tensors: new Map([
      ['order-members', packWeights(members, 1)],
      ['order-codes', packWeights(codes, order.length)],
      ['order-weights', packWeights(signs(model.filters), filters)],
      [
        'order-thresholds',
        integers(
          'I32',
          [filters],
          Int32Array.from(shift, (by) => Math.round(-by / step)),
        ),
      ],
      ['order-head', integers('I8', [labels, filters], rows)],
      ['order-head-steps', floats([labels], headSteps)],
    ]),
  };
}

const signs = (values: Float32Array): Int8Array =>
  Int8Array.from(values, (value) => (value >= 0 ? 1 : -1));
