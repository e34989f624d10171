import { describe, expect, it } from 'vitest';
import { colouredParts } from './coloured-parts.ts';

const words = [
  { text: 'so', start: 0, end: 2, weight: 0.01 },
  { text: 'good', start: 3, end: 7, weight: 9 },
  { text: 'bad', start: 8, end: 11, weight: -0.625 },
];

describe('coloured parts', () => {
  it('are the whole text, loud words apart', () => {
    const parts = colouredParts('so good bad!', words);
    expect(parts.map(({ part }) => part)).toEqual(['so ', 'good', ' ', 'bad', '!']);
    expect(parts.map(({ voice }) => voice)).toEqual([0, 1, 0, -0.5, 0]);
  });

  it('leave a word that has changed since without colour', () => {
    expect(colouredParts('so goof bad!', words).map(({ part }) => part)).toEqual([
      'so goof ',
      'bad',
      '!',
    ]);
    expect(colouredParts('', words)).toEqual([]);
  });
});
