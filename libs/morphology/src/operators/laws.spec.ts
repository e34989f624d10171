import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements, pictures } from '../../spec/arbitraries.ts';
import { type Border, borders } from '../borders/border.ts';
import { disk, elementFromRows, hline, rect, vline } from '../elements/shapes.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { dilate, erode } from './dilate-erode.ts';
import { close, closeSafe, open } from './open-close.ts';

/** The rule under which erosion of the complement undoes dilation's complement. */
const dual: Readonly<Record<Border, Border | undefined>> = {
  background: 'foreground',
  foreground: 'background',
  ignore: 'ignore',
  'scikit-image': 'scikit-image',
  // Dilation turns the element here, and so does duality: erosion is then dual without turning.
  opencv: 'opencv',
  leptonica: 'foreground',
  scipy: 'foreground',
};
/** OpenCV's opening and closing by an asymmetric element are shifted, so not idempotent. */
const idempotent = borders.filter((border) => border !== 'opencv');

const within = (a: BitImage, b: BitImage): boolean => {
  const theirs = b.toBytes();
  return a.toBytes().every((bit, index) => bit <= theirs[index]!);
};

const scene = fc.record({
  rows: pictures,
  element: elements(['0', '1'], /1/).map(({ rows, row, column }) =>
    elementFromRows(rows, { row, column }),
  ),
});

/** Checks a law on random images and elements; fast-check prints the seed of a failure. */
function law(holds: (image: BitImage, element: StructuringElement) => boolean): void {
  fc.assert(
    fc.property(scene, ({ rows, element }) => {
      using image = BitImage.fromRows(rows);
      expect(holds(image, element)).toBe(true);
    }),
    { numRuns: 60 },
  );
}

describe.each(borders)('under %s', (border) => {
  it('dilation and erosion keep the order of images', () => {
    fc.assert(
      fc.property(scene, fc.integer(), ({ rows, element }, seed) => {
        const more = rows.map((row, y) =>
          [...row].map((cell, x) => ((seed + 7 * x + 13 * y) % 5 === 0 ? '1' : cell)).join(''),
        );
        const [small, large] = [BitImage.fromRows(rows), BitImage.fromRows(more)];
        for (const operator of [dilate, erode, open, close, closeSafe]) {
          expect(
            within(operator(small, element, { border }), operator(large, element, { border })),
          ).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it(`dilation is dual to erosion by the turned element under ${String(dual[border])}`, () => {
    law((image, element) => {
      const turned = border === 'opencv' ? element : element.reflect();
      const other = erode(image.complement(), turned, { border: dual[border]! });
      return dilate(image, element, { border }).complement().equals(other);
    });
  });

  it('a rectangle is a row, then a column', () => {
    law((image) => {
      for (const operator of [dilate, erode]) {
        const whole = operator(image, rect(7, 4), { border });
        const parts = operator(operator(image, hline(7), { border }), vline(4), { border });
        if (!whole.equals(parts)) return false;
      }
      return true;
    });
  });
});

describe.each(['ignore', 'scikit-image'] as const)('under %s', (border) => {
  it('opening only takes away and closing only adds', () => {
    law(
      (image, element) =>
        within(open(image, element, { border }), image) &&
        within(image, close(image, element, { border })),
    );
  });
  it('opening and closing are dual by the turned element', () => {
    law((image, element) =>
      close(image, element, { border })
        .complement()
        .equals(open(image.complement(), element.reflect(), { border })),
    );
  });
});

describe.each(idempotent)('under %s', (border) => {
  it('opening twice is opening once, and so is closing', () => {
    law((image, element) => {
      const opened = open(image, element, { border });
      const closed = close(image, element, { border });
      return (
        open(opened, element, { border }).equals(opened) &&
        close(closed, element, { border }).equals(closed)
      );
    });
  });
});

describe.each(['background', 'leptonica', 'scipy'] as const)('under %s', (border) => {
  it('opening only takes away', () => {
    law((image, element) => within(open(image, element, { border }), image));
  });
  it('closing clears foreground within reach of the frame', () => {
    const edge = BitImage.fromRows(['100', '000']);
    expect(within(edge, close(edge, disk(1), { border }))).toBe(false);
  });
});

describe('under foreground', () => {
  it('closing only adds', () => {
    law((image, element) => within(image, close(image, element, { border: 'foreground' })));
  });
});

describe.each(borders)('safe closing under %s', (border) => {
  it('only adds, also at the frame, by every element that dilation does not turn', () => {
    law((image, element) => {
      const symmetric = element.equals(element.reflect());
      if (border === 'opencv' && !symmetric) return true;
      return within(image, closeSafe(image, element, { border }));
    });
  });
});
