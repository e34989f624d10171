import { BitMatrix } from '@onebit/bitwise-kernels';

/** The cells of an element as the kernels take them; the caller disposes of the matrix. */
export function maskOf(
  cells: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): BitMatrix {
  return BitMatrix.fromBytes(height, width, cells);
}
