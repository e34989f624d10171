import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connectivity } from '../components/component-table.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { withKernels } from '../storage/variant.ts';
import { reconstruct } from './reconstruct.ts';

function both(seed: BitMatrix, mask: BitMatrix, connectivity: Connectivity): [string, string] {
  return (['simd', 'reference'] as const).map((variant) =>
    withKernels(variant, () => {
      using result = reconstruct(seed, mask, connectivity);
      return result.toBytes().join('');
    }),
  ) as [string, string];
}

const scenes = fc
  .record({
    rows: fc.integer({ min: 1, max: 24 }),
    columns: fc.oneof(
      fc.constantFrom(1, 63, 64, 65, 127, 128, 129, 200, 256),
      fc.integer({ min: 1, max: 40 }),
    ),
    ones: fc.integer({ min: 1, max: 20 }),
    seeds: fc.constantFrom(1, 4, 40),
    connectivity: fc.constantFrom<Connectivity>(4, 8),
    random: fc.integer(),
  })
  .map(({ rows, columns, ones, seeds, connectivity, random }) => {
    let state = random;
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 16) % 256;
    };
    const mask = Uint8Array.from({ length: rows * columns }, () => (next() % 20 < ones ? 1 : 0));
    const seed = Uint8Array.from({ length: rows * columns }, () => (next() < seeds ? 1 : 0));
    return { rows, columns, mask, seed, connectivity };
  });

describe('reconstruction', () => {
  it('by sweeps is reconstruction by flooding', () => {
    fc.assert(
      fc.property(scenes, ({ rows, columns, mask, seed, connectivity }) => {
        using masks = BitMatrix.fromBytes(rows, columns, mask);
        using seeds = BitMatrix.fromBytes(rows, columns, seed);
        const [fast, plain] = both(seeds, masks, connectivity);
        expect(fast).toBe(plain);
      }),
      { numRuns: 300 },
    );
  });

  it.each([4, 8] as const)('comes to an end in a maze (%i)', (connectivity) => {
    // A path that runs down and up every second column, with one place to go on.
    const rows = 40;
    const columns = 301;
    const mask = new Uint8Array(rows * columns);
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        const door = column % 4 === 1 ? row === rows - 1 : column % 4 === 3 ? row === 0 : true;
        if (door) mask[row * columns + column] = 1;
      }
    }
    using masks = BitMatrix.fromBytes(rows, columns, mask);
    using seeds = BitMatrix.create(rows, columns);
    seeds.set(0, 0, 1);
    const [fast, plain] = both(seeds, masks, connectivity);
    expect(fast).toBe(plain);
    expect(fast).toBe(masks.toBytes().join(''));
  });

  it('refuses another size and another connectivity', () => {
    using small = BitMatrix.create(1, 1);
    using large = BitMatrix.create(1, 2);
    expect(() => reconstruct(small, large, 4)).toThrowError(
      expect.objectContaining({ code: 'size-mismatch' }),
    );
    expect(() => reconstruct(small, small, 5 as Connectivity)).toThrowError(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });
});
