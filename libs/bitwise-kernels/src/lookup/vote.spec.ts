import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitMatrix, type VoteTables, voteByTables, withKernels } from '../index.ts';

/** Tables of one depth over two planes. */
const tablesOf = (depth: number): fc.Arbitrary<VoteTables> =>
  fc.integer({ min: 1, max: 5 }).chain((count) =>
    fc.record({
      depth: fc.constant(depth),
      inputs: fc
        .array(
          fc.tuple(
            fc.integer({ min: 0, max: 1 }),
            fc.integer({ min: -6, max: 6 }),
            fc.integer({ min: -6, max: 6 }),
          ),
          { minLength: count * depth, maxLength: count * depth },
        )
        .map((inputs) => Int16Array.from(inputs.flat())),
      votes: fc
        .array(fc.integer({ min: -8, max: 7 }), {
          minLength: count * 2 ** depth,
          maxLength: count * 2 ** depth,
        })
        .map((votes) => Int8Array.from(votes)),
      threshold: fc.integer({ min: -5, max: 5 }),
    }),
  );

const bits = (rows: number, columns: number): fc.Arbitrary<Uint8Array> =>
  fc
    .array(fc.integer({ min: 0, max: 1 }), { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => Uint8Array.from(values));

describe('votes of tables', () => {
  it.each([1, 2, 3, 4, 5, 9])('equal the reference, %i inputs a table', (depth) => {
    const case_ = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 150 }))
      .chain(([rows, columns]) =>
        fc.tuple(
          fc.constant(rows),
          fc.constant(columns),
          bits(rows, columns),
          bits(rows, columns),
          tablesOf(depth),
        ),
      );
    fc.assert(
      fc.property(case_, ([rows, columns, first, second, tables]) => {
        using a = BitMatrix.fromBytes(rows, columns, first);
        using b = BitMatrix.fromBytes(rows, columns, second);
        using fast = withKernels('simd', () => voteByTables([a, b], tables));
        using slow = withKernels('reference', () => voteByTables([a, b], tables));
        expect(fast.toBytes()).toEqual(slow.toBytes());
        // The count sees the padding, which has to stay 0.
        expect(fast.popcount()).toBe(slow.toBytes().reduce((sum, bit) => sum + bit, 0));
        voteByTables([a, b], tables, a);
        expect(a.equals(slow)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('the majority of five is a median', () => {
    const image = BitMatrix.fromBytes(3, 3, Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 0, 0));
    const inputs = Int16Array.from([0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1]);
    const votes = Int8Array.from([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    const median = voteByTables([image], { depth: 1, inputs, votes, threshold: 3 });
    expect(median.toBytes()).toEqual(Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0));
  });

  it('are refused where they do not fit', () => {
    const image = BitMatrix.create(2, 2);
    const good = {
      depth: 1,
      inputs: Int16Array.of(0, 0, 0),
      votes: Int8Array.of(-1, 1),
      threshold: 0,
    };
    const refused = (tables: VoteTables, code: string): void =>
      expect(() => voteByTables([image], tables)).toThrow(expect.objectContaining({ code }));
    refused({ ...good, depth: 0 }, 'size-mismatch');
    refused({ ...good, votes: Int8Array.of(1) }, 'size-mismatch');
    refused({ ...good, inputs: Int16Array.of(1, 0, 0) }, 'value-invalid');
    refused({ ...good, inputs: Int16Array.of(0, 200, 0) }, 'value-invalid');
    refused({ ...good, threshold: 0.5 }, 'value-invalid');
    expect(() => voteByTables([], good)).toThrow(
      expect.objectContaining({ code: 'size-mismatch' }),
    );
  });
});
