// The blocks of a product: parts of its output that any thread can compute alone.
//
// A block is a tile of the operand that tables are built from, so no table is built twice. Running
// a block again writes the same bytes to the same places.
import { Job } from './job';
import { emitBits, emitFloat, emitInt16, emitInt32, transposeCounts } from './outputs';
import { fields, tableTile } from './tables';
import { scalar1x4by2, scalar1x4by4, scalar2x2by2, scalar2x2by4, vector1x4 } from './tiles';

/** Hands a rectangle of counts to the output. */
function emit(
  job: Job,
  counts: usize,
  stride: usize,
  firstRow: i32,
  rows: i32,
  firstColumn: i32,
  columns: i32,
): void {
  const row = job.out + <usize>firstRow * job.outStride;
  const column = <usize>firstColumn;
  if (job.output == 0) {
    emitInt32(counts, stride, rows, columns, job.k, row + (column << 2), job.outStride);
  } else if (job.output == 1) {
    emitInt16(counts, stride, rows, columns, job.k, row + (column << 1), job.outStride);
  } else if (job.output == 2) {
    const at = column << 2;
    emitFloat(
      counts,
      stride,
      rows,
      columns,
      job.k,
      row + at,
      job.outStride,
      job.first + at,
      job.second + at,
    );
  } else {
    const at = column << 1;
    emitBits(
      counts,
      stride,
      rows,
      columns,
      row + (column >> 3),
      job.outStride,
      job.first + at,
      job.second + at,
    );
  }
}

/** One tile of columns: its tables, looked up by a piece of the rows. */
function tableOfWeights(job: Job, block: i32, scratch: usize): void {
  const lanes = job.vectors << 4;
  const tiles = (job.n + lanes - 1) / lanes;
  const tile = block % tiles;
  const firstRow = (block / tiles) * job.piece;
  const rows = min(job.piece, job.m - firstRow);
  const field = job.weights + <usize>tile * <usize>(job.octets * (lanes << 3));
  const index = job.index + <usize>firstRow * <usize>(job.octets << 4);
  const counts = scratch + job.countsAt;
  tableTile(
    job.bits,
    job.vectors,
    rows,
    job.octets,
    field,
    index,
    scratch,
    scratch + job.partialAt,
    counts,
  );
  const column = tile * lanes;
  emit(job, counts, <usize>(lanes << 1), firstRow, rows, column, min(lanes, job.n - column));
}

/** One tile of rows: its tables, looked up by all rows of the weights. */
function tableOfActivations(job: Job, block: i32, scratch: usize): void {
  const lanes = job.vectors << 4;
  const firstRow = block * lanes;
  const rows = min(lanes, job.m - firstRow);
  const from = job.activations + <usize>firstRow * job.activationStride;
  const field = scratch + job.fieldAt;
  const counts = scratch + job.countsAt;
  const strip = scratch + job.stripAt;
  const stride = (<usize>((job.piece + 15) >> 4)) << 5;
  fields(from, <i32>job.activationStride, rows, job.octets, job.bits, lanes, field);
  for (let column = 0; column < job.n; column += job.piece) {
    const columns = min(job.piece, job.n - column);
    const index = job.weights + <usize>column * <usize>(job.octets << 4);
    tableTile(
      job.bits,
      job.vectors,
      columns,
      job.octets,
      field,
      index,
      scratch,
      scratch + job.partialAt,
      counts,
    );
    transposeCounts(counts, columns, lanes, rows, strip, stride);
    emit(job, strip, stride, firstRow, rows, column, columns);
  }
}

/** Up to two packed rows against `columns` others, by the tile that the job names. */
function tileRow(
  job: Job,
  a: usize,
  aStride: usize,
  b: usize,
  columns: i32,
  counts: usize,
  stride: usize,
): void {
  const vectors = <i32>(job.activationStride >> 4);
  const bStride = job.weightStride;
  const even = (vectors & 1) == 0;
  if (job.method == 4) {
    vector1x4(a, aStride, b, bStride, columns, vectors, counts, stride);
  } else if (job.method == 3) {
    if (even) scalar2x2by4(a, aStride, b, bStride, columns, vectors >> 1, counts, stride);
    else scalar2x2by2(a, aStride, b, bStride, columns, vectors, counts, stride);
  } else {
    if (even) scalar1x4by4(a, aStride, b, bStride, columns, vectors >> 1, counts, stride);
    else scalar1x4by2(a, aStride, b, bStride, columns, vectors, counts, stride);
  }
}

/** A piece of the columns by a register tile, a strip of rows at a time. */
function tilesOfBits(job: Job, block: i32, scratch: usize): void {
  const column = block * job.piece;
  const columns = min(job.piece, job.n - column);
  const counts = scratch + job.countsAt;
  const stride = (<usize>((job.piece + 15) >> 4)) << 5;
  const b = job.weights + <usize>column * job.weightStride;
  const tileRows = job.method == 3 ? 2 : 1;
  for (let firstRow = 0; firstRow < job.m; firstRow += job.strip) {
    const rows = min(job.strip, job.m - firstRow);
    for (let row = 0; row < rows; row += tileRows) {
      const a = job.activations + <usize>(firstRow + row) * job.activationStride;
      // A last row without a partner is its own.
      const alone = row + 1 == rows;
      const second: usize = alone ? 0 : job.activationStride;
      tileRow(job, a, second, b, columns, counts + <usize>row * stride, alone ? 0 : stride);
    }
    emit(job, counts, stride, firstRow, rows, column, columns);
  }
}

/** Computes one block in the workspace of one thread. */
export function runBlock(job: Job, block: i32, thread: i32): void {
  const scratch = job.scratch + <usize>thread * job.scratchBytes;
  if (job.method == 0) tableOfWeights(job, block, scratch);
  else if (job.method == 1) tableOfActivations(job, block, scratch);
  else tilesOfBits(job, block, scratch);
}
