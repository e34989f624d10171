import { elements, type Model } from '@onebit/bnn/run';
import { NgramExtractor, type NgramSettings, PerfectHash } from '@onebit/text';
import { OnebitError } from '@onebit/errors';

/** Features of one text, in arrays that are used again for the next. */
export interface FoundFeatures {
  /** Number of different features. */
  length: number;
  readonly features: Int32Array;
  /** For each the weight in the input of the network. */
  readonly weights: Float32Array;
  /** Index of its first occurrence among the n-grams of the text. */
  readonly grams: Int32Array;
  /** Where in the text its first occurrence begins and ends, in UTF-16 units. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Number of words. */
  wordCount: number;
  /** For each word of the text in turn its feature, or -1 where it is none. */
  readonly words: Int32Array;
  readonly wordStarts: Int32Array;
  readonly wordEnds: Int32Array;
}

/** Finds the features of a model in texts: n-grams through the perfect hash in the model file. */
export class FeatureFinder {
  readonly #extractor: NgramExtractor;
  readonly #hash: PerfectHash;
  /** Weights of features as multiples of a step, as the file has them. */
  readonly #frequencies: Uint8Array;
  readonly #frequencyStep: number;
  /** The number of the last text that held each feature, so that repeats are passed over. */
  readonly #lastText: Uint32Array;
  #text = 0;
  #found: FoundFeatures = room(512);
  #blocks = new Uint8Array(512);

  /**
   * @param model - with a vocabulary
   * @throws OnebitError `model-description-invalid` where it has none
   */
  constructor({ network, tensors }: Model) {
    const { vocabulary } = network;
    if (!vocabulary) {
      throw new OnebitError('model-description-invalid', {
        expected: 'a network with a vocabulary',
        received: `"${network.id}" without one`,
        hint: 'Give a model of the task emotion-classification.',
      });
    }
    const { words, characters, shortestWord, seed, frequencyStep } = vocabulary;
    const bytes = (name: string): Uint8Array => tensors.get(name)!.bytes;
    this.#extractor = new NgramExtractor({
      words,
      shortestWord,
      ...(characters && { characters }),
    });
    this.#hash = new PerfectHash({
      seed,
      displacements: elements('U16', bytes(vocabulary.displacements)),
      fingerprints: elements('U16', bytes(vocabulary.fingerprints)),
    });
    this.#frequencies = bytes(vocabulary.frequencies);
    this.#frequencyStep = frequencyStep;
    this.#lastText = new Uint32Array(vocabulary.features);
  }

  /** How texts are taken apart. */
  get settings(): NgramSettings {
    return this.#extractor.settings;
  }

  /**
   * The features of a text: words and characters are each scaled to unit length.
   *
   * @returns arrays that the next call overwrites
   */
  find(text: string): FoundFeatures {
    const grams = this.#extractor.extract(text);
    if (grams.length > this.#found.features.length) {
      this.#found = room(2 * grams.length);
      this.#blocks = new Uint8Array(2 * grams.length);
    }
    this.#nextText();
    const found = this.#found;
    // In locals: the loop runs over a hundred n-grams a text.
    const { features, weights, grams: indices, starts, ends } = found;
    const { low, high, block, start, end, length, wordCount, words: wordGrams } = grams;
    const hash = this.#hash;
    const lastText = this.#lastText;
    const frequencies = this.#frequencies;
    const step = this.#frequencyStep;
    const blocks = this.#blocks;
    const number = this.#text;
    let count = 0;
    let word = 0;
    let wordSquares = 0;
    let characterSquares = 0;
    for (let at = 0; at < length; at++) {
      const feature = hash.slot(low[at]!, high[at]!);
      if (word < wordCount && wordGrams[word] === at) {
        found.words[word] = feature;
        found.wordStarts[word] = start[at]!;
        found.wordEnds[word++] = end[at]!;
      }
      if (feature < 0 || lastText[feature] === number) continue;
      lastText[feature] = number;
      const frequency = Math.fround(frequencies[feature]! * step);
      const kind = block[at]!;
      if (kind === 0) wordSquares += frequency * frequency;
      else characterSquares += frequency * frequency;
      features[count] = feature;
      weights[count] = frequency;
      indices[count] = at;
      starts[count] = start[at]!;
      ends[count] = end[at]!;
      blocks[count++] = kind;
    }
    found.length = count;
    found.wordCount = word;
    const words = 1 / Math.sqrt(wordSquares);
    const characters = 1 / Math.sqrt(characterSquares);
    for (let at = 0; at < count; at++) {
      weights[at]! *= blocks[at] === 0 ? words : characters;
    }
    return found;
  }

  #nextText(): void {
    this.#text += 1;
    if (this.#text < 2 ** 32) return;
    this.#lastText.fill(0);
    this.#text = 1;
  }
}

const room = (count: number): FoundFeatures => ({
  length: 0,
  features: new Int32Array(count),
  weights: new Float32Array(count),
  grams: new Int32Array(count),
  starts: new Int32Array(count),
  ends: new Int32Array(count),
  wordCount: 0,
  words: new Int32Array(count),
  wordStarts: new Int32Array(count),
  wordEnds: new Int32Array(count),
});
