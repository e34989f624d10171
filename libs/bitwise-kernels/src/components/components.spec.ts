import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { withKernels } from '../storage/variant.ts';
import { connectedComponents } from './components.ts';
import type { ComponentTable, Connectivity } from './component-table.ts';

const connectivities: readonly Connectivity[] = [4, 8];

function measured(table: ComponentTable): unknown[] {
  const all = table.measure();
  return Array.from({ length: all.length }, (_, index) => all.at(index));
}

/** Everything a table says, as plain data. */
function report(table: ComponentTable, seed: BitMatrix): unknown {
  const painted = BitMatrix.create(table.rows, table.columns);
  painted.set(table.rows - 1, 0, 1);
  table.paint(
    Uint8Array.from({ length: table.count }, (_, index) => index % 2),
    painted,
  );
  return {
    count: table.count,
    seed: [...table.touching(seed)],
    areas: [...table.areas()],
    measured: measured(table),
    labels: [...table.labels()],
    again: [...table.labels(new Uint32Array(table.rows * table.columns).fill(9))],
    painted: [...painted.toBytes()],
  };
}

const random = fc
  .record({
    rows: fc.integer({ min: 1, max: 24 }),
    columns: fc.oneof(
      fc.constantFrom(1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 192),
      fc.integer({ min: 1, max: 40 }),
    ),
    ones: fc.integer({ min: 1, max: 9 }),
    connectivity: fc.constantFrom(...connectivities),
  })
  .chain((shape) => {
    const bytes = (ones: number): fc.Arbitrary<Uint8Array> =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), {
          minLength: shape.rows * shape.columns,
          maxLength: shape.rows * shape.columns,
        })
        .map((levels) => Uint8Array.from(levels, (level) => (level < ones ? 1 : 0)));
    return fc.record({ shape: fc.constant(shape), bytes: bytes(shape.ones), seed: bytes(1) });
  });

describe('connected components', () => {
  it('by runs and by flooding are equal in every number', () => {
    fc.assert(
      fc.property(random, ({ shape, bytes, seed }) => {
        const { rows, columns, connectivity } = shape;
        using matrix = BitMatrix.fromBytes(rows, columns, bytes);
        using seeds = BitMatrix.fromBytes(rows, columns, seed);
        const tables = (['simd', 'reference'] as const).map((variant) =>
          withKernels(variant, () => report(connectedComponents(matrix, connectivity), seeds)),
        );
        expect(tables[0]).toEqual(tables[1]);
      }),
      { numRuns: 150 },
    );
  });

  it('joins across words and corners as asked', () => {
    const bytes = new Uint8Array(2 * 130);
    bytes.fill(1, 60, 68);
    bytes[130 + 68] = 1;
    using matrix = BitMatrix.fromBytes(2, 130, bytes);
    expect(connectedComponents(matrix, 4).count).toBe(2);
    expect(connectedComponents(matrix, 8).count).toBe(1);
  });

  it('counts holes through the Euler number', () => {
    const ring = Uint8Array.from([0, 1, 0, 1, 0, 1, 0, 1, 0]);
    using matrix = BitMatrix.fromBytes(3, 3, ring);
    expect(connectedComponents(matrix, 8).measure().at(0).eulerNumber).toBe(0);
    expect(connectedComponents(matrix, 4).count).toBe(4);
  });

  it('has no component in an empty matrix and one in a full one', () => {
    using empty = BitMatrix.create(5, 200);
    expect(connectedComponents(empty, 8).count).toBe(0);
    expect(connectedComponents(empty, 8).measure().length).toBe(0);
    using full = BitMatrix.fromBytes(3, 128, new Uint8Array(384).fill(1));
    expect([...connectedComponents(full, 4).areas()]).toEqual([384]);
  });

  it('refuses another connectivity', () => {
    using matrix = BitMatrix.create(1, 1);
    expect(() => connectedComponents(matrix, 6 as Connectivity)).toThrowError(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });

  it('refuses an array of another length', () => {
    using matrix = BitMatrix.create(2, 2);
    for (const variant of ['simd', 'reference'] as const) {
      const table = withKernels(variant, () => connectedComponents(matrix, 4));
      expect(() => table.labels(new Uint32Array(3))).toThrowError(
        expect.objectContaining({ code: 'size-mismatch' }),
      );
    }
  });

  it('frees its tables', () => {
    using matrix = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
    const table = connectedComponents(matrix, 4);
    table[Symbol.dispose]();
    table[Symbol.dispose]();
    expect(() => table.areas()).toThrowError(
      expect.objectContaining({ code: 'used-after-dispose' }),
    );
  });
});
