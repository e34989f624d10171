import type { Dtype, Tensor } from '@onebit/bnn';

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength).slice();

/** A tensor of 32-bit floats. */
export const floats = (shape: readonly number[], values: Float32Array): Tensor => ({
  dtype: 'F32',
  shape,
  bytes: bytesOf(values),
});

/** A tensor of integers of the type named. */
export const integers = (
  dtype: Dtype,
  shape: readonly number[],
  values: Int8Array | Int32Array | Uint16Array,
): Tensor => ({ dtype, shape, bytes: bytesOf(values) });
