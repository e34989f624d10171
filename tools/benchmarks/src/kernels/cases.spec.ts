import { describe, expect, it } from 'vitest';
import { cellByDefinition, kernelCases, makeOperands, shapeOf } from './cases.ts';

describe('the cases of the kernels', () => {
  it('hold the shapes twice, once as products and once as whole layers', () => {
    const cases = kernelCases(false);
    const shapes = (work: string) => cases.filter((one) => one.work === work).map(shapeOf);
    expect(shapes('product')).toEqual(shapes('layer'));
    expect(shapes('layer')).toContain('1024x1024x1024');
    expect(shapes('layer')).toContain('4096x256x1153');
    expect(kernelCases(true).length).toBeLessThan(cases.length);
  });

  it('are seeded, and no decision of a layer is a tie', () => {
    for (const k of [8, 9]) {
      const one = { work: 'layer', m: 4, n: 6, k } as const;
      const operands = makeOperands(one, 1);
      expect(operands).toEqual(makeOperands(one, 1));
      expect(operands.activations.every((value) => value !== 0)).toBe(true);
      for (let row = 0; row < one.m; row++) {
        for (let column = 0; column < one.n; column++) {
          const dot = cellByDefinition({ ...one, work: 'product' }, operands, row, column);
          expect(dot).not.toBe(operands.mean[column]);
          expect([0, 1]).toContain(cellByDefinition(one, operands, row, column));
        }
      }
    }
  });
});
