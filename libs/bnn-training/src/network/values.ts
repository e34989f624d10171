import { type BitMatrix, FloatMatrix } from '@onebit/bitwise-kernels';

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

/**
 * Matrices that live until the end of a step: every forward pass leaves intermediate results that
 * the backward pass needs, and all of them go together.
 */
export class Scope {
  readonly #held: { dispose(): void }[] = [];

  /** Takes charge of a matrix and gives it back for use. */
  hold<T extends { dispose(): void }>(matrix: T): T {
    this.#held.push(matrix);
    return matrix;
  }

  /** Frees everything that was held. */
  dispose(): void {
    for (const matrix of this.#held.reverse()) matrix.dispose();
    this.#held.length = 0;
  }
}

/** Rows of a matrix with such a layout. */
export const rowsOf = ({ count, height, width }: Layout): number => count * height * width;

/** Bits as floats +1 and -1. */
export function floatsOfBits(bits: BitMatrix): FloatMatrix {
  const floats = FloatMatrix.create(bits.rows, bits.columns);
  const bytes = bits.toBytes();
  const { data } = floats;
  for (let at = 0; at < bytes.length; at++) data[at] = bytes[at]! * 2 - 1;
  return floats;
}
