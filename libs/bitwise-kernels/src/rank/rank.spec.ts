import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { withKernels } from '../storage/variant.ts';
import { medianFilter, rankFilter } from './rank.ts';
import type { RankOutside, RankWindow } from './reference.ts';

const outsides: readonly RankOutside[] = [0, 1, 'ignore', 'replicate', 'reflect'];

/** Every cell of the window in turn; undefined where none stands for it. */
function cells(
  bytes: Uint8Array,
  rows: number,
  columns: number,
  window: RankWindow,
  outside: RankOutside,
  row: number,
  column: number,
): number[] {
  const found: number[] = [];
  for (let y = 0; y < window.height; y++) {
    for (let x = 0; x < window.width; x++) {
      let r = row + y - window.originY;
      let c = column + x - window.originX;
      if (outside === 'replicate') {
        r = Math.min(Math.max(r, 0), rows - 1);
        c = Math.min(Math.max(c, 0), columns - 1);
      }
      while (outside === 'reflect' && (r < 0 || r >= rows)) r = r < 0 ? -r - 1 : 2 * rows - 1 - r;
      while (outside === 'reflect' && (c < 0 || c >= columns)) {
        c = c < 0 ? -c - 1 : 2 * columns - 1 - c;
      }
      if (r >= 0 && c >= 0 && r < rows && c < columns) found.push(bytes[r * columns + c]!);
      else if (outside !== 'ignore') found.push(outside as number);
    }
  }
  return found;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const cases = fc
  .record({
    rows: fc.integer({ min: 1, max: 12 }),
    columns: fc.oneof(
      fc.constantFrom(1, 31, 33, 63, 64, 65, 127, 128, 129),
      fc.integer({ min: 1, max: 20 }),
    ),
    half: fc.oneof(
      // The smallest square has a kernel of its own.
      fc.constant({ x: 1, y: 1 }),
      fc.record({ x: fc.integer({ min: 0, max: 4 }), y: fc.integer({ min: 0, max: 4 }) }),
    ),
    wide: fc.boolean(),
    outside: fc.constantFrom(...outsides),
    share: fc.integer({ min: 1, max: 4 }),
    seed: fc.integer(),
  })
  .map(({ rows, columns, half, wide, outside, share, seed }) => {
    const bytes = new Uint8Array(rows * columns);
    let state = seed;
    for (let index = 0; index < bytes.length; index++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      bytes[index] = (state >>> 24) % 5 < share ? 1 : 0;
    }
    const width = wide ? 41 : 2 * half.x + 1;
    const window = { width, height: 2 * half.y + 1, originX: width >> 1, originY: half.y };
    return { rows, columns, bytes, window, outside, share };
  });

describe.each(['simd', 'reference'] as const)('rank filters (%s)', (variant) => {
  it('count the ones of every window', () => {
    fc.assert(
      fc.property(cases, ({ rows, columns, bytes, window, outside, share }) => {
        using matrix = BitMatrix.fromBytes(rows, columns, bytes);
        const all = window.width * window.height;
        const ones = Math.ceil((all * share) / 4);
        using ranked = withKernels(variant, () => rankFilter(matrix, window, ones, outside));
        using median = withKernels(variant, () => medianFilter(matrix, window, outside));
        const expected = { ranked: [] as number[], median: [] as number[] };
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            const here = bytes[row * columns + column]!;
            const seen = cells(bytes, rows, columns, window, outside, row, column);
            expected.ranked.push(sum(seen) * all >= ones * seen.length ? 1 : 0);
            const twice = 2 * sum(seen) - seen.length;
            expected.median.push(twice === 0 ? here : twice > 0 ? 1 : 0);
          }
        }
        expect(ranked.toBytes().join('')).toBe(expected.ranked.join(''));
        expect(median.toBytes().join('')).toBe(expected.median.join(''));
      }),
      { numRuns: 120 },
    );
  });

  it('hold windows of 255 by 255', () => {
    const bytes = Uint8Array.from({ length: 300 * 300 }, (_, index) => (index % 3 === 0 ? 1 : 0));
    using matrix = BitMatrix.fromBytes(300, 300, bytes);
    const window = { width: 255, height: 255, originX: 127, originY: 127 };
    using result = withKernels(variant, () => rankFilter(matrix, window, 21675, 0));
    expect(result.get(150, 150)).toBe(1);
    using more = withKernels(variant, () => rankFilter(matrix, window, 21676, 0));
    expect(more.get(150, 150)).toBe(0);
  });
});

describe('rank filters', () => {
  const matrix = BitMatrix.create(2, 2);
  const window = { width: 3, height: 3, originX: 1, originY: 1 };
  it.each([
    ['an even window', () => medianFilter(matrix, { ...window, width: 2 }, 0), 'size-invalid'],
    ['a side of 256', () => rankFilter(matrix, { ...window, width: 256 }, 1, 0), 'size-invalid'],
    [
      'an origin outside',
      () => rankFilter(matrix, { ...window, originX: 3 }, 1, 0),
      'size-invalid',
    ],
    ['no ones', () => rankFilter(matrix, window, 0, 0), 'value-invalid'],
    ['too many ones', () => rankFilter(matrix, window, 10, 0), 'value-invalid'],
    [
      'another outside',
      () => rankFilter(matrix, window, 1, 'wrap' as RankOutside),
      'value-invalid',
    ],
  ])('refuse %s', (_, run, code) => {
    expect(run).toThrowError(expect.objectContaining({ code }));
  });
});
