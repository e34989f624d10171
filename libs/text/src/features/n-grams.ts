import { OnebitError } from '@onebit/errors';
import { TokenBuffer } from '../tokens/token-buffer.ts';
import { tokenizeInto } from '../tokens/tokenize.ts';
import { RunningHash } from './hash.ts';

/** Which n-grams a text is taken apart into. */
export interface NgramSettings {
  /** Longest run of words, from 1; runs of two and more see marks for the text's start and end. */
  readonly words: number;
  /** Shortest and longest run of characters inside a word, its edges marked; absent for none. */
  readonly characters?: readonly [shortest: number, longest: number];
  /** Words with fewer characters give no character n-grams. */
  readonly shortestWord: number;
}

/** N-grams of one text as 64-bit hashes, in arrays that are used again for the next text. */
export interface NgramBuffer {
  /** Number of n-grams, repeated ones counted again. */
  readonly length: number;
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** 0 for runs of words, 1 for runs of characters. */
  readonly block: Uint8Array;
  /** Where in the text each n-gram begins and ends, in UTF-16 units. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Number of words. */
  readonly wordCount: number;
  /** For each word of the text in turn the index of the n-gram that is this word alone. */
  readonly words: Int32Array;
}

/** Marks of a text's start and end, and of a word's edges: units that no token holds. */
const START = 0xfffe;
const END = 0xffff;
const EDGE = 0x00;
const LONGEST = 8;

/**
 * Takes texts apart into hashed n-grams of words and of characters, in time linear in their length.
 *
 * @example
 * ```ts
 * import { NgramExtractor } from '@onebit/text';
 * const extractor = new NgramExtractor({ words: 2, shortestWord: 4 });
 * const { length, start, end } = extractor.extract('So good');
 * const spans = Array.from({ length }, (_, at) => 'So good'.slice(start[at], end[at]));
 * console.log(spans.join('|')); // So|So|So good|good|good
 * ```
 */
export class NgramExtractor {
  readonly settings: NgramSettings;
  readonly #tokens = new TokenBuffer();
  readonly #hash = new RunningHash();
  #tokenLow = new Int32Array(64);
  #tokenHigh = new Int32Array(64);
  #out = emptyBuffer(1024);

  /**
   * @param settings - lengths from 1 to 8
   * @throws OnebitError `value-invalid` for other lengths
   */
  constructor(settings: NgramSettings) {
    const { words, characters: [shortest, longest] = [1, 1] } = settings;
    const acceptable =
      [words, shortest, longest].every((n) => Number.isInteger(n) && n >= 1 && n <= LONGEST) &&
      shortest <= longest;
    if (!acceptable) {
      throw new OnebitError('value-invalid', {
        expected: `lengths of n-grams from 1 to ${LONGEST}, the shortest first`,
        received: JSON.stringify(settings),
        hint: 'Give for example { words: 2, characters: [3, 5], shortestWord: 4 }.',
      });
    }
    this.settings = settings;
  }

  /**
   * The n-grams of a text.
   *
   * @param text - any string
   * @returns a buffer that the next call overwrites
   */
  extract(text: string): NgramBuffer {
    tokenizeInto(text, this.#tokens);
    this.#out.length = 0;
    this.#out.wordCount = 0;
    if (this.#tokens.length === 0) return this.#out;
    this.#hashTokens();
    this.#addWords();
    if (this.settings.characters) this.#addCharacters(...this.settings.characters);
    return this.#out;
  }

  #hashTokens(): void {
    const { length, begins, units } = this.#tokens;
    if (this.#tokenLow.length < length) {
      this.#tokenLow = new Int32Array(2 * length);
      this.#tokenHigh = new Int32Array(2 * length);
    }
    const hash = this.#hash;
    for (let token = 0; token < length; token++) {
      hash.start(1);
      for (let at = begins[token]!; at < begins[token + 1]!; at++) hash.add(units[at]!);
      this.#tokenLow[token] = hash.mixedLow;
      this.#tokenHigh[token] = hash.mixedHigh;
    }
  }

  /** Runs of words, ordered by where they begin; position -1 is the start mark, `length` the end. */
  #addWords(): void {
    const { length, ends } = this.#tokens;
    const hash = this.#hash;
    for (let first = -1; first < length; first++) {
      hash.start(2);
      const last = Math.min(length, first + this.settings.words - 1);
      for (let token = first; token <= last; token++) {
        if (token < 0 || token === length) {
          hash.add(token < 0 ? START : END);
        } else {
          hash.add(this.#tokenLow[token]!);
          hash.add(this.#tokenHigh[token]!);
        }
        const isMark = token === first && token < 0;
        if (isMark) continue;
        const from = this.#tokens.startOf(Math.max(first, 0));
        if (token === first && token < length) this.#markWord();
        this.#push(0, from, ends[Math.min(token, length - 1)]!);
      }
    }
  }

  #addCharacters(shortest: number, longest: number): void {
    const { length, begins, units, origins, words, ends } = this.#tokens;
    const hash = this.#hash;
    for (let token = 0; token < length; token++) {
      const begin = begins[token]!;
      const end = begins[token + 1]!;
      if (words[token] === 0 || end - begin < this.settings.shortestWord) continue;
      for (let first = begin - 1; first <= end; first++) {
        hash.start(3);
        const last = Math.min(end, first + longest - 1);
        const start = first < end ? origins[Math.max(first, begin)]! : ends[token]!;
        for (let at = first; at <= last; at++) {
          hash.add(at < begin || at === end ? EDGE : units[at]!);
          if (at - first + 1 < shortest) continue;
          const stop = at + 1 < end ? origins[at + 1]! : ends[token]!;
          this.#push(1, start, stop);
        }
      }
    }
  }

  /** Notes that the next n-gram is a word alone. */
  #markWord(): void {
    const out = this.#out;
    if (out.wordCount === out.words.length) {
      const larger = new Int32Array(2 * out.wordCount);
      larger.set(out.words);
      out.words = larger;
    }
    out.words[out.wordCount++] = out.length;
  }

  #push(block: number, start: number, end: number): void {
    let out = this.#out;
    if (out.length === out.low.length) {
      const larger = emptyBuffer(2 * out.length);
      larger.length = out.length;
      larger.wordCount = out.wordCount;
      larger.words = out.words;
      larger.low.set(out.low);
      larger.high.set(out.high);
      larger.block.set(out.block);
      larger.start.set(out.start);
      larger.end.set(out.end);
      out = this.#out = larger;
    }
    const at = out.length++;
    out.low[at] = this.#hash.mixedLow;
    out.high[at] = this.#hash.mixedHigh;
    out.block[at] = block;
    out.start[at] = start;
    out.end[at] = end;
  }
}

type WritableBuffer = { -readonly [Key in keyof NgramBuffer]: NgramBuffer[Key] };

const emptyBuffer = (room: number): WritableBuffer => ({
  length: 0,
  low: new Uint32Array(room),
  high: new Uint32Array(room),
  block: new Uint8Array(room),
  start: new Int32Array(room),
  end: new Int32Array(room),
  wordCount: 0,
  words: new Int32Array(64),
});
