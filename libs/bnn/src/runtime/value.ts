import { BitMatrix, FloatMatrix } from '@onebit/bitwise-kernels';

/** How the rows of a matrix lie: `count` samples of `height` x `width` positions. */
export interface Positions {
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/**
 * What flows between the steps of a plan: one row a position, one column a channel. Integers travel
 * as floats, which hold them exactly up to 2^24.
 */
export type Value = BytesValue | BitsValue | FloatsValue;

/** An input as it comes, or quantised: one byte an element. */
export interface BytesValue {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array | Int8Array;
  readonly channels: number;
  readonly at: Positions;
}

/** Packed bits. */
export interface BitsValue {
  readonly kind: 'bits';
  readonly matrix: BitMatrix;
  readonly at: Positions;
}

/** Reals, or integers that floats hold exactly. */
export interface FloatsValue {
  readonly kind: 'floats';
  readonly matrix: FloatMatrix;
  readonly at: Positions;
}

/** One step of a plan: it owns the value it is given, and gives one that the next step owns. */
export interface Step {
  run(value: Value): Value;
  /** Frees prepared weights. */
  dispose(): void;
}

/** Frees what a value holds in the kernels' memory. */
export function disposeValue(value: Value): void {
  if (value.kind !== 'bytes') value.matrix.dispose();
}

/** Rows of a matrix of so many positions. */
export const rowsOf = ({ count, height, width }: Positions): number => count * height * width;

/** The positions of one sample of a shape, `count` times. */
function positionsOf(shape: readonly number[], count: number): Positions {
  if (shape.length === 1) return { count, height: 1, width: 1 };
  if (shape.length === 2) return { count, height: 1, width: shape[0]! };
  return { count, height: shape[0]!, width: shape[1]! };
}

/** The value as floats: bytes as they are, bits as +1 and -1. The given value is used up. */
export function toFloats(value: Value): FloatsValue {
  if (value.kind === 'floats') return value;
  if (value.kind === 'bytes') {
    const rows = rowsOf(value.at);
    return {
      kind: 'floats',
      matrix: FloatMatrix.from(rows, value.channels, value.bytes),
      at: value.at,
    };
  }
  const { rows, columns } = value.matrix;
  const signs = Float32Array.from(value.matrix.toBytes(), (bit) => 2 * bit - 1);
  const matrix = FloatMatrix.from(rows, columns, signs);
  value.matrix.dispose();
  return { kind: 'floats', matrix, at: value.at };
}

/** Packs rows of bytes (0 or more than 0) into bits. */
export const bitsOfBytes = (rows: number, columns: number, bytes: Uint8Array): BitMatrix =>
  BitMatrix.fromBytes(rows, columns, bytes);

/** Inputs of a network: bytes for levels, ±1 for bits, numbers otherwise, one sample after another. */
export type NetworkInput = Uint8Array | Float32Array;

/** Samples as the first step takes them. */
export function valueOf(batch: NetworkInput, count: number, shape: readonly number[]): Value {
  const at = positionsOf(shape, count);
  const channels = shape[shape.length - 1]!;
  if (batch instanceof Uint8Array) return { kind: 'bytes', bytes: batch, channels, at };
  const matrix = FloatMatrix.from(batch.length / channels, channels, batch);
  return { kind: 'floats', matrix, at };
}
