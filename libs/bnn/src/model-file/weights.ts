import type { WeightKind } from '../description/layers.ts';
import { elements } from './dtype.ts';
import type { Tensor } from './safetensors.ts';

/** Numbers of a float32, int32, int8 or byte tensor. */
export function numbersOf(tensor: Tensor): ArrayLike<number> {
  return elements(tensor.dtype, tensor.bytes);
}

/**
 * Weights as plain numbers, one output a row: +1 and -1 for bits.
 *
 * @param tensor - `[rows, ...]`
 * @param kind - how the weights are stored
 * @param perRow - weights in a row
 */
export function weightRows(tensor: Tensor, kind: WeightKind, perRow: number): Float32Array {
  if (kind !== 'bits') return Float32Array.from(numbersOf(tensor));
  const [rows, bytesPerRow] = tensor.shape as [number, number];
  const values = new Float32Array(rows * perRow);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < perRow; at++) {
      const byte = tensor.bytes[row * bytesPerRow + (at >> 3)]!;
      values[row * perRow + at] = (byte >> (at & 7)) & 1 ? 1 : -1;
    }
  }
  return values;
}

/** Packs +1/-1 weights (bit 1 where >= 0), one output a row, into a tensor of bytes. */
export function packWeights(values: ArrayLike<number>, rows: number): Tensor {
  const perRow = values.length / rows;
  const bytesPerRow = Math.ceil(perRow / 8);
  const bytes = new Uint8Array(rows * bytesPerRow);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < perRow; at++) {
      if (values[row * perRow + at]! >= 0) bytes[row * bytesPerRow + (at >> 3)]! |= 1 << (at & 7);
    }
  }
  return { dtype: 'U8', shape: [rows, bytesPerRow], bytes };
}
