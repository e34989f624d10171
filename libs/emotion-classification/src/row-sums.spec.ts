import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSums } from './row-sums.ts';

describe('sums of rows of signs', () => {
  it('are those of the definition, at every width, in any order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 7, 8, 9, 16, 17, 64, 128),
        fc.array(fc.tuple(fc.nat(19), fc.double({ min: -4, max: 4, noNaN: true })), {
          maxLength: 700,
        }),
        fc.infiniteStream(fc.nat(255)),
        (width, terms, bytes) => {
          const perRow = Math.ceil(width / 8);
          const codes = Uint8Array.from(
            { length: 20 * perRow },
            () => bytes.next().value as number,
          );
          const bit = (row: number, column: number): number =>
            (codes[row * perRow + (column >> 3)]! >> (column & 7)) & 1;
          const sums = new RowSums(codes, width);
          const run = (order: readonly (readonly [number, number])[]): Float32Array => {
            const out = new Float32Array(width);
            sums.clear();
            for (const [row, weight] of order) sums.add(row, weight);
            sums.sumInto(out);
            return out;
          };
          const found = run(terms);
          const size = terms.reduce((total, [, weight]) => total + Math.abs(weight), 0);
          found.forEach((sum, column) => {
            const expected = terms.reduce(
              (total, [row, weight]) => total + weight * (2 * bit(row, column) - 1),
              0,
            );
            expect(Math.abs(sum - expected)).toBeLessThanOrEqual(
              size * (2 ** -24 + terms.length * 2 ** -26) + Number.MIN_VALUE * 1e9,
            );
          });
        },
      ),
    );
  });
});
