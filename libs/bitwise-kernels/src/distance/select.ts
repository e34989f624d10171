import { distanceBinary } from '../generated/distance.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { KernelFamily } from '../storage/load-family.ts';
import { type DistanceMetric, NO_ZERO, distancesReference } from './reference.ts';

/* assembly/distance says what each argument is. */
interface DistanceKernels {
  stepsDown(
    source: number,
    rows: number,
    columns: number,
    stride: number,
    plane: number,
    diagonal: boolean,
  ): void;
  stepsUp(
    rows: number,
    columns: number,
    stride: number,
    plane: number,
    diagonal: boolean,
    first: number,
    last: number,
    slab: number,
    slabStride: number,
  ): void;
  columnsDown(source: number, rows: number, columns: number, stride: number, plane: number): void;
  rowsUp(
    source: number,
    rows: number,
    columns: number,
    stride: number,
    plane: number,
    first: number,
    last: number,
    slab: number,
    slabStride: number,
    squares: number,
    hard: number,
    sites: number,
    turns: number,
  ): void;
}

const family = new KernelFamily<DistanceKernels>(distanceBinary);

/** The kernels count steps in 16 bits. */
const LARGEST_SUM_OF_SIDES = 0xfffe;
/** Rows are handed over in slabs of about this many bytes, which stay in the cache. */
const SLAB_BYTES = 1 << 18;
/** Bytes before and behind the row of squares. */
const SQUARES_MARGIN = 64;

/** SIMD where there is any and 16 bits hold every distance within a column or row. */
export function distancesInto(
  source: BitMatrix,
  metric: DistanceMetric,
  distances: Uint32Array,
): void {
  const { rows, columns } = source;
  if (source.popcount() === rows * columns) distances.fill(NO_ZERO);
  else if (!family.usable || rows + columns > LARGEST_SUM_OF_SIDES) {
    distancesReference(source, metric, distances);
  } else distancePlanes(source, metric, distances);
}

function distancePlanes(source: BitMatrix, metric: DistanceMetric, distances: Uint32Array): void {
  const { rows, columns, wordsPerRow } = source;
  const stride = wordsPerRow * 4;
  const lanes = stride * 8;
  const slabStride = Math.ceil(columns / 8) * 32;
  const slabRows = Math.max(1, Math.floor(SLAB_BYTES / slabStride));
  using plane = new KernelBlock(rows * (lanes * 2 + 32));
  using slab = new KernelBlock(slabRows * slabStride);
  using squares = new KernelBlock(lanes * 2 + 2 * SQUARES_MARGIN);
  using hard = new KernelBlock(lanes / 8);
  using sites = new KernelBlock((columns + 1) * 4);
  using turns = new KernelBlock((columns + 1) * 4);
  const diagonal = metric === 'chessboard';
  const euclidean = metric === 'euclidean';
  family.run((kernels) => {
    const { pointer } = source;
    if (euclidean) kernels.columnsDown(pointer, rows, columns, stride, plane.pointer);
    else kernels.stepsDown(pointer, rows, columns, stride, plane.pointer, diagonal);
  });
  for (let last = rows; last > 0;) {
    const first = Math.max(0, last - slabRows);
    family.run((kernels) => {
      if (euclidean) {
        kernels.rowsUp(
          source.pointer,
          rows,
          columns,
          stride,
          plane.pointer,
          first,
          last,
          slab.pointer,
          slabStride,
          squares.pointer + SQUARES_MARGIN,
          hard.pointer,
          sites.pointer,
          turns.pointer,
        );
      } else {
        kernels.stepsUp(
          rows,
          columns,
          stride,
          plane.pointer,
          diagonal,
          first,
          last,
          slab.pointer,
          slabStride,
        );
      }
    });
    copyRows(slab.u32(), slabStride / 4, distances, columns, first, last);
    last = first;
  }
}

/** Copies the rows [first, last) of a slab behind each other, at once where they have no padding. */
function copyRows(
  slab: Uint32Array,
  slabWords: number,
  distances: Uint32Array,
  columns: number,
  first: number,
  last: number,
): void {
  if (slabWords === columns) {
    distances.set(slab.subarray(0, (last - first) * columns), first * columns);
    return;
  }
  for (let row = first; row < last; row++) {
    const start = (row - first) * slabWords;
    distances.set(slab.subarray(start, start + columns), row * columns);
  }
}
