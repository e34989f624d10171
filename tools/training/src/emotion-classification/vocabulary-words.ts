import { NgramExtractor } from '@onebit/text';
import { GrowingIndices } from './sparse-matrix.ts';
import { keyOf, type Vocabulary } from './vocabulary.ts';
import type { WordSequences } from './word-order-model.ts';
import { LONGEST } from './word-sequences.ts';

/** The features of a vocabulary that are words, numbered from 1, so that their order can be heard. */
export class VocabularyWords {
  readonly #extractor: NgramExtractor;
  readonly #numbers = new Map<number, number>();
  /** For each word, from number 1 on, its feature. */
  readonly features: Int32Array;

  /**
   * @param vocabulary - features, words among them
   * @param texts - training texts: words of the vocabulary that stand nowhere alone get no number
   */
  constructor(vocabulary: Vocabulary, texts: readonly string[]) {
    this.#extractor = new NgramExtractor(vocabulary.settings);
    const features = new Map<number, number>();
    vocabulary.low.forEach((low, feature) =>
      features.set(keyOf(low, vocabulary.high[feature]!), feature),
    );
    const found: number[] = [];
    for (const text of texts) {
      for (const key of this.#keys(text)) {
        const feature = features.get(key);
        if (feature === undefined || this.#numbers.has(key)) continue;
        this.#numbers.set(key, found.push(feature));
      }
    }
    this.features = Int32Array.from(found);
  }

  /** Texts as word numbers; 0 for words without one. */
  sequencesOf(texts: readonly string[]): WordSequences {
    const words = new GrowingIndices();
    const offsets = new Int32Array(texts.length + 1);
    texts.forEach((text, at) => {
      for (const key of this.#keys(text).slice(0, LONGEST)) words.push(this.#numbers.get(key) ?? 0);
      offsets[at + 1] = words.length;
    });
    return { offsets, words: words.view().slice() };
  }

  #keys(text: string): number[] {
    const { words, wordCount, low, high } = this.#extractor.extract(text);
    return Array.from(words.subarray(0, wordCount), (gram) => keyOf(low[gram]!, high[gram]!));
  }
}
