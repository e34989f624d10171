import { kernelMemory } from '../storage/kernel-memory.ts';
import { trainingKernels } from './kernels.ts';

/** One side of a grid: where its first point stands and how far the next ones are, in bytes. */
export interface GridSide {
  readonly pointer: number;
  /** From one line of points to the next. */
  readonly outer: number;
  /** From one point of a line to the next. */
  readonly inner: number;
}

/** A grid of `outer` lines of `inner` points, each of `columns` floats or bits. */
export interface GridSize {
  readonly outer: number;
  readonly inner: number;
  readonly columns: number;
}

/** to += factor * from at every point. */
export function addGrid(from: GridSide, to: GridSide, size: GridSize, factor: number): void {
  if (size.outer <= 0 || size.inner <= 0) return;
  if (trainingKernels.usable) {
    trainingKernels.run((kernels) => kernels.addGrid(...gridOperands(from, to, size), factor));
    return;
  }
  const floats = kernelMemory.f32();
  const scale = Math.fround(factor);
  forEachPoint(from, to, size, (source, target) => {
    for (let at = 0; at < size.columns; at++) {
      const added = Math.fround(scale * floats[source / 4 + at]!);
      floats[target / 4 + at] = floats[target / 4 + at]! + added;
    }
  });
}

/** The operands of a compiled grid kernel, in its order. */
export function gridOperands(from: GridSide, to: GridSide, size: GridSize) {
  return [
    from.pointer,
    from.outer,
    from.inner,
    to.pointer,
    to.outer,
    to.inner,
    size.outer,
    size.inner,
    size.columns,
  ] as const;
}

/** Visits the pointers of both sides at every point, in the order of the compiled kernels. */
export function forEachPoint(
  from: GridSide,
  to: GridSide,
  size: GridSize,
  visit: (source: number, target: number) => void,
): void {
  for (let line = 0; line < size.outer; line++) {
    for (let point = 0; point < size.inner; point++) {
      visit(
        from.pointer + line * from.outer + point * from.inner,
        to.pointer + line * to.outer + point * to.inner,
      );
    }
  }
}
