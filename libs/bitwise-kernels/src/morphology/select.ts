import { morphologyScalarBinary } from '../generated/morphology-scalar.ts';
import { morphologyBinary } from '../generated/morphology.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { KernelFamily } from '../storage/load-family.ts';
import type { Packed } from '../storage/packed.ts';
import { chainOf, clampRuns, type Run } from './plan.ts';
import { gatherReference, type GatherOperation, type Offset } from './reference.ts';

type RectangleKernel = (
  source: number,
  destination: number,
  rows: number,
  columns: number,
  stride: number,
  outside: number,
  start: number,
  width: number,
  top: number,
  height: number,
  pad: number,
  work: number,
) => void;

type ChainKernel = (
  source: number,
  destination: number,
  rows: number,
  columns: number,
  stride: number,
  outside: number,
  plan: number,
  links: number,
  pad: number,
  work: number,
  buffers: number,
) => void;

interface MorphologyKernels {
  orRectangle: RectangleKernel;
  andRectangle: RectangleKernel;
  orChain: ChainKernel;
  andChain: ChainKernel;
}

const simd = new KernelFamily<MorphologyKernels>(morphologyBinary);
const scalar = new KernelFamily<MorphologyKernels>(morphologyScalarBinary);

/** A rectangle of offsets, all four included. */
export interface OffsetRectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The compiled kernels in use: 128 pixels at once with SIMD, 64 without; none where the engine has
 * no WebAssembly or the reference was asked for.
 */
function selectFamily(): KernelFamily<MorphologyKernels> | undefined {
  if (simd.usable) return simd;
  if (scalar.usable) return scalar;
  return undefined;
}

/**
 * From this height vertical runs are made of prefixes and suffixes: three operations a row at any
 * height. Below, combining the rows one by one needs no more than that and no second buffer.
 */
const TALL = 6;

/** destination = operation over a rectangle of offsets; the destination may be the source. */
export function gatherRectangle(
  operation: GatherOperation,
  source: Packed,
  rectangle: OffsetRectangle,
  outside: 0 | 1,
  destination: Packed,
): void {
  const runs: Run[] = [];
  const { left: first, right: last } = rectangle;
  const top = Math.max(-source.rows, Math.min(source.rows, rectangle.top));
  const bottom = Math.max(-source.rows, Math.min(source.rows, rectangle.bottom));
  for (let dy = top; dy <= bottom; dy++) runs.push({ first, last, dy });
  const height = runs.length;
  if (height < TALL || selectFamily() === undefined) {
    gatherRuns(operation, source, runs, outside, destination);
    return;
  }
  const { rows, columns, wordsPerRow } = source;
  const [run] = clampRuns(runs.slice(0, 1), rows, columns);
  const stride = wordsPerRow * 4;
  const pad = padFor(Math.max(Math.abs(run!.first), Math.abs(run!.last)));
  const block = Math.min(height, BLOCK_ROWS);
  const size = 16 + stride + SUFFIX_BYTES + block * (stride + 2 * (pad + SLACK_BYTES));
  apart(source, destination, (from) => {
    withWork(size, (work) => {
      selectFamily()!.run((kernels) =>
        kernels[operation === 'or' ? 'orRectangle' : 'andRectangle'](
          from,
          destination.pointer,
          rows,
          columns,
          stride,
          outside,
          run!.first,
          run!.last - run!.first + 1,
          top,
          height,
          pad,
          work,
        ),
      );
    });
  });
}

/** destination = operation over runs of offsets; the destination may be the source. */
export function gatherRuns(
  operation: GatherOperation,
  source: Packed,
  runs: readonly Run[],
  outside: 0 | 1,
  destination: Packed,
): void {
  const family = selectFamily();
  if (family === undefined || runs.length === 0) {
    byReference(operation, source, runs, outside, destination);
    return;
  }
  const { rows, columns, wordsPerRow } = source;
  const { links, reach } = chainOf(clampRuns(runs, rows, columns));
  const stride = wordsPerRow * 4;
  const pad = padFor(reach);
  const plan = links.flatMap((link) => [link.rows.length, link.start, link.length, ...link.rows]);
  const longest = Math.max(...links.map((link) => link.rows.length));
  const planBytes = align16(plan.length * 4);
  const rowsBytes = 32 + stride + align16((longest + 1) * 4);
  const bufferBytes = 2 * (stride + 2 * (3 * pad + SLACK_BYTES));
  apart(source, destination, (from) => {
    withWork(planBytes + rowsBytes + bufferBytes, (work) => {
      kernelMemory.i32().set(plan, work / 4);
      family.run((kernels) =>
        kernels[operation === 'or' ? 'orChain' : 'andChain'](
          from,
          destination.pointer,
          rows,
          columns,
          stride,
          outside,
          work,
          links.length,
          pad,
          work + planBytes,
          work + planBytes + rowsBytes,
        ),
      );
    });
  });
}

/** These three are the sizes that the kernels lay out (assembly/morphology). */
const SLACK_BYTES = 256;
const SUFFIX_BYTES = 4096;
const BLOCK_ROWS = 64;

const align16 = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Whole vectors that cover `reach` pixels, at least one. */
function padFor(reach: number): number {
  return Math.max(1, Math.ceil(reach / 128)) * 16;
}

/** Calls `run` with a pointer to the source's bits that stays unchanged while run writes. */
function apart(source: Packed, destination: Packed, run: (pointer: number) => void): void {
  const from = source.pointer;
  if (from !== destination.pointer) {
    run(from);
    return;
  }
  const bytes = source.rows * source.wordsPerRow * 4;
  withWork(bytes, (copy) => {
    kernelMemory.u8().copyWithin(copy, from, from + bytes);
    run(copy);
  });
}

function withWork(bytes: number, run: (pointer: number) => void): void {
  const pointer = kernelMemory.allocate(bytes);
  try {
    run(pointer);
  } finally {
    kernelMemory.free(pointer);
  }
}

function byReference(
  operation: GatherOperation,
  source: Packed,
  runs: readonly Run[],
  outside: 0 | 1,
  destination: Packed,
): void {
  const offsets: Offset[] = [];
  for (const { first, last, dy } of clampRuns(runs, source.rows, source.columns)) {
    for (let dx = first; dx <= last; dx++) offsets.push({ dx, dy });
  }
  const unchanged = { ...sizesOf(source), words: source.words.slice() };
  gatherReference(operation, unchanged, offsets, outside, destination);
}

function sizesOf({ rows, columns, wordsPerRow, pointer }: Packed): Omit<Packed, 'words'> {
  return { rows, columns, wordsPerRow, pointer };
}
