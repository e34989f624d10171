import { OnebitError } from '@onebit/errors';
import { BYTES_PER_ELEMENT, type Dtype } from './dtype.ts';
import { readHeader, type TensorEntry } from './header.ts';
import { MODEL_LIMITS } from './limits.ts';

/** A tensor as the file holds it: type, shape, and its bytes, little-endian, in row order. */
export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The content of a safetensors file. */
export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const LENGTH_BYTES = 8;

/**
 * Reads a safetensors file and refuses whatever the format does not foresee.
 *
 * @param given - the whole file
 * @returns its metadata and tensors; the bytes of the tensors are views of the file
 * @throws OnebitError with a `model-…` code that names the one thing that is wrong
 * @see The format: https://github.com/huggingface/safetensors, section Format
 */
export function readSafetensors(given: Uint8Array): Safetensors {
  // A Node Buffer is a Uint8Array whose slice() shares memory instead of copying.
  const file = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  const dataStart = LENGTH_BYTES + headerLength(file);
  const { metadata, entries } = readHeader(file.subarray(LENGTH_BYTES, dataStart));
  const data = file.subarray(dataStart);
  checkLayout(entries, data.byteLength);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, { dtype, shape, bytes: data.subarray(begin, end) });
  }
  return { metadata, tensors };
}

function headerLength(file: Uint8Array): number {
  if (file.byteLength > MODEL_LIMITS.fileBytes) {
    throw new OnebitError('model-too-large', {
      expected: `at most ${MODEL_LIMITS.fileBytes} bytes`,
      received: `${file.byteLength} bytes`,
      hint: 'This is no Onebit model; check the path.',
    });
  }
  const received = `${file.byteLength} bytes`;
  if (file.byteLength < LENGTH_BYTES) throw truncated('at least 8 bytes', received);
  const view = new DataView(file.buffer, file.byteOffset, LENGTH_BYTES);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MODEL_LIMITS.headerBytes)) {
    throw new OnebitError('model-header-too-large', {
      expected: `a header of at most ${MODEL_LIMITS.headerBytes} bytes`,
      received: `a header length of ${length}`,
      hint: 'The file is damaged or is no safetensors file; fetch it again.',
    });
  }
  if (length > BigInt(file.byteLength - LENGTH_BYTES)) {
    throw truncated(`a header of ${length} bytes`, `${file.byteLength - LENGTH_BYTES} bytes`);
  }
  return Number(length);
}

/** Tensors cover the data exactly: a hole or an overlap could hide a second file in the first. */
function checkLayout(entries: readonly TensorEntry[], dataBytes: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin > at) throw layout('model-hole', name, `to begin at byte ${at}`, `byte ${begin}`);
    if (begin < at) throw layout('model-overlap', name, `to begin at byte ${at}`, `byte ${begin}`);
    if (end > dataBytes)
      throw truncated(`tensor "${name}" up to byte ${end}`, `${dataBytes} bytes`);
    at = end;
  }
  if (at !== dataBytes) {
    throw new OnebitError('model-trailing-bytes', {
      expected: `${at} bytes of tensors and nothing after them`,
      received: `${dataBytes} bytes`,
      hint: 'Something was appended to the file; fetch it again.',
    });
  }
}

function layout(
  code: 'model-hole' | 'model-overlap',
  name: string,
  expected: string,
  received: string,
): OnebitError {
  return new OnebitError(code, {
    expected: `tensor "${name}" ${expected}`,
    received,
    hint: 'The file was not written by a safetensors writer, or was altered; fetch it again.',
  });
}

function truncated(expected: string, received: string): OnebitError {
  return new OnebitError('model-truncated', {
    expected,
    received,
    hint: 'The download or copy did not finish; fetch the file again.',
  });
}

/**
 * Writes a safetensors file: tensors in the order of the map, each element type's widest first so
 * that every tensor starts at a multiple of its element size.
 *
 * @param content - metadata and tensors
 * @returns the bytes of the file
 * @throws OnebitError `model-tensor-size` where the bytes of a tensor do not fit its shape
 */
export function writeSafetensors(content: Safetensors): Uint8Array {
  const ordered = [...content.tensors].sort(
    ([, a], [, b]) => BYTES_PER_ELEMENT[b.dtype] - BYTES_PER_ELEMENT[a.dtype],
  );
  const header: Record<string, unknown> = { __metadata__: content.metadata };
  let at = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    const size = shape.reduce((product, side) => product * side, BYTES_PER_ELEMENT[dtype]);
    if (bytes.byteLength !== size) {
      throw new OnebitError('model-tensor-size', {
        expected: `${size} bytes for tensor "${name}" of ${dtype} [${shape.join(', ')}]`,
        received: `${bytes.byteLength} bytes`,
        hint: 'Give the tensor the shape of its content.',
      });
    }
    header[name] = { dtype, shape, data_offsets: [at, at + size] };
    at += size;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.byteLength / 8) * 8; // data starts 8-byte aligned, as in the format
  const file = new Uint8Array(LENGTH_BYTES + padded + at).fill(
    0x20,
    LENGTH_BYTES,
    LENGTH_BYTES + padded,
  );
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(json, LENGTH_BYTES);
  let position = LENGTH_BYTES + padded;
  for (const [, { bytes }] of ordered) {
    file.set(bytes, position);
    position += bytes.byteLength;
  }
  return file;
}
