import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix32 } from './hash.ts';
import { PerfectHash } from './perfect-hash.ts';

const keys = (count: number, seed: number): [Uint32Array, Uint32Array] => [
  Uint32Array.from({ length: count }, (_, at) => mix32(at + seed)),
  Uint32Array.from({ length: count }, (_, at) => mix32(at + 7 * seed + 1)),
];

describe('perfect hash', () => {
  it('gives every key a slot of its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), (count, seed) => {
        const [low, high] = keys(count, seed);
        const hash = PerfectHash.build(low, high);
        const slots = new Set(Array.from(low, (half, at) => hash.slot(half, high[at]!)));
        expect(slots.size).toBe(count);
        expect(Math.min(...slots)).toBe(0);
        expect(Math.max(...slots)).toBe(count - 1);
      }),
      { numRuns: 30 },
    );
  });

  it('finds room for very many keys where slots are spare', () => {
    const [low, high] = keys(120_000, 9);
    const hash = PerfectHash.build(low, high, 121_200);
    const slots = new Set(Array.from(low, (half, at) => hash.slot(half, high[at]!)));
    expect([slots.size, slots.has(-1), hash.size]).toEqual([120_000, false, 121_200]);
    expect(() => PerfectHash.build(low, high, 119_999)).toThrow(/119999 slots/);
  });

  it('lets through about one stranger in 65,536', () => {
    const hash = PerfectHash.build(...keys(5000, 3));
    const [low, high] = keys(400_000, 1_000_000);
    let through = 0;
    low.forEach((half, at) => {
      if (hash.slot(half, high[at]!) >= 0) through += 1;
    });
    expect(through).toBeLessThan(30);
  });

  it('refuses no keys and a key given twice', () => {
    expect(() => PerfectHash.build(new Uint32Array(0), new Uint32Array(0))).toThrow(/one key/);
    expect(() => PerfectHash.build(Uint32Array.of(1, 1), Uint32Array.of(2, 2))).toThrow(/twice/);
  });

  it('finds the same slots from its tables', () => {
    const [low, high] = keys(100, 5);
    const hash = PerfectHash.build(low, high);
    const again = new PerfectHash(hash.tables);
    expect(again.slot(low[42]!, high[42]!)).toBe(hash.slot(low[42]!, high[42]!));
  });
});
