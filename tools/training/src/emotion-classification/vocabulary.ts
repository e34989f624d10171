import { NgramExtractor, type NgramSettings } from '@onebit/text';
import { GrowingIndices, type SparseMatrix } from './sparse-matrix.ts';

/** The features of a training set, by their hashes. */
export interface Vocabulary {
  readonly settings: NgramSettings;
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** 0 for runs of words, 1 for runs of characters. */
  readonly block: Uint8Array;
  /** Texts that hold the feature. */
  readonly documents: Int32Array;
  /** Inverse document frequency `1 + ln((1 + n) / (1 + documents))`, in whole steps. */
  readonly idf: Float32Array;
}

/** Inverse document frequencies are whole multiples of this, so that a byte holds one exactly. */
export const FREQUENCY_STEP = 1 / 16;

/** How often a feature must have been seen to count. */
export interface Frequencies {
  readonly words: number;
  readonly characters: number;
}

/** Both halves of a hash in one number, exact below 2^53: 21 bits of the upper half are kept. */
export const keyOf = (low: number, high: number): number => (high & 0x1fffff) * 2 ** 32 + low;

/**
 * Collects the features of a training set.
 *
 * @param texts - training texts alone
 * @param settings - which n-grams
 * @param least - in how many texts a feature must stand
 */
export function collectVocabulary(
  texts: readonly string[],
  settings: NgramSettings,
  least: Frequencies,
): Vocabulary {
  const extractor = new NgramExtractor(settings);
  const seen = new Map<number, number>();
  const low = new GrowingIndices();
  const high = new GrowingIndices();
  const block: number[] = [];
  const documents = new GrowingIndices();
  const lastText = new GrowingIndices();
  texts.forEach((text, index) => {
    const grams = extractor.extract(text);
    for (let at = 0; at < grams.length; at++) {
      const key = keyOf(grams.low[at]!, grams.high[at]!);
      let feature = seen.get(key);
      if (feature === undefined) {
        feature = seen.size;
        seen.set(key, feature);
        low.push(grams.low[at]!);
        high.push(grams.high[at]!);
        block.push(grams.block[at]!);
        documents.push(0);
        lastText.push(-1);
      }
      if (lastText.view()[feature] === index) continue;
      lastText.view()[feature] = index;
      documents.view()[feature]! += 1;
    }
  });
  const kept: number[] = [];
  const counts = documents.view();
  block.forEach((kind, feature) => {
    if (counts[feature]! >= (kind === 0 ? least.words : least.characters)) kept.push(feature);
  });
  return {
    settings,
    low: Uint32Array.from(kept, (feature) => low.view()[feature]!),
    high: Uint32Array.from(kept, (feature) => high.view()[feature]!),
    block: Uint8Array.from(kept, (feature) => block[feature]!),
    documents: Int32Array.from(kept, (feature) => counts[feature]!),
    idf: Float32Array.from(kept, (feature) => {
      const exact = 1 + Math.log((1 + texts.length) / (1 + counts[feature]!));
      return FREQUENCY_STEP * Math.round(exact / FREQUENCY_STEP);
    }),
  };
}

/** The vocabulary with some of its features only, in the order given. */
export function restrictVocabulary(all: Vocabulary, features: Int32Array): Vocabulary {
  return {
    settings: all.settings,
    low: Uint32Array.from(features, (feature) => all.low[feature]!),
    high: Uint32Array.from(features, (feature) => all.high[feature]!),
    block: Uint8Array.from(features, (feature) => all.block[feature]!),
    documents: Int32Array.from(features, (feature) => all.documents[feature]!),
    idf: Float32Array.from(features, (feature) => all.idf[feature]!),
  };
}

/**
 * Texts as rows of features: each feature that stands in a text has its idf, words and characters
 * each scaled to unit length.
 */
export function vectorise(texts: readonly string[], vocabulary: Vocabulary): SparseMatrix {
  const extractor = new NgramExtractor(vocabulary.settings);
  const { low, high, block, idf } = vocabulary;
  const known = new Map<number, number>();
  low.forEach((half, feature) => known.set(keyOf(half, high[feature]!), feature));
  const lastText = new Int32Array(low.length).fill(-1);
  const indices = new GrowingIndices();
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, index) => {
    const grams = extractor.extract(text);
    for (let at = 0; at < grams.length; at++) {
      const feature = known.get(keyOf(grams.low[at]!, grams.high[at]!));
      if (feature === undefined || lastText[feature] === index) continue;
      lastText[feature] = index;
      indices.push(feature);
    }
    offsets[index + 1] = indices.length;
  });
  const flat = indices.view().slice();
  const values = new Float32Array(flat.length);
  for (let row = 0; row < texts.length; row++) {
    const squares = [0, 0];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      squares[block[flat[at]!]!]! += idf[flat[at]!]! ** 2;
    }
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      values[at] = idf[flat[at]!]! / Math.sqrt(squares[block[flat[at]!]!]!);
    }
  }
  return { rows: texts.length, columns: low.length, offsets, indices: flat, values };
}
