import { OnebitError } from '@onebit/errors';
import { lookupBinary } from '../generated/lookup.ts';
import { packThresholdInto } from '../packing/select.ts';
import { packThreshold, unpackBytes } from '../packing/packing.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { destinationLike } from '../storage/destination.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { KernelFamily } from '../storage/load-family.ts';
import { voteReference } from './reference.ts';
import { type VoteTables, checkTables } from './vote-tables.ts';

interface LookupKernels {
  vote(
    place: number,
    stride: number,
    rows: number,
    columns: number,
    inputs: number,
    votes: number,
    tables: number,
    depth: number,
    threshold: number,
    sums: number,
    result: number,
  ): void;
}

const family = new KernelFamily<LookupKernels>(lookupBinary);

/** Places that the kernel handles at once, and so may read beyond a row. */
const LANES = 16;

/**
 * Lets tables vote on every place: each looks up the bits it reads around the place, and a place is
 * set where the votes add up to the threshold. Off the matrix everything reads 0. One table of 9
 * inputs is any function of a 3x3 window; tables of one input with whole weights are a weighted
 * order statistic.
 *
 * @param planes - at least one matrix, all rows x columns
 * @param tables - what reads where, and votes how
 * @param destination - where to write; may be one of the planes; a new matrix where left out
 * @returns the destination
 * @throws OnebitError `size-mismatch`, `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitMatrix, voteByTables } from '@onebit/bitwise-kernels';
 * const bits = BitMatrix.fromBytes(1, 6, Uint8Array.of(0, 1, 1, 0, 1, 0));
 * const edge = { depth: 2, inputs: Int16Array.of(0, 0, 0, 0, 1, 0), votes: Int8Array.of(0, 1, 1, 0), threshold: 1 };
 * console.log(voteByTables([bits], edge).toBytes().join('')); // 101110
 * ```
 */
export function voteByTables(
  planes: readonly BitMatrix[],
  tables: VoteTables,
  destination?: BitMatrix,
): BitMatrix {
  const first = planes[0];
  if (
    !first ||
    planes.some((plane) => plane.rows !== first.rows || plane.columns !== first.columns)
  ) {
    throw new OnebitError('size-mismatch', {
      expected: 'at least one plane, all of one size',
      received: planes.map(({ rows, columns }) => `${rows} x ${columns}`).join(', ') || 'none',
      hint: 'Give planes of one picture.',
    });
  }
  checkTables(tables, planes.length);
  const { rows, columns } = first;
  const result = destinationLike(first, destination);
  if (!family.usable) {
    const bytes = voteReference(
      planes.map((plane) => plane.toBytes()),
      rows,
      columns,
      tables,
    );
    using packed = packThreshold(bytes, rows, columns, 0);
    result.words.set(packed.words);
    return result;
  }
  const { margin, stride, planeBytes } = layoutOf(rows, columns, tables);
  using padded = KernelBlock.cleared(planes.length * planeBytes + LANES);
  for (const [index, plane] of planes.entries()) {
    const bytes = unpackBytes(plane);
    const to = padded.u8();
    for (let row = 0; row < rows; row++) {
      const at = index * planeBytes + (row + margin) * stride + margin;
      to.set(bytes.subarray(row * columns, (row + 1) * columns), at);
    }
  }
  const { depth, threshold } = tables;
  const count = tables.inputs.length / (3 * depth);
  using inputs = new KernelBlock(count * depth * 4);
  using votes = votesBlock(tables, count);
  using sums = new KernelBlock((columns + LANES) * 2);
  using bytes = new KernelBlock(rows * columns + LANES);
  const offsets = new Int32Array(inputs.u8().buffer, inputs.pointer, count * depth);
  for (let input = 0; input < offsets.length; input++) {
    const [plane, x, y] = tables.inputs.subarray(input * 3, input * 3 + 3);
    offsets[input] = plane! * planeBytes + y! * stride + x!;
  }
  const place = padded.pointer + margin * stride + margin;
  family.run((kernels) =>
    kernels.vote(
      place,
      stride,
      rows,
      columns,
      inputs.pointer,
      votes.pointer,
      count,
      depth,
      threshold,
      sums.pointer,
      bytes.pointer,
    ),
  );
  packThresholdInto(bytes.u8().subarray(0, rows * columns), 0, result);
  return result;
}

function layoutOf(
  rows: number,
  columns: number,
  { inputs }: VoteTables,
): { margin: number; stride: number; planeBytes: number } {
  let margin = 0;
  inputs.forEach((value, at) => {
    if (at % 3 !== 0) margin = Math.max(margin, Math.abs(value));
  });
  const stride = columns + 2 * margin + LANES;
  return { margin, stride, planeBytes: stride * (rows + 2 * margin) };
}

/** The votes as the kernel reads them: at least 16 entries a table. */
function votesBlock({ votes, depth }: VoteTables, count: number): KernelBlock {
  const entries = 2 ** depth;
  const room = Math.max(16, entries);
  const block = KernelBlock.cleared(count * room);
  const bytes = new Int8Array(block.u8().buffer, block.pointer, count * room);
  for (let table = 0; table < count; table++) {
    bytes.set(votes.subarray(table * entries, (table + 1) * entries), table * room);
  }
  return block;
}
