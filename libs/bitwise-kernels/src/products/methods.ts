/** Which register tile counts disagreements with popcounts: rows of A x rows of B at a time. */
export interface TileMethod {
  readonly kind: 'tile';
  readonly tile: 'scalar1x4' | 'scalar2x2' | 'vector1x4';
}

/**
 * Tables of one operand, looked up with the bits of the other.
 *
 * bits      bits of K an index covers; a table holds 2^bits entries
 * vectors   16 x vectors rows of the tabulated operand share a table
 * tabulate  which operand the tables are built from
 */
export interface TableMethod {
  readonly kind: 'table';
  readonly bits: 6 | 7 | 8;
  readonly vectors: 1 | 2;
  readonly tabulate: 'weights' | 'activations';
}

/** Word by word in TypeScript. */
export interface ReferenceMethod {
  readonly kind: 'reference';
}

/** A way to compute a product; all give equal bits. */
export type ProductMethod = TileMethod | TableMethod | ReferenceMethod;

/** The short name of a method, as benchmarks and the doctor print it. */
export function nameOf(method: ProductMethod): string {
  if (method.kind === 'reference') return 'reference';
  if (method.kind === 'tile') return method.tile;
  return `table${method.bits}x${method.vectors * 16} of ${method.tabulate}`;
}

/** Passes of eight groups that cover K bits. */
export const octetsOf = (k: number, bits: number) => Math.ceil(k / (8 * bits));

/**
 * Rows looked up with one set of tables. Tables are built once a block: 4096 rows make that 6 % of
 * the work at most, and the sums of a block (96 bytes a row) still fit a second-level cache.
 */
export const LARGEST_BLOCK = 4096;

/** Every method that SIMD offers. */
export const simdMethods: readonly (TileMethod | TableMethod)[] = [
  ...(['scalar1x4', 'scalar2x2', 'vector1x4'] as const).map((tile): TileMethod => ({
    kind: 'tile',
    tile,
  })),
  ...(['weights', 'activations'] as const).flatMap((tabulate) =>
    ([6, 7, 8] as const).flatMap((bits) =>
      ([1, 2] as const).map((vectors): TableMethod => ({ kind: 'table', bits, vectors, tabulate })),
    ),
  ),
];
