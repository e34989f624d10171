import { mapColumns } from './column-maps.ts';
import { requireEqual, destinationFor } from './checks.ts';
import type { FloatMatrix } from './float-matrix.ts';

/** Where an element-by-element result goes. */
export interface MapOptions {
  /** Receives the result, and may be one of the operands; a new matrix where absent. */
  readonly destination?: FloatMatrix;
}

/**
 * a + factor * b: sums, differences and steps.
 *
 * @param a - R x C
 * @param b - R x C
 * @param factor - any number; 1 where absent
 * @returns R x C
 * @throws OnebitError `size-mismatch`
 *
 * @example
 * ```ts
 * import { FloatMatrix, addScaled } from '@onebit/bitwise-kernels';
 * const a = FloatMatrix.from(1, 2, [1, 2]);
 * const b = FloatMatrix.from(1, 2, [10, 20]);
 * console.log(addScaled(a, b, -1).data.join(' ')); // -9 -18
 * ```
 */
export function addScaled(
  a: FloatMatrix,
  b: FloatMatrix,
  factor = 1,
  options: MapOptions = {},
): FloatMatrix {
  return mapColumns('addScaled', [a, b], { numbers: [factor], ...options });
}

/** factor * a. */
export function scaled(a: FloatMatrix, factor: number, options: MapOptions = {}): FloatMatrix {
  return mapColumns('scale', [a], { numbers: [factor], ...options });
}

/** The product of the elements of a and b: a mask of dropout, a weight for each sample. */
export function multiplied(a: FloatMatrix, b: FloatMatrix, options: MapOptions = {}): FloatMatrix {
  return mapColumns('multiply', [a, b], options);
}

/**
 * Adds one float a column: a bias.
 *
 * @param x - R x C
 * @param shift - 1 x C
 * @returns R x C
 * @throws OnebitError `size-mismatch`
 */
export function addToColumns(
  x: FloatMatrix,
  shift: FloatMatrix,
  options: MapOptions = {},
): FloatMatrix {
  return mapColumns('addColumns', [x], { vectors: [shift], ...options });
}

/** max(x, 0). */
export function relu(x: FloatMatrix, options: MapOptions = {}): FloatMatrix {
  return mapColumns('rectify', [x], options);
}

/**
 * The gradient of {@link relu}: dY where x is above 0.
 *
 * @param gradient - dY, R x C
 * @param x - what {@link relu} was given (or gave), R x C
 * @returns dX, R x C
 * @throws OnebitError `size-mismatch`
 */
export function reluGradient(
  gradient: FloatMatrix,
  x: FloatMatrix,
  options: MapOptions = {},
): FloatMatrix {
  return mapColumns('rectifyGradient', [gradient, x], options);
}

/**
 * Turns integers, such as the sums of a product of bits, into floats in the kernels' memory.
 *
 * @param values - `rows * columns` integers; exact up to 2^24
 * @returns R x C
 * @throws OnebitError `size-mismatch`
 */
export function floatsFromIntegers(
  values: Int32Array | Int16Array,
  rows: number,
  columns: number,
  options: MapOptions = {},
): FloatMatrix {
  requireEqual('numbers of values and elements', values.length, rows * columns);
  const out = destinationFor(options.destination, rows, columns);
  out.data.set(values);
  return out;
}
