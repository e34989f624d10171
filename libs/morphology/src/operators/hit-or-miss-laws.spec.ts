import { combine } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements, pictures } from '../../spec/arbitraries.ts';
import { type Border, borders } from '../borders/border.ts';
import { HitOrMissElement } from '../elements/hit-or-miss-element.ts';
import { elementFromRows } from '../elements/shapes.ts';
import { erode } from './dilate-erode.ts';
import { hitOrMiss } from './hit-or-miss.ts';

type Plain = 'background' | 'foreground' | 'ignore';

/** How each rule reads the outside in a hit-or-miss: SciPy's and Leptonica's agree on background. */
const plain: Readonly<Record<Border, Plain>> = {
  background: 'background',
  foreground: 'foreground',
  ignore: 'ignore',
  'scikit-image': 'background',
  opencv: 'ignore',
  leptonica: 'background',
  scipy: 'background',
};
const dual = { background: 'foreground', foreground: 'background', ignore: 'ignore' } as const;

interface Shape {
  readonly rows: string[];
  readonly row: number;
  readonly column: number;
}
const shapes = elements(['0', '1', 'x'], /[01]/);
const elementOf = ({ rows, row, column }: Shape): HitOrMissElement =>
  new HitOrMissElement(rows, { row, column });
const within = (a: BitImage, b: BitImage): boolean => {
  const theirs = b.toBytes();
  return a.toBytes().every((bit, index) => bit <= theirs[index]!);
};

/** Checks a law on random pictures and elements; the seed of a failure is printed. */
function law(holds: (image: BitImage, shape: Shape) => boolean): void {
  fc.assert(
    fc.property(pictures, shapes, (rows, shape) => {
      expect(holds(BitImage.fromRows(rows), shape)).toBe(true);
    }),
    { numRuns: 60 },
  );
}

describe.each(borders)('hit-or-miss under %s', (border) => {
  it('is erosion by the hits where the complement is eroded by the misses', () => {
    const rule = plain[border];
    const eroded = (image: BitImage, shape: Shape, cell: '0' | '1', outside: Plain): BitImage => {
      const rows = shape.rows.map((row) => row.replace(/./g, (c) => (c === cell ? '1' : '0')));
      // Nothing to ask for is granted everywhere.
      if (!/1/.test(rows.join())) {
        const all = new Uint8Array(image.width * image.height).fill(1);
        return BitImage.fromBytes(image.width, image.height, all);
      }
      const origin = { row: shape.row, column: shape.column };
      return erode(image, elementFromRows(rows, origin), { border: outside });
    };
    law((image, shape) => {
      const hits = eroded(image, shape, '1', rule);
      const misses = eroded(image.complement(), shape, '0', dual[rule]);
      const both = BitImage.fromMatrix(combine('and', hits.bits, misses.bits));
      return hitOrMiss(image, elementOf(shape), { border }).equals(both);
    });
  });

  it('of the complement, hits and misses exchanged, is the same', () => {
    law((image, shape) => {
      const swapped = shape.rows.map((row) =>
        row.replace(/[01]/g, (cell) => (cell === '1' ? '0' : '1')),
      );
      const other = hitOrMiss(image.complement(), elementOf({ ...shape, rows: swapped }), {
        border: dual[plain[border]],
      });
      return hitOrMiss(image, elementOf(shape), { border }).equals(other);
    });
  });

  it('does not care about cells that do not matter: a rim of them changes nothing', () => {
    law((image, shape) => {
      const wide = 'x'.repeat(shape.rows[0]!.length + 2);
      const rows = [wide, ...shape.rows.map((row) => `x${row}x`), wide];
      const rimmed = elementOf({ rows, row: shape.row + 1, column: shape.column + 1 });
      const found = hitOrMiss(image, elementOf(shape), { border });
      return hitOrMiss(image, rimmed, { border }).equals(found);
    });
  });

  it('finds no less where one cell more does not matter', () => {
    law((image, shape) => {
      const text = shape.rows.join('/');
      if ((text.match(/[01]/g) ?? []).length < 2) return true;
      const looser = { ...shape, rows: text.replace(/[01]/, 'x').split('/') };
      const found = hitOrMiss(image, elementOf(shape), { border });
      return within(found, hitOrMiss(image, elementOf(looser), { border }));
    });
  });

  it('moves with the picture, away from the frame', () => {
    fc.assert(
      fc.property(pictures, shapes, fc.nat(70), fc.nat(3), (rows, shape, right, down) => {
        // Elements have at most 7x7 cells: 7 pixels keep the frame out of sight.
        const reach = 7;
        const placed = (x: number, y: number): string[] => {
          const side = '0'.repeat(reach);
          const width = rows[0]!.length;
          const blank = '0'.repeat(width + 2 * reach + 70);
          const body = rows.map(
            (row) => `${side}${'0'.repeat(x)}${row}${'0'.repeat(70 - x)}${side}`,
          );
          const around = (count: number): string[] => Array<string>(count).fill(blank);
          return [...around(reach + y), ...body, ...around(reach + 3 - y)];
        };
        const found = (x: number, y: number): string[] => {
          const image = BitImage.fromRows(placed(x, y));
          return hitOrMiss(image, elementOf(shape), { border }).toRows();
        };
        const [width, height] = [rows[0]!.length, rows.length];
        const part = (all: string[], x: number, y: number): string[] =>
          all
            .slice(reach + y, reach + y + height)
            .map((row) => row.slice(reach + x, reach + x + width));
        expect(part(found(right, down), right, down)).toEqual(part(found(0, 0), 0, 0));
      }),
      { numRuns: 40 },
    );
  });
});
