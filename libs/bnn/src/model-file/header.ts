import { OnebitError } from '@onebit/errors';
import { BYTES_PER_ELEMENT, isDtype, type Dtype } from './dtype.ts';
import { parseStrictJson } from './strict-json.ts';
import { MODEL_LIMITS } from './limits.ts';

/** Where a tensor lies in the data, `begin` inclusive, `end` exclusive, counted from the data's start. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The JSON header, checked. */
export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly entries: readonly TensorEntry[];
}

/** Reads the JSON header of a safetensors file. */
export function readHeader(bytes: Uint8Array): Header {
  if (bytes[0] !== 0x7b) {
    throw invalid(
      'a header that begins with "{"',
      bytes.length === 0 ? 'an empty header' : `byte ${bytes[0]}`,
    );
  }
  const json = parseStrictJson(bytes);
  if (!isRecord(json)) throw invalid('a JSON object', typeof json);
  const { __metadata__: metadata = {}, ...tensors } = json;
  const names = Object.keys(tensors);
  if (names.length > MODEL_LIMITS.tensors) {
    throw invalid(`at most ${MODEL_LIMITS.tensors} tensors`, `${names.length}`);
  }
  return {
    metadata: readMetadata(metadata),
    entries: names.map((name) => readEntry(name, tensors[name])),
  };
}

function readMetadata(value: unknown): Record<string, string> {
  if (!isRecord(value)) throw invalid('__metadata__ to be an object', typeof value);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw invalid(`metadata "${key}" to be a string`, typeof text);
  }
  return value as Record<string, string>;
}

function readEntry(name: string, value: unknown): TensorEntry {
  if (name.length > MODEL_LIMITS.nameLength) {
    throw invalid(`names of at most ${MODEL_LIMITS.nameLength} characters`, `${name.length}`);
  }
  if (!isRecord(value)) throw invalid(`tensor "${name}" to be an object`, typeof value);
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) {
    throw invalid(`dtype, shape and data_offsets for "${name}"`, `also ${unknown.join(', ')}`);
  }
  if (!isDtype(dtype)) {
    throw new OnebitError('model-dtype-unknown', {
      expected: `one of ${Object.keys(BYTES_PER_ELEMENT).join(', ')} for tensor "${name}"`,
      received: JSON.stringify(dtype) ?? 'nothing',
      hint: 'Convert the tensor to a supported type and write the file again.',
    });
  }
  const size = readShape(name, shape) * BYTES_PER_ELEMENT[dtype];
  if (!isNaturals(offsets) || offsets.length !== 2 || offsets[1]! < offsets[0]!) {
    throw invalid(`data_offsets of "${name}" to be [begin, end]`, JSON.stringify(offsets));
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== size) {
    throw new OnebitError('model-tensor-size', {
      expected: `${size} bytes for tensor "${name}" of ${dtype} ${JSON.stringify(shape)}`,
      received: `${end - begin} bytes`,
      hint: 'The header was altered; fetch the file again.',
    });
  }
  return { name, dtype, shape: shape as number[], begin, end };
}

/** The number of elements; refuses what could overflow before multiplying. */
function readShape(name: string, shape: unknown): number {
  const refuse = (): OnebitError =>
    new OnebitError('model-shape-invalid', {
      expected: `at most ${MODEL_LIMITS.dimensions} whole sides for tensor "${name}", together at most ${MODEL_LIMITS.fileBytes} elements`,
      received: JSON.stringify(shape) ?? 'nothing',
      hint: 'The header was altered; fetch the file again.',
    });
  if (!isNaturals(shape) || shape.length > MODEL_LIMITS.dimensions) throw refuse();
  let product = 1;
  for (const side of shape) {
    if (side !== 0 && product > MODEL_LIMITS.fileBytes / side) throw refuse();
    product *= side;
  }
  return product;
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(expected: string, received: string | undefined): OnebitError {
  return new OnebitError('model-header-invalid', {
    expected,
    received: received ?? 'nothing',
    hint: 'The file is damaged or is no safetensors file; fetch it again.',
  });
}
