import type { Tensor } from '@onebit/bnn';

const bytesOf = (values: Float32Array | Int32Array | Int8Array): Uint8Array =>
  new Uint8Array(values.slice().buffer);

/** A float32 tensor. */
export function floatTensor(values: Float32Array, shape: readonly number[]): Tensor {
  return { dtype: 'F32', shape, bytes: bytesOf(values) };
}

/** An int32 vector. */
export function intTensor(values: Int32Array): Tensor {
  return { dtype: 'I32', shape: [values.length], bytes: bytesOf(values) };
}

/**
 * Rounds each row of weights to 8 bits, symmetric round zero: `w = scale * q`, q from -127 to 127.
 *
 * @param values - rows of weights
 * @param rows - how many
 */
export function quantiseRows(
  values: Float32Array,
  rows: number,
): { quantised: Tensor; scale: Float32Array } {
  const perRow = values.length / rows;
  const scale = new Float32Array(rows);
  const q = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    const weights = values.subarray(row * perRow, (row + 1) * perRow);
    const largest = weights.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    scale[row] = largest === 0 ? 1 : largest / 127;
    weights.forEach((value, at) => (q[row * perRow + at] = Math.round(value / scale[row]!)));
  }
  return { quantised: { dtype: 'I8', shape: [rows, perRow], bytes: bytesOf(q) }, scale };
}
