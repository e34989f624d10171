import { FloatMatrix } from '@onebit/bitwise-kernels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../network/random.ts';
import { Scope } from '../network/scope.ts';
import { InputSignLayer } from './input-layers.ts';

const layout = { count: 1, height: 1, width: 1 };

/** The bits that a layer with a threshold makes of values. */
function bitsOf(threshold: number, values: readonly number[]): number[] {
  const scope = new Scope();
  const matrix = FloatMatrix.from(1, values.length, values);
  const pass = { training: true, scope, random: new Random(1) };
  const out = new InputSignLayer(threshold).forward({ kind: 'reals', matrix, layout }, pass);
  const bits = [...(out.matrix as ReturnType<Scope['bits']>).toBytes()];
  scope.dispose();
  matrix.dispose();
  return bits;
}

const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const number = fc.double({ noNaN: true, min: -1e30, max: 1e30 });

describe('the signs of an input', () => {
  it('are value >= threshold for any float and any threshold', () => {
    fc.assert(
      fc.property(
        fc.oneof(float, number),
        fc.array(float, { minLength: 1, maxLength: 9 }),
        (threshold, values) => {
          const near = [...values, Math.fround(threshold)];
          expect(bitsOf(threshold, near)).toEqual(
            near.map((value) => (value >= threshold ? 1 : 0)),
          );
        },
      ),
    );
  });

  it('change at the threshold itself', () => {
    expect(bitsOf(127.3, [127, 128, Math.fround(127.3)])).toEqual([
      0,
      1,
      127.3 <= Math.fround(127.3) ? 1 : 0,
    ]);
    expect(bitsOf(0, [-1e-45, -0, 0, 1e-45])).toEqual([0, 1, 1, 1]);
  });
});
