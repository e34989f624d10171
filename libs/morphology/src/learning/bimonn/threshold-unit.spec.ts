import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantSetProjection, exactOperator, nearestOperator } from '../../index.ts';

const weight = fc.integer({ min: -2, max: 9 }).map((value) => value / 2);

describe('the exactness test', () => {
  it('says what a unit is on every input', () => {
    fc.assert(
      fc.property(
        fc.array(weight, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: -4, max: 40 }).map((value) => value / 4),
        (weights, bias) => {
          const inputs = Array.from({ length: 2 ** weights.length }, (_, pattern) =>
            weights.map((_, at) => (pattern >> at) & 1),
          );
          const unit = inputs.map(
            (bits) => bits.reduce((sum, bit, at) => sum + bit * weights[at]!, 0) > bias,
          );
          const operator = exactOperator({ weights, bias });
          const same = (kind: 'or' | 'and', set: readonly number[]): boolean =>
            inputs.every((bits, index) => {
              const inside = bits.filter((_, at) => set[at] === 1);
              const value = kind === 'or' ? inside.includes(1) : !inside.includes(0);
              return value === unit[index];
            });
          if (operator !== undefined) {
            expect(same(operator.kind, [...operator.set])).toBe(true);
            return;
          }
          // No operator over any set: the test never misses one.
          for (const set of inputs.slice(1)) {
            expect(same('or', set) || same('and', set)).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the nearest operator where there is none', () => {
    const nearest = nearestOperator({ weights: [2, 2, 0.4, 0.4], bias: 0.7 });
    expect(nearest).toMatchObject({ kind: 'or', set: Uint8Array.of(1, 1, 0, 0) });
    expect(nearest.violation).toBeCloseTo(0.1);
  });

  it('projects onto constant sets', () => {
    const { kind, set } = constantSetProjection({ weights: [3, 0.1, 2.5, 0.2], bias: 5 });
    expect([kind, set.join('')]).toEqual(['and', '1010']);
  });
});
