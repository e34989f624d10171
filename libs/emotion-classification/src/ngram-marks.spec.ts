import { NgramExtractor } from '@onebit/text';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marked, ngramMarks } from './ngram-marks.ts';

const settings = { words: 2, characters: [3, 4], shortestWord: 4 } as const;

it('are one for each n-gram of the extractor, of its kind and at its place', () => {
  const word = fc.stringMatching(/^[a-zA-Zé'’!?😀 ]{0,9}$/u);
  fc.assert(
    fc.property(
      fc.array(word).map((words) => words.join(' ')),
      fc.record({
        words: fc.integer({ min: 1, max: 3 }),
        characters: fc.constantFrom<readonly [number, number]>([1, 2], [2, 5], [3, 5], [4, 4]),
        shortestWord: fc.integer({ min: 1, max: 5 }),
      }),
      (text, settings) => {
        const marks = ngramMarks(text, settings);
        const { length, block, start, end } = new NgramExtractor(settings).extract(text);
        expect(marks.map(({ ofCharacters }) => Number(ofCharacters))).toEqual([
          ...block.subarray(0, length),
        ]);
        marks.forEach(({ ofCharacters, opens, closes }, at) => {
          if (ofCharacters) return;
          if (opens) expect(start[at]).toBe(Math.min(...start.subarray(0, length)));
          if (closes) expect(end[at]).toBe(Math.max(...end.subarray(0, length)));
        });
      },
    ),
  );
});

it('and the characters together are as long as runs of characters may be', () => {
  const word = fc
    .subarray([...'acegikmoqsuwy'], { minLength: 4 })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join(' ');
      const { start, end } = new NgramExtractor(settings).extract(text);
      ngramMarks(text, settings).forEach(({ ofCharacters, opens, closes }, at) => {
        if (!ofCharacters) return;
        expect([3, 4]).toContain(end[at]! - start[at]! + Number(opens) + Number(closes));
        if (opens) expect(text.charAt(start[at]! - 1).trim()).toBe('');
        if (closes) expect(text.charAt(end[at]!).trim()).toBe('');
      });
    }),
  );
});

it('tell n-grams apart that cover the same characters', () => {
  const text = 'I loved';
  const { start, end, length } = new NgramExtractor(settings).extract(text);
  const shown = ngramMarks(text, settings).map((marks, at) =>
    marked(text.slice(start[at], end[at]), marks),
  );
  expect(shown).toHaveLength(length);
  expect(new Set(shown).size).toBe(length);
  expect(shown.join(' ')).toBe(
    '^I I I loved loved loved$ ' + '·lo… ·lov… …lov… …love… …ove… …oved… …ved… …ved· …ed·',
  );
});
