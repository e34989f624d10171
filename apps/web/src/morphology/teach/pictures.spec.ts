import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankPicture, drawn, pairFiles, strokeCells } from './pictures.ts';

const file = (name: string) => new File([], name);

describe('a stroke', () => {
  it('leads from cell to neighbouring cell, whatever its direction', () => {
    const cell = fc.integer({ min: 0, max: 32 * 32 - 1 });
    fc.assert(
      fc.property(cell, cell, (from, to) => {
        const cells = strokeCells(32, from, to);
        expect([cells[0], cells.at(-1)]).toEqual([from, to]);
        for (const [at, one] of cells.slice(1).entries()) {
          const before = cells[at]!;
          expect(Math.abs((one % 32) - (before % 32))).toBeLessThan(2);
          expect(Math.abs(Math.floor(one / 32) - Math.floor(before / 32))).toBeLessThan(2);
        }
      }),
    );
  });

  it('sets or clears its pixels in a new picture', () => {
    const blank = blankPicture(4);
    const dots = drawn(blank, [1, 5], 1);
    expect([dots.pixels.join(''), blank.pixels.includes(1)]).toEqual(['0100010000000000', false]);
    expect(drawn(dots, [1], 0).pixels[1]).toBe(0);
  });
});

describe('files', () => {
  const names = (pairs: readonly { before: File; after: File }[]) =>
    pairs.map(({ before, after }) => `${before.name} ${after.name}`);

  it('make pairs by their names', () => {
    const { pairs, alone } = pairFiles(
      ['2-after.png', '1-before.png', '1-after.tif', '2-before.png', '3-before.png'].map(file),
    );
    expect(names(pairs)).toEqual(['1-before.png 1-after.tif', '2-before.png 2-after.png']);
    expect(alone).toEqual(['3-before.png']);
    expect(names(pairFiles(['p_noisy.png', 'p_clean.png'].map(file)).pairs)).toEqual([
      'p_noisy.png p_clean.png',
    ]);
  });

  it('that tell nothing are a pair where they are two', () => {
    expect(names(pairFiles(['x.png', 'y.png'].map(file)).pairs)).toEqual(['x.png y.png']);
    expect(pairFiles(['x.png', 'y.png', 'z.png'].map(file)).alone).toHaveLength(3);
    expect(pairFiles([file('x-before.png')]).alone).toEqual(['x-before.png']);
  });
});
