import { OnebitError } from '@onebit/errors';
import { packSigns } from '../packing/packing.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import type { FloatMatrix } from '../training/float-matrix.ts';
import { signBits } from '../training/sign-bits.ts';

/** Activations of a product: bits, or floats whose signs are taken first (bit 1 where >= 0). */
export type Activations = BitMatrix | FloatMatrix | Float32Array;

/** Counts are u16, so that a vector holds eight of them. */
const LARGEST_K = 65535;
/** Dot products of K bits lie between -K and K. */
const LARGEST_INT16_K = 32767;

/** Refuses products that 16-bit counts cannot hold. */
export function requireCountable(k: number): void {
  if (k <= LARGEST_K) return;
  throw new OnebitError('size-invalid', {
    expected: `rows of at most ${LARGEST_K} bits`,
    received: `${k} bits`,
    hint: 'Split the columns of both operands and add the products.',
  });
}

/** Refuses dot products that 16-bit integers cannot hold. */
export function requireInt16(k: number): void {
  if (k <= LARGEST_INT16_K) return;
  throw new OnebitError('size-invalid', {
    expected: `rows of at most ${LARGEST_INT16_K} bits for 16-bit results`,
    received: `${k} bits`,
    hint: 'Ask for 32-bit results: 16 bits would overflow.',
  });
}

/** Runs `body` with the activations as bits, which are given back afterwards if they were made. */
export function withBits<Result>(
  activations: Activations,
  k: number,
  body: (bits: BitMatrix) => Result,
): Result {
  if (activations instanceof BitMatrix) {
    requireColumns(activations.columns, k);
    return body(activations);
  }
  const bits =
    activations instanceof Float32Array ? ofFloats(activations, k) : ofMatrix(activations, k);
  try {
    return body(bits);
  } finally {
    bits.dispose();
  }
}

function ofMatrix(matrix: FloatMatrix, k: number): BitMatrix {
  requireColumns(matrix.columns, k);
  return signBits(matrix);
}

function ofFloats(values: Float32Array, k: number): BitMatrix {
  const rows = values.length / k;
  if (values.length === 0 || !Number.isInteger(rows)) {
    throw new OnebitError('size-mismatch', {
      expected: `floats for whole rows of ${k}`,
      received: `${values.length} floats`,
      hint: 'Give rows of as many activations as the weights have columns, in an array in use.',
    });
  }
  // Packing may grow the kernels' memory, which would empty a view of it.
  const own = values.buffer === kernelMemory.buffer;
  return packSigns(own ? values.slice() : values, rows, k);
}

function requireColumns(columns: number, k: number): void {
  if (columns === k) return;
  throw new OnebitError('size-mismatch', {
    expected: `activations of ${k} columns, as the weights have`,
    received: `${columns} columns`,
    hint: 'Both operands hold K bits a row: M x K activations and N x K weights.',
  });
}

/** Refuses an array of the wrong length, an emptied view among them. */
export function requireLength(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length === length) return;
  throw new OnebitError('size-mismatch', {
    expected: `${name} of ${length} elements`,
    received: `${array.length}`,
    hint: 'A view of the kernels’ memory is empty after the memory grew: take it again.',
  });
}
