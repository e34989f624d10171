import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { withKernels } from '../storage/variant.ts';
import { distances } from './distance.ts';
import { type DistanceMetric, NO_ZERO } from './reference.ts';

const metrics: readonly DistanceMetric[] = ['euclidean', 'city-block', 'chessboard'];

/** Every zero in turn: the definition itself. */
function bruteForce(bytes: Uint8Array, rows: number, columns: number, metric: DistanceMetric) {
  const found = new Uint32Array(rows * columns).fill(NO_ZERO);
  for (let place = 0; place < found.length; place++) {
    for (let zero = 0; zero < found.length; zero++) {
      if (bytes[zero] !== 0) continue;
      const dy = Math.abs(Math.floor(place / columns) - Math.floor(zero / columns));
      const dx = Math.abs((place % columns) - (zero % columns));
      const apart = {
        euclidean: dx * dx + dy * dy,
        'city-block': dx + dy,
        chessboard: Math.max(dx, dy),
      };
      found[place] = Math.min(found[place]!, apart[metric]);
    }
  }
  return found;
}

const pictures = fc
  .record({
    rows: fc.integer({ min: 1, max: 20 }),
    columns: fc.oneof(
      fc.constantFrom(1, 7, 8, 9, 63, 64, 65, 127, 128, 129),
      fc.integer({ min: 1, max: 30 }),
    ),
    zeros: fc.constantFrom(1, 2, 10, 60, 150, 256),
    seed: fc.integer(),
  })
  .map(({ rows, columns, zeros, seed }) => {
    const bytes = new Uint8Array(rows * columns);
    let state = seed;
    for (let index = 0; index < bytes.length; index++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      bytes[index] = state >>> 24 < zeros ? 0 : 1;
    }
    return { rows, columns, bytes };
  });

describe.each(metrics)('%s distances', (metric) => {
  it.each(['simd', 'reference'] as const)('are to the nearest of all zeros (%s)', (variant) => {
    fc.assert(
      fc.property(pictures, ({ rows, columns, bytes }) => {
        using matrix = BitMatrix.fromBytes(rows, columns, bytes);
        const found = withKernels(variant, () => distances(matrix, metric));
        expect([...found]).toEqual([...bruteForce(bytes, rows, columns, metric)]);
      }),
      { numRuns: 80 },
    );
  });

  it('reach far across and down', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.tuple(fc.nat(299), fc.nat(299)), { minLength: 1, maxLength: 6 }),
        (rows, columns, zeros) => {
          const bytes = new Uint8Array(rows * columns).fill(1);
          for (const [y, x] of zeros) bytes[(y % rows) * columns + (x % columns)] = 0;
          using matrix = BitMatrix.fromBytes(rows, columns, bytes);
          const fast = withKernels('simd', () => distances(matrix, metric));
          const plain = withKernels('reference', () => distances(matrix, metric));
          expect(Buffer.compare(Buffer.from(fast.buffer), Buffer.from(plain.buffer))).toBe(0);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('have no value where there is no zero', () => {
    using full = BitMatrix.fromBytes(2, 3, new Uint8Array(6).fill(1));
    expect([...distances(full, metric)]).toEqual(Array(6).fill(NO_ZERO));
    using empty = BitMatrix.create(2, 3);
    expect([...distances(empty, metric)]).toEqual(Array(6).fill(0));
  });
});

describe('distances', () => {
  it('count past 16 bits in a long line', () => {
    const bytes = new Uint8Array(70_000).fill(1);
    bytes[0] = 0;
    using line = BitMatrix.fromBytes(1, bytes.length, bytes);
    expect(distances(line, 'city-block').at(-1)).toBe(69_999);
    expect(() => distances(line, 'euclidean')).toThrowError(
      expect.objectContaining({ code: 'size-invalid' }),
    );
  });

  it('hold the largest squares that fit', () => {
    const bytes = new Uint8Array(65_000).fill(1);
    bytes[0] = 0;
    using line = BitMatrix.fromBytes(1, bytes.length, bytes);
    expect(distances(line, 'euclidean').at(-1)).toBe(64_999 ** 2);
  });

  it('refuse another metric', () => {
    using matrix = BitMatrix.create(1, 1);
    expect(() => distances(matrix, 'taxi' as DistanceMetric)).toThrowError(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });
});
