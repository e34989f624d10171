import { describe, expect, it } from 'vitest';
import { languageName } from './language-name.ts';

describe('the name of a language', () => {
  it.each([
    ['en', 'English'],
    ['eng', 'English'],
    ['fi', 'Finnish'],
    // Chinook Jargon by the standard, Mandarin in BRIGHTER.
    ['chn', 'Chinese'],
    ['ptbr', 'Brazilian Portuguese'],
    ['ptmz', 'Portuguese (Mozambique)'],
    ['arq', 'Algerian Arabic'],
  ])('of %s is %s', (code, name) => {
    expect(languageName(code)).toBe(name);
  });

  it.each(['', 'x', 'no tag', 'qqqq', '-'])('of "%s" is what was given', (code) => {
    expect(languageName(code)).toBe(code);
  });
});
