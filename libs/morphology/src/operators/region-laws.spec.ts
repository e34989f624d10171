import { combine } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements, pictures } from '../../spec/arbitraries.ts';
import { borders } from '../borders/border.ts';
import { areaOpen } from '../components/area-open.ts';
import { diamond, elementFromRows, rect } from '../elements/shapes.ts';
import { clearBorder } from '../geodesic/clear-border.ts';
import { fillHoles } from '../geodesic/fill-holes.ts';
import { reconstruct, reconstructByErosion } from '../geodesic/reconstruct.ts';
import { median, rank } from '../rank/rank.ts';
import { skeletonize, thin, thinMethods } from '../skeleton/thin.ts';
import { dilate, erode } from './dilate-erode.ts';
import { externalGradient, gradient, internalGradient } from './gradients.ts';
import { close, open } from './open-close.ts';
import { blackTophat, whiteTophat } from './top-hats.ts';

const within = (a: BitImage, b: BitImage): boolean => {
  const theirs = b.toBytes();
  return a.toBytes().every((bit, index) => bit <= theirs[index]!);
};
const together = (operation: 'and' | 'or' | 'and-not', a: BitImage, b: BitImage): BitImage =>
  BitImage.fromMatrix(combine(operation, a.bits, b.bits));
/** The picture with some pixels more, the same for a seed. */
const grown = (rows: readonly string[], seed: number): BitImage =>
  BitImage.fromRows(
    rows.map((row, y) =>
      [...row].map((cell, x) => ((seed + 7 * x + 13 * y) % 5 === 0 ? '1' : cell)).join(''),
    ),
  );

/** Checks a law on random pictures, each with one that contains it; the seed of a failure is printed. */
function law(holds: (image: BitImage, larger: BitImage) => boolean): void {
  fc.assert(
    fc.property(pictures, fc.nat(99), (rows, seed) => {
      expect(holds(BitImage.fromRows(rows), grown(rows, seed))).toBe(true);
    }),
    { numRuns: 40 },
  );
}

const connectivities = [4, 8] as const;

describe.each(connectivities)('with %i neighbours', (connectivity) => {
  const options = { connectivity };

  it('reconstruction grows its seed within the mask, once and for all, and keeps the order', () => {
    law((image, mask) => {
      const seed = together('and', image, erode(mask, rect(1, 2)));
      const found = reconstruct(seed, mask, options);
      return (
        within(seed, found) &&
        within(found, mask) &&
        reconstruct(found, mask, options).equals(found) &&
        within(found, reconstruct(image, mask, options))
      );
    });
  });

  it('reconstruction by erosion is its dual', () => {
    law((mask, seed) => {
      const dual = reconstruct(seed.complement(), mask.complement(), options).complement();
      return reconstructByErosion(seed, mask, options).equals(dual);
    });
  });

  it('filling holes only adds, once and for all, and keeps the order', () => {
    law((image, larger) => {
      const filled = fillHoles(image, options);
      return (
        within(image, filled) &&
        fillHoles(filled, options).equals(filled) &&
        within(filled, fillHoles(larger, options))
      );
    });
  });

  it('clearing the border and opening by area only take away, once and for all', () => {
    law((image) =>
      [
        (picture: BitImage) => clearBorder(picture, options),
        (picture: BitImage) => areaOpen(picture, 3, options),
      ].every((operator) => {
        const result = operator(image);
        return within(result, image) && operator(result).equals(result);
      }),
    );
  });

  it('opening by area keeps the order', () => {
    law((image, larger) => within(areaOpen(image, 3, options), areaOpen(larger, 3, options)));
  });
});

describe('thinning', () => {
  it.each([...thinMethods, 'skeletonize'] as const)(
    '%s only takes away, once for all',
    (method) => {
      const operator = (image: BitImage): BitImage =>
        method === 'skeletonize' ? skeletonize(image) : thin(image, { method });
      law((image) => {
        const result = operator(image);
        return within(result, image) && operator(result).equals(result);
      });
    },
  );
});

describe.each(borders)('under %s', (border) => {
  const element = elements(['0', '1'], /1/).map(({ rows, row, column }) =>
    elementFromRows(rows, { row, column }),
  );

  it('top-hats are what opening takes away and what closing adds', () => {
    fc.assert(
      fc.property(pictures, element, (rows, shape) => {
        const image = BitImage.fromRows(rows);
        const opened = open(image, shape, { border });
        const closed = close(image, shape, { border });
        const white = whiteTophat(image, shape, { border });
        const black = blackTophat(image, shape, { border });
        expect(white.equals(together('and-not', image, opened))).toBe(true);
        expect(black.equals(together('and-not', closed, image))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('gradients are what dilation adds and what erosion takes away', () => {
    fc.assert(
      fc.property(pictures, element, (rows, shape) => {
        const image = BitImage.fromRows(rows);
        const large = dilate(image, shape, { border });
        const small = erode(image, shape, { border });
        const both = together('and-not', large, small);
        expect(gradient(image, shape, { border }).equals(both)).toBe(true);
        const outer = together('and-not', large, image);
        expect(externalGradient(image, shape, { border }).equals(outer)).toBe(true);
        const inner = together('and-not', image, small);
        expect(internalGradient(image, shape, { border }).equals(inner)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('a diamond is a smaller diamond twice', () => {
    law((image) =>
      [dilate, erode].every((operator) =>
        operator(image, diamond(2), { border }).equals(
          operator(operator(image, diamond(1), { border }), diamond(1), { border }),
        ),
      ),
    );
  });

  it('ranks keep the order of images and of ranks', () => {
    law((image, larger) => {
      const window = { width: 3, height: 2 };
      const four = rank(image, window, 4, { border });
      return (
        within(four, rank(larger, window, 4, { border })) &&
        within(four, rank(image, window, 3, { border }))
      );
    });
  });

  const dual = { background: 'foreground', foreground: 'background', leptonica: 'foreground' };
  it('a median is its own dual', () => {
    const other = (dual as Partial<Record<string, 'foreground' | 'background'>>)[border] ?? border;
    law((image) =>
      median(image, 3, { border })
        .complement()
        .equals(median(image.complement(), 3, { border: other })),
    );
  });
});

describe('ranks under background', () => {
  it('are dilation where one pixel is enough, and erosion where all are needed', () => {
    law((image) => {
      const window = { width: 5, height: 3 };
      const border = 'background';
      return (
        rank(image, window, 1, { border }).equals(dilate(image, rect(5, 3), { border })) &&
        rank(image, window, 15, { border }).equals(erode(image, rect(5, 3), { border }))
      );
    });
  });
});
