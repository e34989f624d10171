import { packThreshold, unpackBytes } from '../packing/packing.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { followGrowth } from '../storage/follow-growth.ts';

/** How {@link overBytes} reads and writes. */
export interface OverBytesOptions {
  /** Rows of the image. */
  readonly rows: number;
  /** Columns of the image. */
  readonly columns: number;
  /** Bytes above this are 1; 127 where left out. */
  readonly threshold?: number;
  /** The byte for a 0; 0 where left out. */
  readonly zero?: number;
  /** The byte for a 1; 255 where left out. */
  readonly one?: number;
  /** Where to write instead of a new array; may be the input. */
  readonly destination?: Uint8Array<ArrayBuffer>;
}

/**
 * Runs operations on an image of bytes: packs it, lets them work on bits, and unpacks the result.
 *
 * Each byte is read and written once, in pieces that stay in the cache; with input and destination
 * in {@link KernelBytes} nothing is copied besides. The conversion costs more than a small
 * operation, so chain operations on bits rather than calling this for each.
 *
 * @param bytes - `rows * columns` bytes, row by row
 * @param options - size, threshold and the bytes to write
 * @param operate - works on the packed image, which it may change, and returns it or another
 * matrix of its size; both are disposed afterwards
 * @returns `rows * columns` bytes: the destination where one was given
 * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid`, `memory-exhausted`, and
 * whatever the operation throws
 *
 * @example
 * ```ts
 * import { dilateRectangle, overBytes } from '@onebit/bitwise-kernels';
 * const box = { width: 3, height: 1, originX: 1, originY: 0 };
 * const grey = Uint8Array.of(0, 0, 0, 200, 0);
 * const out = overBytes(grey, { rows: 1, columns: 5 }, (bits) => dilateRectangle(bits, box, 0));
 * console.log(out.join(' ')); // 0 0 255 255 255
 * ```
 */
export function overBytes(
  bytes: Uint8Array,
  { rows, columns, threshold = 127, zero = 0, one = 255, destination }: OverBytesOptions,
  operate: (bits: BitMatrix) => BitMatrix,
): Uint8Array<ArrayBuffer> {
  const target = destination && followGrowth(destination);
  const source = packThreshold(bytes, rows, columns, threshold);
  let result = source;
  try {
    result = operate(source);
    return unpackBytes(result, { zero, one, ...(target ? { destination: target() } : {}) });
  } finally {
    source.dispose();
    result.dispose();
  }
}
