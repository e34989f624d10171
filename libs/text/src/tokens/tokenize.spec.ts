import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NgramExtractor } from '../features/n-grams.ts';
import { tokenize } from './tokenize.ts';

const words = (text: string): string =>
  tokenize(text)
    .map((token) => token.text)
    .join(' ');

describe('tokens', () => {
  it.each([
    ["I can't, he doesn’t", "i ca n't he does n't"],
    ["n't 'quoted' rock'n'roll", "n't quoted rock'n'roll"],
    ['WOW!!!!! what?! no.. yes…', 'wow !!! what ?! no … yes …'],
    ['[NAME] and [not a mask]', '[name] and not a mask'],
    [':) :-( ;D =P <3 :data', ':) :-( ;d =p <3 data'],
    [":'( =o :o) :-x </3 ^^ ^_^ -_- >.< >:(", ":'( =o :o) :-x </3 ^^ ^_^ -_- >.< >:("],
    ['=c :3 =copy :33 < ^ - > ; :', '=c :3 copy 33'],
    ['noooooo 2000', 'noo 2000'],
    ['😀😀 👨‍👩‍👧 👍🏽 🇫🇮🇸🇪', '😀 😀 👨👩👧 👍 🇫🇮 🇸🇪'],
    ['我很高兴', '我 很 高 兴'],
    ['Ärger МОСКВА', 'ärger москва'],
    ['zero\u200dwidth so\u00adft', 'zerowidth soft'],
    ['\ud83d lone \ude00', 'lone'],
    ['', ''],
    [' \t\n\u0000', ''],
  ])('%j is %j', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('says where each token stands, in order, inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let before = 0;
        for (const { start, end } of tokenize(text)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = end;
        }
      }),
    );
  });

  it('gives what it found again when its own words are read', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z' !?]*$/), (text) => {
        const once = words(text);
        expect(words(once.replaceAll("n't", ' n\u2019t'))).toBe(once);
      }),
    );
  });

  it('does work that grows with the length only, on hostile text', () => {
    const extractor = new NgramExtractor({ words: 2, characters: [3, 5], shortestWord: 4 });
    for (const piece of [
      'a.',
      "'",
      '[',
      '[a',
      '!',
      ':',
      ':-',
      '👨‍',
      '\u200d',
      'a',
      "a'",
      '…',
      '<',
    ]) {
      const half = extractor.extract(piece.repeat(4000)).length;
      const whole = extractor.extract(piece.repeat(8000)).length;
      expect(whole).toBeLessThanOrEqual(2 * half + 20);
    }
  });
});
