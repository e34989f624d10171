import type { FloatMatrix } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import type { Value } from '../network/values.ts';

/** The float matrix of a value, for layers that make no sense on bits. */
export function realsOf(value: Value, op: string): FloatMatrix {
  if (value.kind === 'reals') return value.matrix;
  throw new OnebitError('model-description-invalid', {
    expected: `${op} to get real numbers`,
    received: 'bits',
    hint: 'Put the layer before a sign, or after a product.',
  });
}
