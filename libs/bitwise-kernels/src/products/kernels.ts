import { productsBinary } from '../generated/products.ts';
import { productsScalarBinary } from '../generated/products-scalar.ts';
import { KernelFamily } from '../storage/load-family.ts';

/** A register tile: the disagreements of one or two packed rows with n others, written as u16. */
export type TileKernel = (
  a: number,
  aStride: number,
  b: number,
  bStride: number,
  n: number,
  steps: number,
  counts: number,
  countStride: number,
) => void;

/** Tiles of one row x four and two rows x two, by two or four words a step. */
export interface ScalarKernels {
  readonly scalar1x4by2: TileKernel;
  readonly scalar1x4by4: TileKernel;
  readonly scalar2x2by2: TileKernel;
  readonly scalar2x2by4: TileKernel;
}

type EmitKernel = (
  counts: number,
  countStride: number,
  rows: number,
  columns: number,
  k: number,
  out: number,
  outStride: number,
) => void;

type WidenKernel = (source: number, rows: number, k: number, kPadded: number, to: number) => void;

interface ProductKernels extends ScalarKernels {
  readonly vector1x4: TileKernel;
  readonly indices: (
    matrix: number,
    stride: number,
    rows: number,
    octets: number,
    bits: number,
    shift: number,
    destination: number,
  ) => void;
  readonly fields: (
    matrix: number,
    stride: number,
    rows: number,
    octets: number,
    bits: number,
    lanes: number,
    destination: number,
  ) => void;
  readonly tableTile: (
    bits: number,
    vectors: number,
    rows: number,
    octets: number,
    field: number,
    index: number,
    table: number,
    partial: number,
    counts: number,
  ) => void;
  readonly tableTileLines: (
    bits: number,
    vectors: number,
    lines: number,
    lineCount: number,
    width: number,
    offsets: number,
    octets: number,
    field: number,
    index: number,
    table: number,
    partial: number,
    counts: number,
  ) => void;
  readonly transposeCounts: (
    counts: number,
    rows: number,
    lanes: number,
    used: number,
    destination: number,
    stride: number,
  ) => void;
  readonly integer2x16: (
    m: number,
    pairs: number,
    activations: number,
    panel: number,
    sums: number,
  ) => void;
  readonly widenSigned: WidenKernel;
  readonly widenUnsigned: WidenKernel;
  readonly placeSums: (
    sums: number,
    rows: number,
    columns: number,
    out: number,
    outStride: number,
  ) => void;
  readonly scaleSums: (
    sums: number,
    rows: number,
    columns: number,
    out: number,
    outStride: number,
    scale: number,
    shift: number,
  ) => void;
  readonly decideSums: (
    sums: number,
    rows: number,
    columns: number,
    out: number,
    outStride: number,
    bounds: number,
    flips: number,
  ) => void;
  readonly emitInt32: EmitKernel;
  readonly emitInt16: EmitKernel;
  readonly emitFloat: (...args: [...Parameters<EmitKernel>, scale: number, shift: number]) => void;
  readonly emitBits: (
    counts: number,
    countStride: number,
    rows: number,
    columns: number,
    out: number,
    outStride: number,
    bounds: number,
    flips: number,
  ) => void;
  readonly emitBitsTurned: (
    counts: number,
    lanes: number,
    rows: number,
    columns: number,
    out: number,
    outStride: number,
    bounds: number,
    flips: number,
  ) => void;
}

/** The products with 128-bit vectors. */
export const simdFamily = new KernelFamily<ProductKernels>(productsBinary);
/** The register tiles of 64-bit popcounts, for engines without vectors. */
export const scalarFamily = new KernelFamily<ScalarKernels>(productsScalarBinary);
