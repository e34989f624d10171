import fc from 'fast-check';

/** A random picture as rows of 0 and 1, often at the edges of words. */
export const pictures: fc.Arbitrary<string[]> = fc
  .record({
    height: fc.integer({ min: 1, max: 14 }),
    width: fc.oneof(
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 20 }) },
      { weight: 1, arbitrary: fc.constantFrom(31, 32, 33, 63, 64, 65, 127, 128, 129) },
    ),
    seed: fc.integer(),
    ones: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ height, width, seed, ones }) => {
    let state = seed;
    return Array.from({ length: height }, () =>
      Array.from({ length: width }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        return (state >>> 24) % 10 < ones ? '1' : '0';
      }).join(''),
    );
  });

/** Rows of the given characters, up to 7x7, with an origin anywhere inside. */
export const elements = (
  cells: readonly string[],
  matters: RegExp,
): fc.Arbitrary<{ rows: string[]; row: number; column: number }> =>
  fc
    .record({ width: fc.integer({ min: 1, max: 7 }), height: fc.integer({ min: 1, max: 7 }) })
    .chain(({ width, height }) =>
      fc.record({
        rows: fc.array(
          fc.string({ unit: fc.constantFrom(...cells), minLength: width, maxLength: width }),
          { minLength: height, maxLength: height },
        ),
        row: fc.nat(height - 1),
        column: fc.nat(width - 1),
      }),
    )
    .filter(({ rows }) => matters.test(rows.join('')));
