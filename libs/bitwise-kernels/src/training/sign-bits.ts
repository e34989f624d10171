import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { requireShape, withVector } from './checks.ts';
import type { FloatMatrix } from './float-matrix.ts';
import { trainingKernels } from './kernels.ts';

/** What {@link signBits} may be given. */
export interface SignOptions {
  /** One float a column, added before the sign is taken: a learned threshold with its sign turned. */
  readonly shift?: FloatMatrix;
  /** Receives the bits; a new matrix where absent. */
  readonly destination?: BitMatrix;
}

/**
 * Packs the signs of a float matrix: bit 1 where value + shift is at least 0.
 *
 * It makes the 1-bit weights of latent weights and the 1-bit activations of real ones.
 *
 * @param values - R x C floats
 * @param options - shift: 1 x C; destination: R x C bits
 * @returns R x C bits
 * @throws OnebitError `size-mismatch`; `value-invalid` where a value is not a number
 *
 * @example
 * ```ts
 * import { FloatMatrix, signBits } from '@onebit/bitwise-kernels';
 * console.log(signBits(FloatMatrix.from(1, 4, [-0.5, 0, 3, -1])).toBytes().join('')); // 0110
 * ```
 */
export function signBits(values: FloatMatrix, options: SignOptions = {}): BitMatrix {
  const { rows, columns } = values;
  const { shift } = options;
  if (shift) requireShape('a shift', shift, 1, columns);
  if (options.destination) requireShape('a destination', options.destination, rows, columns);
  const out = options.destination ?? BitMatrix.uncleared(rows, columns);
  const fine = trainingKernels.usable
    ? withVector(shift, columns, (pointer) =>
        trainingKernels.run((kernels) =>
          kernels.signBits(
            values.pointer,
            pointer,
            rows,
            columns,
            out.pointer,
            out.wordsPerRow * 4,
          ),
        ),
      ) !== 0
    : signBitsReference(values, shift, out);
  if (fine) return out;
  if (!options.destination) out.dispose();
  throw new OnebitError('value-invalid', {
    expected: 'numbers',
    received: 'NaN',
    hint: 'Training has diverged: lower the learning rate, or check the inputs.',
  });
}

function signBitsReference(
  values: FloatMatrix,
  shift: FloatMatrix | undefined,
  out: BitMatrix,
): boolean {
  const { data, rows, columns } = values;
  const by = shift?.data;
  const { words, wordsPerRow } = out;
  words.fill(0);
  let fine = true;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = Math.fround(data[row * columns + column]! + (by?.[column] ?? 0));
      if (value >= 0) words[row * wordsPerRow + (column >>> 5)]! |= 1 << (column & 31);
      if (Number.isNaN(value)) fine = false;
    }
  }
  return fine;
}
