import type { BitMatrix, FloatMatrix } from '@onebit/bitwise-kernels';
import { unpackBytes } from '@onebit/bitwise-kernels';

/** How the rows of a matrix lie: `positions` rows a sample, in lines of `width`. */
export interface Layout {
  readonly count: number;
  /** 1 for rows of features; time steps or lines otherwise. */
  readonly height: number;
  readonly width: number;
}

/** What flows between layers while training: bits, or real numbers, one row a position. */
export type Value =
  | { readonly kind: 'bits'; readonly matrix: BitMatrix; readonly layout: Layout }
  | { readonly kind: 'reals'; readonly matrix: FloatMatrix; readonly layout: Layout };

/** Rows of a matrix with such a layout. */
export const rowsOf = ({ count, height, width }: Layout): number => count * height * width;

/** Bits as floats +1 and -1. */
export function floatsOfBits(bits: BitMatrix, floats: FloatMatrix): FloatMatrix {
  const bytes = unpackBytes(bits, { one: 2 });
  const { data } = floats;
  for (let at = 0; at < bytes.length; at++) data[at] = bytes[at]! - 1;
  return floats;
}
