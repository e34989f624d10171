import type { BitMatrix } from '../storage/bit-matrix.ts';
import { destinationLike } from '../storage/destination.ts';
import {
  rectangleRuns,
  requireOutside,
  runsOf,
  type PackedElement,
  type PackedRectangle,
} from './element.ts';
import type { Run } from './plan.ts';
import { gather } from './select.ts';

/**
 * Dilates by a rectangle: out[p] is 1 where any in[p - b] is, over the points b of the rectangle
 * seen from its origin (Minkowski addition).
 *
 * @param source - rows x columns bits, one row of the image each
 * @param rectangle - any size from 1, any origin
 * @param outside - how pixels outside the image read
 * @param destination - where to write; may be the source; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, dilateRectangle } from '@onebit/bitwise-kernels';
 * const row = BitMatrix.fromBytes(1, 7, Uint8Array.of(0, 0, 0, 1, 0, 0, 0));
 * const wide = dilateRectangle(row, { width: 3, height: 1, originX: 1, originY: 0 }, 0);
 * console.log(wide.toBytes().join('')); // 0011100
 * ```
 */
export function dilateRectangle(
  source: BitMatrix,
  rectangle: PackedRectangle,
  outside: 0 | 1,
  destination?: BitMatrix,
): BitMatrix {
  requireOutside(outside);
  const runs = rectangleRuns(rectangle, true, source.rows);
  return gathered('or', source, runs, outside, destination);
}

/**
 * Erodes by a rectangle: out[p] is 1 where all in[p + b] are, over the points b of the rectangle
 * seen from its origin.
 *
 * @param source - rows x columns bits, one row of the image each
 * @param rectangle - any size from 1, any origin
 * @param outside - how pixels outside the image read
 * @param destination - where to write; may be the source; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, erodeRectangle } from '@onebit/bitwise-kernels';
 * const row = BitMatrix.fromBytes(1, 7, Uint8Array.of(1, 1, 0, 1, 1, 1, 0));
 * const thin = erodeRectangle(row, { width: 3, height: 1, originX: 1, originY: 0 }, 1);
 * console.log(thin.toBytes().join('')); // 1000100
 * ```
 */
export function erodeRectangle(
  source: BitMatrix,
  rectangle: PackedRectangle,
  outside: 0 | 1,
  destination?: BitMatrix,
): BitMatrix {
  requireOutside(outside);
  const runs = rectangleRuns(rectangle, false, source.rows);
  return gathered('and', source, runs, outside, destination);
}

/**
 * Dilates by any element: out[p] is 1 where any in[p - b] is, over the element's points b.
 *
 * @param source - rows x columns bits, one row of the image each
 * @param element - its ones and its origin; an element without ones gives all zeros
 * @param outside - how pixels outside the image read
 * @param destination - where to write; may be the source; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, dilateElement } from '@onebit/bitwise-kernels';
 * const image = BitMatrix.fromBytes(1, 5, Uint8Array.of(0, 1, 0, 0, 0));
 * const rows = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
 * const out = dilateElement(image, { rows, originX: 0, originY: 0 }, 0);
 * console.log(out.toBytes().join('')); // 01010
 * ```
 */
export function dilateElement(
  source: BitMatrix,
  element: PackedElement,
  outside: 0 | 1,
  destination?: BitMatrix,
): BitMatrix {
  requireOutside(outside);
  return gathered('or', source, runsOf(element, true), outside, destination);
}

/**
 * Erodes by any element: out[p] is 1 where all in[p + b] are, over the element's points b.
 *
 * @param source - rows x columns bits, one row of the image each
 * @param element - its ones and its origin; an element without ones gives all ones
 * @param outside - how pixels outside the image read
 * @param destination - where to write; may be the source; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, erodeElement } from '@onebit/bitwise-kernels';
 * const image = BitMatrix.fromBytes(1, 5, Uint8Array.of(1, 0, 1, 1, 1));
 * const rows = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
 * const out = erodeElement(image, { rows, originX: 0, originY: 0 }, 0);
 * console.log(out.toBytes().join('')); // 10100
 * ```
 */
export function erodeElement(
  source: BitMatrix,
  element: PackedElement,
  outside: 0 | 1,
  destination?: BitMatrix,
): BitMatrix {
  requireOutside(outside);
  return gathered('and', source, runsOf(element, false), outside, destination);
}

/** Takes the runs together into the destination, or into a new matrix. */
function gathered(
  operation: 'or' | 'and',
  source: BitMatrix,
  runs: readonly Run[],
  outside: 0 | 1,
  destination: BitMatrix | undefined,
): BitMatrix {
  const result = destinationLike(source, destination);
  gather(operation, source, runs, outside, result);
  return result;
}
