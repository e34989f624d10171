import { tokenize } from '@onebit/text';
import { GrowingIndices } from './sparse-matrix.ts';
import type { WordSequences } from './word-order-model.ts';

/** Longest text that a teacher reads, in words. */
export const LONGEST = 48;

/**
 * The words of training texts that stand in at least two of them, numbered from 1.
 *
 * @param texts - training texts alone
 */
export function numberWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(tokenize(text).map((token) => token.text))) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const numbers = new Map<string, number>();
  for (const [word, count] of counts) if (count > 1) numbers.set(word, numbers.size + 1);
  return numbers;
}

/** Texts as word numbers; 0 for words without one. */
export function sequencesOf(
  texts: readonly string[],
  numbers: ReadonlyMap<string, number>,
): WordSequences {
  const words = new GrowingIndices();
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, at) => {
    for (const token of tokenize(text).slice(0, LONGEST)) words.push(numbers.get(token.text) ?? 0);
    offsets[at + 1] = words.length;
  });
  return { offsets, words: words.view().slice() };
}
