import type { BitMatrix } from '../storage/bit-matrix.ts';
import type { ColumnAffine } from './column-affine.ts';
import type { ColumnThresholds } from './column-thresholds.ts';
import { simdFamily } from './kernels.ts';
import type { OutputPlace } from './outputs.ts';

/** Columns of one register tile of integer products. */
export const INTEGER_TILE = 16;

/** Takes one tile of finished sums: rows x 16 i32 at `sums`, the first `columns` of use. */
export type SumSink = (sums: number, rows: number, firstColumn: number, columns: number) => void;

/** Sums as i32. */
export const placeSink =
  ({ pointer, stride }: OutputPlace): SumSink =>
  (sums, rows, firstColumn, columns) =>
    simdFamily.run((kernels) =>
      kernels.placeSums(sums, rows, columns, pointer + firstColumn * 4, stride),
    );

/** sum * scale + shift as f32. */
export const scaleSink =
  ({ pointer, stride }: OutputPlace, { scales, shifts }: ColumnAffine): SumSink =>
  (sums, rows, firstColumn, columns) => {
    const offset = firstColumn * 4;
    simdFamily.run((kernels) =>
      kernels.scaleSums(
        sums,
        rows,
        columns,
        pointer + offset,
        stride,
        scales + offset,
        shifts + offset,
      ),
    );
  };

/** One bit a sum, into rows of zeros. */
export function decideSink(
  { pointer, stride }: OutputPlace,
  thresholds: ColumnThresholds,
): SumSink {
  const { bounds, flips } = thresholds.integerBounds();
  return (sums, rows, firstColumn, columns) =>
    simdFamily.run((kernels) =>
      kernels.decideSums(
        sums,
        rows,
        columns,
        pointer + firstColumn / 8,
        stride,
        bounds + firstColumn * 4,
        flips[firstColumn / INTEGER_TILE]!,
      ),
    );
}

/** Decides sums one by one. */
export function decideByReference(
  sums: Int32Array,
  thresholds: ColumnThresholds,
  out: BitMatrix,
): void {
  sums.forEach((sum, at) => {
    const column = at % out.columns;
    if (thresholds.decide(column, sum)) out.set(Math.floor(at / out.columns), column, 1);
  });
}
