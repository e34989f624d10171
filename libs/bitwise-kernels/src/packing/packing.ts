import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { followGrowth } from '../storage/follow-growth.ts';
import { packSignsInto, packThresholdInto, unpackInto } from './select.ts';

/**
 * Packs the signs of floats: bit 1 where the value is at least 0 (so +1), bit 0 below (-1).
 *
 * @param values - `rows * columns` floats, row by row; infinities are signs too, NaN is refused
 * @param rows - at least 1
 * @param columns - at least 1
 * @returns rows x columns bits
 * @throws OnebitError `size-invalid`, `size-mismatch`, `memory-exhausted`; `value-invalid` for NaN
 *
 * @example
 * ```ts
 * import { packSigns } from '@onebit/bitwise-kernels';
 * console.log(packSigns(Float32Array.of(0.5, -2, 0), 1, 3).toBytes().join('')); // 101
 * ```
 */
export function packSigns(values: Float32Array, rows: number, columns: number): BitMatrix {
  const current = followGrowth(values);
  const matrix = BitMatrix.uncleared(rows, columns);
  try {
    requireCount('floats', current().length, rows, columns);
    if (packSignsInto(current(), matrix)) return matrix;
    const index = current().findIndex(Number.isNaN);
    throw new OnebitError('value-invalid', {
      expected: 'numbers',
      received: `NaN at index ${index}`,
      hint: 'NaN has no sign: find where it arose.',
      position: index,
    });
  } catch (error) {
    matrix.dispose();
    throw error;
  }
}

/**
 * Packs bytes by a threshold: bit 1 where the byte is above it.
 *
 * @param bytes - `rows * columns` bytes, row by row
 * @param rows - at least 1
 * @param columns - at least 1
 * @param threshold - 0 to 255; with 0 every byte but 0 gives 1
 * @returns rows x columns bits
 * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { packThreshold } from '@onebit/bitwise-kernels';
 * console.log(packThreshold(Uint8Array.of(127, 128, 255), 1, 3, 127).toBytes().join('')); // 011
 * ```
 */
export function packThreshold(
  bytes: Uint8Array,
  rows: number,
  columns: number,
  threshold: number,
): BitMatrix {
  requireByte('threshold', threshold);
  const current = followGrowth(bytes);
  const matrix = BitMatrix.uncleared(rows, columns);
  try {
    requireCount('bytes', current().length, rows, columns);
    packThresholdInto(current(), threshold, matrix);
    return matrix;
  } catch (error) {
    matrix.dispose();
    throw error;
  }
}

/** How {@link unpackBytes} writes. */
export interface UnpackOptions {
  /** The byte for a 0, 0 to 255; 0 where left out. */
  readonly zero?: number;
  /** The byte for a 1, 0 to 255; 1 where left out. */
  readonly one?: number;
  /** Where to write instead of a new array: exactly `rows * columns` bytes. */
  readonly destination?: Uint8Array<ArrayBuffer>;
}

/**
 * Unpacks a matrix to one byte a bit.
 *
 * @param matrix - rows x columns bits
 * @param options - the two bytes to write, and an array to use again
 * @returns `rows * columns` bytes, row by row: the destination where one was given
 * @throws OnebitError `value-invalid`, `size-mismatch`, `used-after-dispose`
 *
 * @example
 * ```ts
 * import { packThreshold, unpackBytes } from '@onebit/bitwise-kernels';
 * const bits = packThreshold(Uint8Array.of(3, 200), 1, 2, 99);
 * console.log(unpackBytes(bits, { one: 255 }).join(' ')); // 0 255
 * ```
 */
export function unpackBytes(
  matrix: BitMatrix,
  { zero = 0, one = 1, destination }: UnpackOptions = {},
): Uint8Array<ArrayBuffer> {
  requireByte('zero', zero);
  requireByte('one', one);
  const { rows, columns } = matrix;
  if (destination) requireCount('bytes of destination', destination.length, rows, columns);
  const bytes = destination ?? new Uint8Array(rows * columns);
  const current = followGrowth(bytes);
  unpackInto(matrix, zero, one, bytes);
  return current();
}

function requireByte(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= 255) return;
  throw new OnebitError('value-invalid', {
    expected: `${name} from 0 to 255`,
    received: String(value),
    hint: 'Give the value of a byte.',
  });
}

function requireCount(what: string, count: number, rows: number, columns: number): void {
  if (count === rows * columns) return;
  throw new OnebitError('size-mismatch', {
    expected: `${rows * columns} ${what} for ${rows} rows of ${columns}`,
    received: String(count),
    hint: 'Give one for each bit.',
  });
}
