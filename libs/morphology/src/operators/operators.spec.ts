import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements, pictures } from '../../spec/arbitraries.ts';
import * as definition from '../../spec/definition.ts';
import { borders } from '../borders/border.ts';
import { HitOrMissElement } from '../elements/hit-or-miss-element.ts';
import { disk, elementFromRows, rect } from '../elements/shapes.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { dilate, erode } from './dilate-erode.ts';
import { externalGradient, gradient, internalGradient } from './gradients.ts';
import { hitOrMiss } from './hit-or-miss.ts';
import { close, closeSafe, open } from './open-close.ts';
import { blackTophat, whiteTophat } from './top-hats.ts';

const operators = {
  dilate,
  erode,
  open,
  close,
  'close-safe': closeSafe,
  gradient,
  'internal-gradient': internalGradient,
  'external-gradient': externalGradient,
  'white-tophat': whiteTophat,
  'black-tophat': blackTophat,
} as const;

const offsetsOf = (rows: readonly string[], cell: string, row: number, column: number) =>
  rows.flatMap((cells, y) =>
    [...cells].flatMap((one, x) => (one === cell ? [{ x: x - column, y: y - row }] : [])),
  );

describe.each(borders)('under the border rule %s', (border) => {
  it.each(Object.entries(operators))('%s is what its definition says', (name, operator) => {
    fc.assert(
      fc.property(pictures, elements(['0', '1'], /1/), (rows, { rows: cells, row, column }) => {
        const offsets = offsetsOf(cells, '1', row, column);
        const expected = definition.byElement(name, definition.picture(rows), offsets, border);
        using image = BitImage.fromRows(rows);
        const element = elementFromRows(cells, { row, column });
        using result = operator(image, element, { border });
        expect(result.toRows()).toEqual(definition.rowsOf(expected));
        expect(image.toRows()).toEqual(rows);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['a rectangle', rect(9, 4)],
    ['a disk', disk(4)],
    ['a line beyond the image', rect(255, 1)],
  ] satisfies [string, StructuringElement][])('%s is what its definition says', (_, element) => {
    fc.assert(
      fc.property(pictures, fc.constantFrom(...Object.keys(operators)), (rows, name) => {
        const expected = definition.byElement(
          name,
          definition.picture(rows),
          element.offsets(),
          border,
        );
        using image = BitImage.fromRows(rows);
        using result = operators[name as keyof typeof operators](image, element, { border });
        expect(result.toRows()).toEqual(definition.rowsOf(expected));
      }),
      { numRuns: 20 },
    );
  });

  it('hit-or-miss is what its definition says', () => {
    const ignored = border === 'ignore' || border === 'opencv';
    const outside = ignored ? undefined : border === 'foreground';
    fc.assert(
      fc.property(
        pictures,
        elements(['0', '1', 'x'], /[01]/),
        (rows, { rows: cells, row, column }) => {
          const expected = definition.hitOrMiss(
            definition.picture(rows),
            offsetsOf(cells, '1', row, column),
            offsetsOf(cells, '0', row, column),
            outside,
          );
          using image = BitImage.fromRows(rows);
          const element = new HitOrMissElement(cells, { row, column });
          using result = hitOrMiss(image, element, { border });
          expect(result.toRows()).toEqual(definition.rowsOf(expected));
        },
      ),
      { numRuns: 60 },
    );
  });
});
