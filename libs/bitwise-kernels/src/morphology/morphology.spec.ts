import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BitMatrix,
  complement,
  dilateElement,
  dilateRectangle,
  erodeElement,
  erodeRectangle,
  hitOrMiss,
  withKernels,
  type KernelVariant,
  type PackedElement,
} from '../index.ts';

const widths = [1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257];
const variants: KernelVariant[] = ['simd', 'scalar', 'reference'];

/** An image as text, so that a failure shows it. */
interface Picture {
  rows: number;
  columns: number;
  bytes: Uint8Array;
}

const picture = (columns: number, maxRows: number): fc.Arbitrary<Picture> =>
  fc
    .record({ rows: fc.integer({ min: 1, max: maxRows }), density: fc.constantFrom(1, 3, 9) })
    .chain(({ rows, density }) =>
      fc.uint8Array({ minLength: rows * columns, maxLength: rows * columns }).map((levels) => ({
        rows,
        columns,
        bytes: levels.map((level) => Number(level < density * 26)),
      })),
    );

interface Mask {
  width: number;
  height: number;
  originX: number;
  originY: number;
  cells: Uint8Array;
}

const size = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }));

const rectangle = fc
  .record({ width: size, height: size, atX: fc.double({ min: 0, max: 0.999, noNaN: true }) })
  .chain(({ width, height, atX }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      // Centred often, for the kernels with constant shifts; anywhere else, off the element too.
      originX: fc.constantFrom(width >> 1, width >> 1, Math.floor(atX * width), -2, width + 1),
      originY: fc.constantFrom(height >> 1, 0, height - 1, -1, height + 2),
    }),
  );

const mask: fc.Arbitrary<Mask> = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      originX: fc.integer({ min: -3, max: width + 2 }),
      originY: fc.integer({ min: -3, max: height + 2 }),
      cells: fc
        .array(fc.integer({ min: 0, max: 1 }), {
          minLength: width * height,
          maxLength: width * height,
        })
        .map((cells) => Uint8Array.from(cells)),
    }),
  );

const matrixOf = ({ rows, columns, bytes }: Picture) => BitMatrix.fromBytes(rows, columns, bytes);
const elementOf = ({ width, height, originX, originY, cells }: Mask): PackedElement => ({
  rows: BitMatrix.fromBytes(height, width, cells),
  originX,
  originY,
});
const full = (box: Omit<Mask, 'cells'>): Mask => ({
  ...box,
  cells: new Uint8Array(box.width * box.height).fill(1),
});

const centredSquare = (size: number) => ({
  width: size,
  height: size,
  originX: size >> 1,
  originY: size >> 1,
});
const crossMask: Mask = { ...centredSquare(3), cells: Uint8Array.of(0, 1, 0, 1, 1, 1, 0, 1, 0) };

/** Three matrices one behind the other in memory, the first and last filled with a pattern. */
function threeAdjacent(rows: number, columns: number): [BitMatrix, BitMatrix, BitMatrix] {
  const made: BitMatrix[] = [];
  for (;;) {
    made.push(BitMatrix.create(rows, columns));
    const three = made.slice(-3);
    const [first, second, third] = three;
    if (!first || !second || !third) continue;
    const bytes = first.words.byteLength;
    if (second.pointer - first.pointer !== bytes || third.pointer - second.pointer !== bytes) {
      continue;
    }
    for (const matrix of made.slice(0, -3)) matrix.dispose();
    first.words.fill(0xa5a5a5a5);
    third.words.fill(0xa5a5a5a5);
    return [first, second, third];
  }
}

/** The definition on bytes: reads in[p + sign * b] for every point b of the mask. */
function gathered(
  { rows, columns, bytes }: Picture,
  { width, height, originX, originY, cells }: Mask,
  sign: 1 | -1,
  outside: number,
): { any: number; all: number }[] {
  return Array.from(bytes, (_, p) => {
    const found = { any: 0, all: 1 };
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        if (!cells[i * width + j]) continue;
        const y = Math.floor(p / columns) + sign * (i - originY);
        const x = (p % columns) + sign * (j - originX);
        const inside = y >= 0 && y < rows && x >= 0 && x < columns;
        const bit = inside ? bytes[y * columns + x]! : outside;
        found.any |= bit;
        found.all &= bit;
      }
    }
    return found;
  });
}

const dilated = (image: Picture, element: Mask, outside: number): string =>
  gathered(image, element, -1, outside)
    .map(({ any }) => any)
    .join('');
const eroded = (image: Picture, element: Mask, outside: number): string =>
  gathered(image, element, 1, outside)
    .map(({ all }) => all)
    .join('');

/** The bits as text; fails where a padding bit is 1, for those count as well. */
function textOf(matrix: BitMatrix): string {
  const text = matrix.toBytes().join('');
  expect(matrix.popcount()).toBe(text.replaceAll('0', '').length);
  return text;
}

const bit = fc.constantFrom<(0 | 1)[]>(0, 1);

describe.each(variants)('morphology, %s', (variant) => {
  const runs = variant === 'reference' ? 4 : 20;

  it.each(widths)('dilates and erodes by rectangles, %i wide', (columns) => {
    fc.assert(
      fc.property(picture(columns, 12), rectangle, bit, (image, box, outside) => {
        withKernels(variant, () => {
          using source = matrixOf(image);
          using dilation = dilateRectangle(source, box, outside);
          expect(textOf(dilation)).toBe(dilated(image, full(box), outside));
          using erosion = erodeRectangle(source, box, outside);
          expect(textOf(erosion)).toBe(eroded(image, full(box), outside));
        });
      }),
      { numRuns: runs },
    );
  });

  it.each(widths)('dilates and erodes by elements of any form, %i wide', (columns) => {
    fc.assert(
      fc.property(picture(columns, 20), mask, bit, (image, cells, outside) => {
        withKernels(variant, () => {
          using source = matrixOf(image);
          using dilation = dilateElement(source, elementOf(cells), outside);
          expect(textOf(dilation)).toBe(dilated(image, cells, outside));
          using erosion = erodeElement(source, elementOf(cells), outside);
          expect(textOf(erosion)).toBe(eroded(image, cells, outside));
        });
      }),
      { numRuns: runs },
    );
  });

  it.each(widths)('finds patterns, %i wide', (columns) => {
    const border = fc.constantFrom<(0 | 1 | 'ignore')[]>(0, 1, 'ignore');
    fc.assert(
      fc.property(picture(columns, 12), mask, mask, border, (image, hit, miss, outside) => {
        const [hitOutside, missOutside] = outside === 'ignore' ? [1, 0] : [outside, outside];
        const hits = gathered(image, hit, 1, hitOutside);
        const misses = gathered(image, miss, 1, missOutside);
        const expected = hits.map(({ all }, p) => all & ~misses[p]!.any).join('');
        withKernels(variant, () => {
          using source = matrixOf(image);
          using found = hitOrMiss(source, elementOf(hit), elementOf(miss), outside);
          expect(textOf(found)).toBe(expected);
        });
      }),
      { numRuns: runs },
    );
  });

  it('takes every centred run up to 33, and every length about a power of two, at any origin', () => {
    const image: Picture = {
      rows: 3,
      columns: 300,
      bytes: Uint8Array.from({ length: 900 }, (_, i) => Number((i * i) % 37 === 0)),
    };
    const lengths = [...Array(33).keys()].map((index) => index + 1);
    lengths.push(63, 64, 65, 127, 128, 129, 191, 255, 256, 257, 299, 300, 301, 700);
    withKernels(variant, () => {
      using source = matrixOf(image);
      for (const width of lengths) {
        for (const originX of new Set([0, width >> 1, width - 1, width - (width >> 3)])) {
          const box = { width, height: 1, originX, originY: 0 };
          using erosion = erodeRectangle(source, box, 1);
          expect(textOf(erosion)).toBe(eroded(image, full(box), 1));
          using dilation = dilateRectangle(source, box, 0);
          expect(textOf(dilation)).toBe(dilated(image, full(box), 0));
        }
      }
    });
  });

  it('takes heights about the block of rows, at any origin', () => {
    const image: Picture = {
      rows: 150,
      columns: 5,
      bytes: Uint8Array.from({ length: 750 }, (_, i) => Number((i * i) % 37 === 0)),
    };
    withKernels(variant, () => {
      using source = matrixOf(image);
      for (const height of [1, 2, 5, 6, 7, 31, 63, 64, 65, 66, 127, 128, 129, 149, 150, 151, 400]) {
        for (const originY of new Set([0, height >> 1, height - 1])) {
          const box = { width: 2, height, originX: 0, originY };
          using erosion = erodeRectangle(source, box, 1);
          expect(textOf(erosion)).toBe(eroded(image, full(box), 1));
          using dilation = dilateRectangle(source, box, 0);
          expect(textOf(dilation)).toBe(dilated(image, full(box), 0));
        }
      }
    });
  });

  it('takes rectangles and origins far larger than the image', () => {
    const image: Picture = { rows: 3, columns: 5, bytes: new Uint8Array(15).fill(1) };
    const far = { width: 2_000_001, height: 3_000_001, originX: 1_000_000, originY: 1_500_000 };
    withKernels(variant, () => {
      using source = matrixOf(image);
      expect(textOf(erodeRectangle(source, far, 0))).toBe('0'.repeat(15));
      expect(textOf(erodeRectangle(source, far, 1))).toBe('1'.repeat(15));
      const away = { width: 1, height: 1, originX: -1e9, originY: 1e9 };
      expect(textOf(dilateRectangle(source, away, 1))).toBe('1'.repeat(15));
      expect(textOf(dilateRectangle(source, away, 0))).toBe('0'.repeat(15));
    });
  });

  it('writes nothing beyond its destination', () => {
    fc.assert(
      fc.property(picture(129, 9), rectangle, mask, (image, box, cells) => {
        withKernels(variant, () => {
          using source = matrixOf(image);
          const [before, destination, after] = threeAdjacent(image.rows, image.columns);
          const boxes = [box, ...[3, 5].map((size) => centredSquare(size))];
          for (const some of boxes) erodeRectangle(source, some, 1, destination);
          for (const element of [cells, crossMask]) {
            dilateElement(source, elementOf(element), 1, destination);
          }
          for (const guard of [before, after]) {
            expect(guard.words.every((word) => word === 0xa5a5a5a5)).toBe(true);
          }
          for (const matrix of [before, destination, after]) matrix.dispose();
        });
      }),
      { numRuns: variant === 'reference' ? 2 : 20 },
    );
  });

  it('writes over its own source', () => {
    fc.assert(
      fc.property(picture(130, 40), rectangle, mask, (image, box, cells) => {
        withKernels(variant, () => {
          using source = matrixOf(image);
          expect(dilateRectangle(source, box, 0, source)).toBe(source);
          expect(textOf(source)).toBe(dilated(image, full(box), 0));
          using other = matrixOf(image);
          erodeElement(other, elementOf(cells), 1, other);
          expect(textOf(other)).toBe(eroded(image, cells, 1));
          using third = matrixOf(image);
          using expected = hitOrMiss(third, elementOf(cells), elementOf(full(box)), 0);
          hitOrMiss(third, elementOf(cells), elementOf(full(box)), 0, third);
          expect(third.equals(expected)).toBe(true);
        });
      }),
      { numRuns: variant === 'reference' ? 2 : 20 },
    );
  });
});

describe('laws of morphology', () => {
  it('erosion is dilation of the complement by the turned element, the outside turned too', () => {
    fc.assert(
      fc.property(picture(200, 40), mask, bit, (image, cells, outside) => {
        using source = matrixOf(image);
        const { width, height, originX, originY } = cells;
        const turned = {
          ...cells,
          originX: width - 1 - originX,
          originY: height - 1 - originY,
          cells: cells.cells.slice().reverse(),
        };
        using erosion = erodeElement(source, elementOf(cells), outside);
        using dual = complement(
          dilateElement(complement(source), elementOf(turned), outside === 1 ? 0 : 1),
        );
        expect(erosion.equals(dual)).toBe(true);
      }),
    );
  });
});

describe('morphology at the boundary', () => {
  const source = BitMatrix.create(4, 4);
  const box = { width: 3, height: 3, originX: 1, originY: 1 };

  it('refuses sizes, origins, borders and destinations that make no sense', () => {
    const refusals: [() => unknown, string][] = [
      [() => dilateRectangle(source, { ...box, width: 0 }, 0), 'width of at least 1'],
      [() => erodeRectangle(source, { ...box, height: 2.5 }, 0), 'height of at least 1'],
      [() => erodeRectangle(source, { ...box, originX: NaN }, 0), 'whole number as originX'],
      [() => dilateRectangle(source, box, 2 as 1), 'outside to be 0 or 1'],
      [() => dilateRectangle(source, box, 0, BitMatrix.create(4, 5)), 'destination of 4 x 4'],
      [
        () => dilateElement(source, { rows: source, originX: 0.5, originY: 0 }, 0),
        'whole number as originX',
      ],
      [
        () => {
          const element = { rows: source, originX: 0, originY: 0 };
          return hitOrMiss(source, element, element, 'off' as 'ignore');
        },
        'outside to be 0, 1 or ignore',
      ],
    ];
    for (const [call, message] of refusals) expect(call).toThrow(message);
  });

  it('an element without ones dilates to nothing and erodes to everything', () => {
    const none = { rows: BitMatrix.create(2, 2), originX: 0, originY: 0 };
    for (const variant of variants) {
      withKernels(variant, () => {
        expect(dilateElement(source, none, 1).popcount()).toBe(0);
        expect(erodeElement(source, none, 0).popcount()).toBe(16);
      });
    }
  });
});
