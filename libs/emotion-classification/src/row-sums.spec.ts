import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSums } from './row-sums.ts';

describe('sums of rows of signs', () => {
  it('are those of the definition, at every width', () => {
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
          const found = new Float32Array(width);
          for (const [row, weight] of terms) sums.add(row, weight);
          sums.sumInto(found);
          const size = terms.reduce((total, [, weight]) => total + Math.abs(weight), 0);
          found.forEach((sum, column) => {
            const expected = terms.reduce(
              (total, [row, weight]) => total + weight * (2 * bit(row, column) - 1),
              0,
            );
            // 2^-149 is the least that a Float32Array tells from nothing.
            expect(Math.abs(sum - expected)).toBeLessThanOrEqual(
              size * (2 ** -24 + terms.length * 2 ** -26) + 2 ** -149,
            );
          });
        },
      ),
    );
  });
});
