import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { type KernelVariant, withKernels } from '../storage/variant.ts';
import type { ThinningMethod } from './rules.ts';
import { thinning } from './thin.ts';

const methods: readonly ThinningMethod[] = ['zhang-suen', 'guo-hall', 'leptonica-4', 'leptonica-8'];

function thinned(matrix: BitMatrix, method: ThinningMethod, variant: KernelVariant): string {
  return withKernels(variant, () => {
    const rounds = thinning(matrix, method);
    let round = rounds.next();
    while (round.done !== true) round = rounds.next();
    using result = round.value;
    return result.toBytes().join('');
  });
}

describe.each(methods)('thinning by %s', (method) => {
  it('decides every neighbourhood alike in vectors and pixel by pixel', () => {
    for (let neighbours = 0; neighbours < 256; neighbours++) {
      const bytes = new Uint8Array(9);
      [5, 2, 1, 0, 3, 6, 7, 8].forEach((place, bit) => (bytes[place] = (neighbours >> bit) & 1));
      bytes[4] = 1;
      using matrix = BitMatrix.fromBytes(3, 3, bytes);
      expect(thinned(matrix, method, 'simd')).toBe(thinned(matrix, method, 'reference'));
    }
  });

  it('gives the same lines in vectors and pixel by pixel', () => {
    const blobs = fc
      .record({
        rows: fc.integer({ min: 1, max: 30 }),
        columns: fc.constantFrom(1, 2, 31, 33, 64, 127, 128, 129, 130, 257),
        share: fc.integer({ min: 1, max: 20 }),
        seed: fc.integer(),
      })
      .map(({ rows, columns, share, seed }) => {
        const bytes = new Uint8Array(rows * columns);
        let state = seed;
        for (let index = 0; index < bytes.length; index++) {
          state = (Math.imul(state, 1664525) + 1013904223) | 0;
          bytes[index] = (state >>> 24) % 21 < share ? 1 : 0;
        }
        return { rows, columns, bytes };
      });
    fc.assert(
      fc.property(blobs, ({ rows, columns, bytes }) => {
        using matrix = BitMatrix.fromBytes(rows, columns, bytes);
        expect(thinned(matrix, method, 'simd')).toBe(thinned(matrix, method, 'reference'));
      }),
      { numRuns: 60 },
    );
  });

  it('thins a solid block in many rounds alike', () => {
    using block = BitMatrix.fromBytes(60, 300, new Uint8Array(18000).fill(1));
    expect(thinned(block, method, 'simd')).toBe(thinned(block, method, 'reference'));
  });
});

describe('thinning', () => {
  it('refuses another method', () => {
    using matrix = BitMatrix.create(1, 1);
    expect(() => thinning(matrix, 'other' as ThinningMethod).next()).toThrowError(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });
});
