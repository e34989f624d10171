import { kernelMemory } from '../storage/kernel-memory.ts';
import type { KernelFamily } from '../storage/load-family.ts';
import type { Packed } from '../storage/packed.ts';
import {
  chainBuffers,
  chainWork,
  padFor,
  rectangleWork,
  scalarMorphology,
  simdMorphology,
  smallWork,
  type MorphologyKernels,
} from './kernels.ts';
import { clampRuns, type Chain, type Run } from './plan.ts';
import { gatherReference, type GatherOperation, type Offset } from './reference.ts';
import { shapeOf, type Shape } from './shape.ts';

/**
 * destination = operation over runs of offsets; pixels outside read as `outside`. The destination
 * may be the source.
 *
 * The one place where a kernel is chosen. By engine: vectors of 128 pixels where there is SIMD,
 * words of 64 where there is WebAssembly without it, the reference where there is none or it was
 * asked for. By element: see {@link shapeOf}.
 */
export function gather(
  operation: GatherOperation,
  source: Packed,
  runs: readonly Run[],
  outside: 0 | 1,
  destination: Packed,
): void {
  const family = [simdMorphology, scalarMorphology].find(({ usable }) => usable);
  const clamped = clampRuns(runs, source.rows, source.columns);
  if (family === undefined || clamped.length === 0) {
    byReference(operation, source, clamped, outside, destination);
    return;
  }
  const shape = shapeOf(clamped);
  apart(source, destination, (from) => {
    const image: Image = {
      from,
      to: destination.pointer,
      rows: source.rows,
      columns: source.columns,
      stride: source.wordsPerRow * 4,
      outside,
    };
    if (shape.form === 'rectangle') rectangle(family, operation, image, shape);
    else if (shape.form === 'chain') chain(family, operation, image, shape.chain);
    else small(family, operation, image, shape.form);
  });
}

/** Pointers and sizes that every kernel takes. */
interface Image {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  readonly outside: 0 | 1;
}

type Family = KernelFamily<MorphologyKernels>;

const smallKernels = { square3: 'Square3', square5: 'Square5', cross3: 'Cross3' } as const;

function small(
  family: Family,
  operation: GatherOperation,
  { from, to, rows, columns, stride, outside }: Image,
  form: keyof typeof smallKernels,
): void {
  const name = `${operation}${smallKernels[form]}` as const;
  withWork(smallWork(stride), (work) => {
    family.run((kernels) => kernels[name](from, to, rows, columns, stride, outside, work));
  });
}

function rectangle(
  family: Family,
  operation: GatherOperation,
  { from, to, rows, columns, stride, outside }: Image,
  { start, width, top, height }: Shape & { form: 'rectangle' },
): void {
  const name = `${operation}Rectangle` as const;
  const pad = padFor(Math.max(Math.abs(start), Math.abs(start + width - 1)));
  withWork(rectangleWork(stride, pad, height), (work) => {
    family.run((kernels) =>
      // prettier-ignore
      kernels[name](
        from, to, rows, columns, stride, outside, start, width, top, height, pad, work,
      ),
    );
  });
}

function chain(
  family: Family,
  operation: GatherOperation,
  { from, to, rows, columns, stride, outside }: Image,
  { links, reach }: Chain,
): void {
  const name = `${operation}Chain` as const;
  const pad = padFor(reach);
  const plan = links.flatMap((link) => [link.rows.length, link.start, link.length, ...link.rows]);
  const longest = Math.max(...links.map((link) => link.rows.length));
  const buffersBytes = chainBuffers(stride, pad);
  const workBytes = chainWork(stride, longest);
  withWork(buffersBytes + workBytes + plan.length * 4, (buffers) => {
    const work = buffers + buffersBytes;
    const planned = work + workBytes;
    kernelMemory.i32().set(plan, planned / 4);
    family.run((kernels) =>
      // prettier-ignore
      kernels[name](
        from, to, rows, columns, stride, outside, planned, links.length, pad, work, buffers,
      ),
    );
  });
}

/** Calls `run` with a pointer to the source's bits that stay unchanged while run writes. */
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
  for (const { first, last, dy } of runs) {
    for (let dx = first; dx <= last; dx++) offsets.push({ dx, dy });
  }
  const { rows, columns, wordsPerRow, pointer } = source;
  const unchanged = { rows, columns, wordsPerRow, pointer, words: source.words.slice() };
  gatherReference(operation, unchanged, offsets, outside, destination);
}
