import { describe, expect, it } from 'vitest';
import { NgramExtractor, type NgramSettings } from './n-grams.ts';

/** The n-grams of a text as readable spans, characters of a word in brackets. */
function spans(text: string, settings: NgramSettings): string[] {
  const grams = new NgramExtractor(settings).extract(text);
  return Array.from({ length: grams.length }, (_, at) => {
    const span = text.slice(grams.start[at], grams.end[at]);
    return grams.block[at] === 1 ? `(${span})` : span;
  });
}

/** The 64-bit hashes of a text as strings. */
function hashes(text: string, settings: NgramSettings): string[] {
  const grams = new NgramExtractor(settings).extract(text);
  return Array.from({ length: grams.length }, (_, at) => `${grams.high[at]}:${grams.low[at]}`);
}

describe('n-grams', () => {
  it('are runs of words with marks at both ends', () => {
    expect(spans('not so bad', { words: 2, shortestWord: 4 })).toEqual([
      'not',
      'not',
      'not so',
      'so',
      'so bad',
      'bad',
      'bad',
    ]);
  });

  it('are runs of characters inside long words, edges marked', () => {
    const settings = { words: 1, characters: [3, 4], shortestWord: 4 } as const;
    expect(spans('so good', settings)).toEqual([
      'so',
      'good',
      '(go)',
      '(goo)',
      '(goo)',
      '(good)',
      '(ood)',
      '(ood)',
      '(od)',
    ]);
  });

  it('lie at the ends of the word where they are an edge alone', () => {
    const settings = { words: 1, characters: [1, 1], shortestWord: 1 } as const;
    const { length, start, end } = new NgramExtractor(settings).extract('a b');
    expect([...start.subarray(2, length)]).toEqual([0, 0, 1, 2, 2, 3]);
    expect([...end.subarray(2, length)]).toEqual([0, 1, 1, 2, 3, 3]);
  });

  it('hash the same wherever they stand, and differ where they differ', () => {
    const settings = { words: 1, characters: [3, 5], shortestWord: 4 } as const;
    expect(new Set(hashes('Good GOOD good', settings)).size).toBe(hashes('good', settings).length);
    const edge = { words: 2, shortestWord: 4 } as const;
    expect(new Set(hashes('a a', edge)).size).toBe(4);
  });

  it('of ten thousand words are ten thousand hashes', () => {
    const text = Array.from({ length: 10_000 }, (_, at) => `w${at.toString(7)}`).join(' ');
    expect(new Set(hashes(text, { words: 1, shortestWord: 4 })).size).toBeGreaterThan(9_000);
  });

  it('refuse lengths that make no sense', () => {
    expect(() => new NgramExtractor({ words: 0, shortestWord: 4 })).toThrow(/1 to 8/);
    expect(() => new NgramExtractor({ words: 1, characters: [5, 3], shortestWord: 4 })).toThrow(
      /1 to 8/,
    );
  });
});
