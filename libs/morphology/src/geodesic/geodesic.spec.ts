import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictures } from '../../spec/arbitraries.ts';
import * as definition from '../../spec/definition.ts';
import { areaOpen } from '../components/area-open.ts';
import { components, label } from '../components/label.ts';
import { clearBorder } from './clear-border.ts';
import { fillHoles } from './fill-holes.ts';
import { reconstruct, reconstructByErosion } from './reconstruct.ts';

const scene = fc.record({
  rows: pictures,
  connectivity: fc.constantFrom<4 | 8>(4, 8),
  shift: fc.integer({ min: 0, max: 6 }),
});

/** A seed for a picture: some of its places, on and off its foreground. */
const seedOf = (rows: readonly string[], shift: number): string[] =>
  rows.map((row, y) =>
    [...row].map((_, x) => ((x + 3 * y + shift) % 7 === 0 ? '1' : '0')).join(''),
  );

function check(
  ours: (image: BitImage, connectivity: 4 | 8, seed: BitImage) => BitImage,
  theirs: (
    image: definition.Picture,
    connectivity: 4 | 8,
    seed: definition.Picture,
  ) => definition.Picture,
): void {
  fc.assert(
    fc.property(scene, ({ rows, connectivity, shift }) => {
      const seeds = seedOf(rows, shift);
      const expected = theirs(definition.picture(rows), connectivity, definition.picture(seeds));
      const result = ours(BitImage.fromRows(rows), connectivity, BitImage.fromRows(seeds));
      expect(result.toRows()).toEqual(definition.rowsOf(expected));
    }),
    { numRuns: 60 },
  );
}

describe('operators that follow connected pixels', () => {
  it('reconstruct what a walk from the seed reaches', () => {
    check(
      (image, connectivity, seed) => reconstruct(seed, image, { connectivity }),
      (image, connectivity, seed) => definition.reached(seed, image, connectivity),
    );
  });

  it('reconstruct by erosion as the dual of reconstruction', () => {
    check(
      (image, connectivity, seed) => reconstructByErosion(seed, image, { connectivity }),
      (image, connectivity, seed) => {
        const { complement, reached } = definition;
        return complement(reached(complement(seed), complement(image), connectivity));
      },
    );
  });

  it('fill background that no walk from the frame reaches', () => {
    check(
      (image, connectivity) => fillHoles(image, { connectivity }),
      (image, connectivity) => {
        const { complement, frame, reached } = definition;
        return complement(reached(frame(image), complement(image), connectivity));
      },
    );
  });

  it('clear what a walk from the frame reaches', () => {
    check(
      (image, connectivity) => clearBorder(image, { connectivity }),
      (image, connectivity) => {
        const { frame, minus, reached } = definition;
        return minus(image, reached(frame(image), image, connectivity));
      },
    );
  });

  it('take background as 4-connected and foreground as 8-connected by default', () => {
    const ring = BitImage.fromRows(['0100', '1010', '0100', '0010']);
    expect(fillHoles(ring).count()).toBe(6);
    expect(clearBorder(ring).count()).toBe(0);
    expect(label(ring).count).toBe(1);
  });

  it('refuse a seed of another size', () => {
    expect(() => reconstruct(BitImage.create(2, 3), BitImage.create(3, 2))).toThrowError(
      expect.objectContaining({ code: 'size-mismatch' }),
    );
  });
});

describe('components', () => {
  it('of few pixels go, the others stay whole', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 1, max: 12 }), ({ rows, connectivity }, minimum) => {
        const image = definition.picture(rows);
        const expected = image.map((row, y) =>
          row.map((one, x) => {
            const walk = definition.reached(definition.dot(image, x, y), image, connectivity);
            return one && walk.flat().filter(Boolean).length >= minimum;
          }),
        );
        const opened = areaOpen(BitImage.fromRows(rows), minimum, { connectivity });
        expect(opened.toRows()).toEqual(definition.rowsOf(expected));
      }),
      { numRuns: 15 },
    );
  });

  it('are numbered by their first pixels and measured', () => {
    const image = BitImage.fromRows(['0011100', '1010101', '0011100', '0000001']);
    const found = label(image, { connectivity: 4 });
    expect(Array.from(found.values).join('')).toBe('0011100201010300111000000004');
    expect(found.components[0]).toEqual({
      label: 1,
      area: 8,
      box: { x: 2, y: 0, width: 3, height: 3 },
      centroid: { x: 3, y: 1 },
      eulerNumber: 0,
      holes: 1,
    });
    expect(components(image, { connectivity: 4 })).toEqual(found.components);
    expect(components(image).map(({ area }) => area)).toEqual([8, 1, 1, 1]);
  });

  it('are written to an array of the caller', () => {
    const image = BitImage.fromRows(['101']);
    const into = new Uint32Array(3).fill(7);
    expect(label(image, { into }).values).toBe(into);
    expect([...into]).toEqual([1, 0, 2]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuse %s pixels as a minimum', (minimum) => {
    expect(() => areaOpen(BitImage.create(1, 1), minimum)).toThrowError(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });
});
