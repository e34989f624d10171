import { describe, expect, it } from 'vitest';
import { cellByDefinition, makeTrainingOperands, resultShape, trainingCases } from './cases.ts';

describe('the cases of training', () => {
  it('hold every product for every layer', () => {
    expect(trainingCases(false)).toHaveLength(12);
    expect(trainingCases(true).map(({ work }) => work)).toEqual([
      'forward',
      'input-gradient',
      'weight-gradient',
    ]);
  });

  it('define the three products of a layer', () => {
    const sizes = { m: 1, n: 2, k: 3 };
    const bits = { rows: 2, columns: 3, values: Uint8Array.of(1, 0, 1, 0, 0, 1) };
    const x = { rows: 1, columns: 3, values: Float32Array.of(1, 2, 4) };
    expect(
      [0, 1].map((n) => cellByDefinition({ work: 'forward', ...sizes }, { floats: x, bits }, 0, n)),
    ).toEqual([3, 1]);
    const dy = { rows: 1, columns: 2, values: Float32Array.of(10, 1) };
    const inputGradient = { work: 'input-gradient', ...sizes } as const;
    expect(
      [0, 1, 2].map((k) => cellByDefinition(inputGradient, { floats: dy, bits }, 0, k)),
    ).toEqual([9, -11, 11]);
    const signs = { rows: 1, columns: 3, values: Uint8Array.of(1, 0, 1) };
    const weightGradient = { work: 'weight-gradient', ...sizes } as const;
    expect(
      [0, 1, 2].map((k) => cellByDefinition(weightGradient, { floats: dy, bits: signs }, 0, k)),
    ).toEqual([10, -10, 10]);
    expect(resultShape(weightGradient)).toEqual([2, 3]);
  });

  it('are seeded', () => {
    const one = trainingCases(true)[0]!;
    const { floats, bits } = makeTrainingOperands({ ...one, m: 2, n: 3, k: 5 }, 1);
    expect([floats.values.length, bits.values.length]).toEqual([10, 15]);
    expect(makeTrainingOperands({ ...one, m: 2, n: 3, k: 5 }, 1)).toEqual({ floats, bits });
  });
});
