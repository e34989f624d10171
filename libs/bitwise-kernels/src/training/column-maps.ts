import { columnMapReference, type ColumnMap } from './column-maps.reference.ts';
import { destinationFor, requireShape, withScratch } from './checks.ts';
import type { FloatMatrix } from './float-matrix.ts';
import { trainingKernels } from './kernels.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';

/** What a map reads beside its matrices. */
export interface MapOperands {
  /** One float a column each, 1 x C; zeros where undefined. */
  readonly vectors?: readonly (FloatMatrix | undefined)[];
  readonly numbers?: readonly number[];
  /** Receives the result, and may be one of the matrices; a new matrix where absent. */
  readonly destination?: FloatMatrix | undefined;
}

/** Applies a map to matrices of one shape. */
export function mapColumns(
  map: ColumnMap,
  matrices: readonly [FloatMatrix, ...FloatMatrix[]],
  { vectors = [], numbers = [], destination }: MapOperands = {},
): FloatMatrix {
  const { rows, columns } = matrices[0];
  for (const matrix of matrices) requireShape('an operand', matrix, rows, columns);
  for (const vector of vectors) {
    if (vector) requireShape('a vector with one float a column', vector, 1, columns);
  }
  const out = destinationFor(destination, rows, columns);
  if (!trainingKernels.usable) {
    const data = matrices.map((matrix) => matrix.data);
    const rest = vectors.map((vector) => vector?.data);
    columnMapReference(map, data, rest, numbers, out.data, columns);
    return out;
  }
  withScratch(columns * 4, (zeros) => {
    kernelMemory.f32().fill(0, zeros / 4, zeros / 4 + columns);
    trainingKernels.run((kernels) =>
      kernels[map](
        ...matrices.map((matrix) => matrix.pointer),
        ...vectors.map((vector) => vector?.pointer ?? zeros),
        ...numbers,
        out.pointer,
        // A map without vectors does not care where rows end: one long row leaves fewer ends over.
        ...(vectors.length > 0 ? [rows, columns] : [1, rows * columns]),
      ),
    );
  });
  return out;
}
