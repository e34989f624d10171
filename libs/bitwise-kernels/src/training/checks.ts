import { OnebitError } from '@onebit/errors';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { FloatMatrix } from './float-matrix.ts';

/** Anything with a shape: a bit matrix or a float matrix. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** Refuses an operand whose shape does not fit. */
export function requireShape(name: string, matrix: Shape, rows: number, columns: number): void {
  if (matrix.rows === rows && matrix.columns === columns) return;
  throw new OnebitError('size-mismatch', {
    expected: `${name} of ${rows} rows and ${columns} columns`,
    received: `${matrix.rows} rows and ${matrix.columns} columns`,
    hint: 'Check which side of the layer the operand belongs to.',
  });
}

/** Refuses two sizes that have to be equal. */
export function requireEqual(what: string, first: number, second: number): void {
  if (first === second) return;
  throw new OnebitError('size-mismatch', {
    expected: `equal ${what}`,
    received: `${first} and ${second}`,
    hint: 'Check the order and the shapes of the operands.',
  });
}

/** Refuses a number outside what a parameter allows. */
export function requireNumber(name: string, value: number, expected: string, fits: boolean): void {
  if (fits) return;
  throw new OnebitError('value-invalid', {
    expected: `${name} ${expected}`,
    received: String(value),
    hint: 'Correct the parameter.',
  });
}

/** The matrix to write to: the given one if its shape fits, or a new one. */
export function destinationFor(
  given: FloatMatrix | undefined,
  rows: number,
  columns: number,
): FloatMatrix {
  if (given === undefined) return FloatMatrix.uncleared(rows, columns);
  requireShape('a destination', given, rows, columns);
  return given;
}

/** Refuses a destination that shares floats with an operand that is still read while it is written. */
export function requireApart(destination: FloatMatrix, ...operands: readonly Shape[]): void {
  const end = (matrix: FloatMatrix) => matrix.pointer + matrix.rows * matrix.columns * 4;
  for (const operand of operands) {
    if (!(operand instanceof FloatMatrix)) continue;
    if (destination.pointer >= end(operand) || operand.pointer >= end(destination)) continue;
    throw new OnebitError('value-invalid', {
      expected: 'a destination apart from the operands',
      received: 'one that shares floats with an operand',
      hint: 'Give another matrix: the operand is still read while the result is written.',
    });
  }
}

/** Lends a piece of the kernels' memory for the length of a call. */
export function withScratch<Result>(bytes: number, body: (pointer: number) => Result): Result {
  const pointer = kernelMemory.allocate(bytes);
  try {
    return body(pointer);
  } finally {
    kernelMemory.free(pointer);
  }
}

/** Lends the pointer of a vector, or of `length` times `absent` where there is none. */
export function withVector<Result>(
  vector: FloatMatrix | undefined,
  length: number,
  body: (pointer: number) => Result,
  absent = 0,
): Result {
  if (vector) return body(vector.pointer);
  return withScratch(length * 4, (pointer) => {
    kernelMemory.f32().fill(absent, pointer / 4, pointer / 4 + length);
    return body(pointer);
  });
}
