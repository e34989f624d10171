/** The element types of the safetensors format that a model file may hold, with bytes an element. */
export const BYTES_PER_ELEMENT = {
  U8: 1,
  I8: 1,
  U16: 2,
  I16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  F64: 8,
} as const;

/** An element type. */
export type Dtype = keyof typeof BYTES_PER_ELEMENT;

const ARRAYS = {
  U8: Uint8Array,
  I8: Int8Array,
  U16: Uint16Array,
  I16: Int16Array,
  U32: Uint32Array,
  I32: Int32Array,
  F32: Float32Array,
  F64: Float64Array,
} as const;

/** The typed array that holds elements of a type. */
export type ArrayOf<D extends Dtype> = InstanceType<(typeof ARRAYS)[D]>;

/** True for the name of a type that a model file may hold. */
export function isDtype(name: unknown): name is Dtype {
  return typeof name === 'string' && Object.hasOwn(BYTES_PER_ELEMENT, name);
}

/** Reads elements from bytes that may start anywhere: typed arrays insist on alignment, so copy. */
export function elements<D extends Dtype>(dtype: D, bytes: Uint8Array): ArrayOf<D> {
  const copy = bytes.slice();
  const length = copy.byteLength / BYTES_PER_ELEMENT[dtype];
  return new ARRAYS[dtype](copy.buffer, 0, length) as ArrayOf<D>;
}
