import { describe, expect, it } from 'vitest';
import { FloatMatrix } from '../training/float-matrix.ts';
import { BitMatrix } from './bit-matrix.ts';
import { kernelMemory } from './kernel-memory.ts';
import { keeping, withTemporaries } from './temporaries.ts';

describe('temporaries', () => {
  it('go at the end of the function, disposed before or not, also where it throws', () => {
    const before = kernelMemory.used;
    const work = (): number => {
      BitMatrix.create(3, 500);
      FloatMatrix.create(3, 5).dispose();
      return FloatMatrix.create(1, 1).clone().columns;
    };
    expect(withTemporaries(work)).toBe(1);
    expect(() =>
      withTemporaries(() => {
        work();
        throw new Error('midway');
      }),
    ).toThrow('midway');
    expect(kernelMemory.used).toBe(before);
  });

  it('end with the innermost function, and what is kept outlives all of them', () => {
    let inner: BitMatrix | undefined;
    let outer: BitMatrix | undefined;
    const kept = withTemporaries(() => {
      outer = BitMatrix.create(1, 1);
      withTemporaries(() => (inner = BitMatrix.create(1, 1)));
      expect(() => inner!.pointer).toThrow(/disposed/);
      expect(outer.pointer).toBeGreaterThan(0);
      return keeping(() => BitMatrix.create(1, 1));
    });
    expect(() => outer!.pointer).toThrow(/disposed/);
    expect(kept.popcount()).toBe(0);
    kept.dispose();
  });
});
