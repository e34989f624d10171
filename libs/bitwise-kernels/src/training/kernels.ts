import { trainingBinary } from '../generated/training.ts';
import { KernelFamily } from '../storage/load-family.ts';
import type { ColumnMap } from './column-maps.reference.ts';

/** The name of a sum over rows. */
export type ColumnSum = 'sumColumns' | 'sumSquares' | 'sumProducts' | 'sumNegatives';

/** Maps and sums over columns: pointers, numbers, pointers of outputs, rows, columns. */
type ColumnKernels = Record<ColumnMap | ColumnSum | 'adam', (...operands: number[]) => void>;

/** A kernel over a grid: both sides, the size, and one operand of its own. */
export type GridKernel = (
  from: number,
  fromOuter: number,
  fromInner: number,
  to: number,
  toOuter: number,
  toInner: number,
  outer: number,
  inner: number,
  columns: number,
  last: number,
) => void;

/** What `assembly/training` exports. Pointers and strides are in bytes, flags are 0 or 1. */
export interface TrainingKernels extends ColumnKernels {
  /** The last operand is the factor. */
  addGrid: GridKernel;
  signedProductScratch(rows: number): number;
  signedProduct(
    bits: number,
    bitStride: number,
    rows: number,
    depth: number,
    columns: number,
    floats: number,
    floatStride: number,
    floatsTransposed: number,
    out: number,
    outStride: number,
    outTransposed: number,
    add: number,
    scratch: number,
  ): void;
  floatProductScratch(): number;
  floatProduct(
    left: number,
    leftStride: number,
    leftTransposed: number,
    right: number,
    rightStride: number,
    rightTransposed: number,
    rows: number,
    depth: number,
    columns: number,
    out: number,
    outStride: number,
    scratch: number,
  ): void;
  transposeBits(
    from: number,
    fromStride: number,
    rows: number,
    columns: number,
    to: number,
    toStride: number,
    scratch: number,
  ): void;
  /** Returns 0 where a value is no number, 1 otherwise. */
  signBits(
    values: number,
    shift: number,
    rows: number,
    columns: number,
    to: number,
    toStride: number,
  ): number;
}

/**
 * The compiled training kernels. They need SIMD: without it the reference runs, which does the
 * same additions in the same order and so gives the same bits.
 */
export const trainingKernels = new KernelFamily<TrainingKernels>(trainingBinary);
