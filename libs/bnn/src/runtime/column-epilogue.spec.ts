import { ColumnThresholds, FloatMatrix } from '@onebit/bitwise-kernels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affineEpilogue, thresholdEpilogue } from './column-epilogue.ts';

const EXACT = 2 ** 24;
const sum = fc.oneof(
  fc.integer({ min: -200, max: 200 }),
  fc.integer({ min: -EXACT, max: EXACT }),
  fc.constantFrom(EXACT, -EXACT),
);
const level = fc.oneof(sum, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));

describe('what follows sums in memory', () => {
  it('decides whole sums as the thresholds say, both ways round', () => {
    const column = fc.record({ level, falling: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 1, maxLength: 40 }),
        fc.array(sum),
        (columns, extra) => {
          const levels = columns.map((one) => one.level);
          const thresholds = ColumnThresholds.of(
            levels,
            columns.map((one) => one.falling),
          );
          // Sums at the levels themselves, where a tie goes wrong first.
          const near = levels.flatMap((at) => [at - 1, at, at + 1]);
          const tried = [...near, ...extra].filter((at) => Math.abs(at) <= EXACT);
          if (tried.length === 0) return;
          const rows = tried.map((value) => columns.map(() => value));
          const epilogue = thresholdEpilogue(thresholds);
          const bits = epilogue.run(FloatMatrix.from(rows.length, columns.length, rows.flat()));
          const expected = rows.flatMap((row) => row.map((dot, at) => thresholds.decide(at, dot)));
          expect([...bits.toBytes()]).toEqual(expected);
          bits.dispose();
          epilogue.dispose();
        },
      ),
    );
  });

  it('scales and shifts, each operation rounded', () => {
    const float = fc.float({
      noNaN: true,
      noDefaultInfinity: true,
      min: Math.fround(-1e6),
      max: Math.fround(1e6),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(float, float, float), { minLength: 1, maxLength: 20 }),
        (columns) => {
          const values = columns.map(([x]) => x);
          const scale = Float32Array.from(columns, ([, by]) => by);
          const shift = Float32Array.from(columns, ([, , by]) => by);
          const epilogue = affineEpilogue({ scale, shift });
          const y = epilogue.run(FloatMatrix.from(1, values.length, values));
          const expected = values.map((x, at) =>
            Math.fround(Math.fround(x * scale[at]!) + shift[at]!),
          );
          expect([...y.data].map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
          y.dispose();
          epilogue.dispose();
        },
      ),
    );
  });
});
