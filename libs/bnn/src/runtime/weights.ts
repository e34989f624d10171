import { BitMatrix, FloatMatrix } from '@onebit/bitwise-kernels';
import type { WeightKind } from '../description/layers.ts';
import { numbersOf } from '../model-file/weights.ts';
import type { Tensor } from '../model-file/safetensors.ts';

/** The tensors of a model by name. */
export type Tensors = ReadonlyMap<string, Tensor>;

/** Packed weights of a model file as a bit matrix: one output a row, `perRow` bits. */
export function bitWeights(tensor: Tensor, perRow: number): BitMatrix {
  const [rows, bytesPerRow] = tensor.shape as [number, number];
  const matrix = BitMatrix.create(rows, perRow);
  const { words, wordsPerRow } = matrix;
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  for (let row = 0; row < rows; row++) {
    const source = tensor.bytes.subarray(row * bytesPerRow, (row + 1) * bytesPerRow);
    bytes.set(source, row * wordsPerRow * 4);
  }
  return matrix;
}

/** Weights as the kernels take them: bits packed, everything else in floats. */
export function operandOf(
  tensor: Tensor,
  kind: WeightKind,
  perRow: number,
): BitMatrix | FloatMatrix {
  if (kind === 'bits') return bitWeights(tensor, perRow);
  const values = numbersOf(tensor);
  return FloatMatrix.from(values.length / perRow, perRow, values);
}

export function vectorOf(tensors: Tensors, name: string): Float32Array {
  return Float32Array.from(numbersOf(tensors.get(name)!));
}
