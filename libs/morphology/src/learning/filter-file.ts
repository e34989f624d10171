import type { VoteTables } from '@onebit/bitwise-kernels';
import { type Tensor, readSafetensors, writeSafetensors } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { type TableStages, layoutOf } from './lookup/table-filter.ts';
import type { Proof } from './proof.ts';

/** What a model file of a learned filter holds. */
export interface FilterContent {
  readonly sequence?: string;
  readonly stages?: TableStages;
  readonly proof: Proof;
}

const FORMAT = 'onebit-learned-filter';
const VERSION = '1';
/** Offsets are stored in 4 bits each, -8 to 7. */
const OFFSET_BIAS = 8;

/**
 * Writes a filter as a safetensors file. A stage of tables is three tensors: `inputs` (one byte each:
 * the row offset + 8 in the upper four bits, the column offset + 8 in the lower), `planes` (one bit
 * each, lowest first, absent where only the picture is read), and `votes` (four bits each as two's
 * complement, lowest first, or one bit where all are -1 and 1).
 */
export function writeFilter({ sequence, stages = [], proof }: FilterContent): Uint8Array {
  const metadata: Record<string, string> = {
    format: FORMAT,
    version: VERSION,
    proof: JSON.stringify(proof),
    ...(sequence === undefined ? {} : { sequence }),
  };
  const tensors = new Map<string, Tensor>();
  for (const [index, stage] of stages.entries()) {
    const { depth, inputs, votes, threshold } = stage;
    const { tables, voteBits, planeBytes, voteBytes } = layoutOf(stage);
    metadata[`stage${index}`] = JSON.stringify({ depth, tables, voteBits, threshold });
    const count = tables * depth;
    const cells = new Uint8Array(count);
    const planes = new Uint8Array(planeBytes);
    for (let input = 0; input < count; input++) {
      const [plane, x, y] = inputs.subarray(3 * input, 3 * input + 3);
      cells[input] = ((y! + OFFSET_BIAS) << 4) | (x! + OFFSET_BIAS);
      if (plane === 1) planes[input >> 3]! |= 1 << (input & 7);
    }
    const packed = new Uint8Array(voteBytes);
    votes.forEach((vote, at) => {
      if (voteBits === 4) packed[at >> 1]! |= (vote & 15) << (4 * (at & 1));
      else if (vote > 0) packed[at >> 3]! |= 1 << (at & 7);
    });
    tensors.set(`stage${index}.inputs`, bytesTensor(cells));
    if (planeBytes > 0) tensors.set(`stage${index}.planes`, bytesTensor(planes));
    tensors.set(`stage${index}.votes`, bytesTensor(packed));
  }
  return writeSafetensors({ metadata, tensors });
}

/**
 * Reads what {@link writeFilter} wrote and refuses whatever it does not foresee.
 *
 * @throws OnebitError with a `model-…` code that names what is wrong
 */
export function readFilter(file: Uint8Array): FilterContent {
  const { metadata, tensors } = readSafetensors(file);
  if (metadata['format'] !== FORMAT) {
    throw invalid(`format ${FORMAT}`, metadata['format'] ?? 'no format');
  }
  if (metadata['version'] !== VERSION) {
    throw new OnebitError('model-version-unsupported', {
      expected: `version ${VERSION}`,
      received: metadata['version'] ?? 'none',
      hint: 'Read it with the version of Onebit that wrote it, or learn the filter again.',
    });
  }
  const stages: VoteTables[] = [];
  const used = new Set<string>();
  const tensor = (name: string, bytes: number): Uint8Array => {
    const found = tensors.get(name);
    if (found?.dtype !== 'U8' || found.bytes.byteLength !== bytes) {
      throw invalid(`tensor "${name}" of ${bytes} bytes`, `${found?.bytes.byteLength ?? 0} bytes`);
    }
    used.add(name);
    return found.bytes;
  };
  for (let index = 0; metadata[`stage${index}`] !== undefined; index++) {
    const numbers = numbersOf(metadata[`stage${index}`]!);
    const { depth, tables, voteBits, threshold } = numbers;
    const count = tables * depth;
    const cells = tensor(`stage${index}.inputs`, count);
    const withPlanes = tensors.has(`stage${index}.planes`);
    const planes = withPlanes ? tensor(`stage${index}.planes`, Math.ceil(count / 8)) : undefined;
    const entries = tables * 2 ** depth;
    const packed = tensor(`stage${index}.votes`, Math.ceil((entries * voteBits) / 8));
    const inputs = new Int16Array(3 * count);
    for (let input = 0; input < count; input++) {
      const plane = planes === undefined ? 0 : (planes[input >> 3]! >> (input & 7)) & 1;
      if (plane > 0 && index === 0)
        throw invalid('a first stage that reads the picture', 'another plane');
      const cell = cells[input]!;
      inputs.set([plane, (cell & 15) - OFFSET_BIAS, (cell >> 4) - OFFSET_BIAS], 3 * input);
    }
    const votes = Int8Array.from({ length: entries }, (_, at) => {
      if (voteBits === 1) return (packed[at >> 3]! >> (at & 7)) & 1 ? 1 : -1;
      return (((packed[at >> 1]! >> (4 * (at & 1))) & 15) ^ 8) - 8;
    });
    stages.push({ depth, inputs, votes, threshold });
  }
  const unused = [...tensors.keys()].find((name) => !used.has(name));
  if (unused !== undefined) throw invalid('no further tensor', `"${unused}"`);
  const sequence = metadata['sequence'];
  if ((sequence === undefined) === (stages.length === 0)) {
    throw invalid(
      'either a sequence or stages of tables',
      sequence === undefined ? 'neither' : 'both',
    );
  }
  const proof = proofOf(metadata['proof']);
  return { proof, ...(sequence === undefined ? { stages } : { sequence }) };
}

function bytesTensor(bytes: Uint8Array): Tensor {
  return { dtype: 'U8', shape: [bytes.length], bytes };
}

/** Four whole numbers of a stage, within what the kernels take. */
function numbersOf(text: string): {
  depth: number;
  tables: number;
  voteBits: 1 | 4;
  threshold: number;
} {
  const value = parsed(text);
  const { depth, tables, voteBits, threshold } = value as Record<string, unknown>;
  const whole = (number: unknown, low: number, high: number): number => {
    if (Number.isInteger(number) && (number as number) >= low && (number as number) <= high) {
      return number as number;
    }
    throw invalid(`a whole number from ${low} to ${high}`, String(number));
  };
  return {
    depth: whole(depth, 1, 16),
    tables: whole(tables, 1, 4000),
    voteBits: whole(voteBits, 1, 4) === 1 ? 1 : 4,
    threshold: whole(threshold, -32_000, 32_000),
  };
}

function proofOf(text: string | undefined): Proof {
  const value = parsed(text ?? '') as Partial<Proof>;
  const counts = [value.pairs, value.pixels].every((count) => Number.isInteger(count));
  const known =
    value.kind === 'zero-error' ||
    (value.kind === 'approximate' &&
      Number.isInteger(value.errors) &&
      typeof value.dice === 'number');
  if (!counts || !known) throw invalid('a proof', text ?? 'none');
  return value as Proof;
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through to the refusal: the text is no JSON.
  }
  throw invalid('JSON in the metadata', text === '' ? 'nothing' : text.slice(0, 40));
}

function invalid(expected: string, received: string): OnebitError {
  return new OnebitError('model-description-invalid', {
    expected,
    received,
    hint: 'The file is no learned filter, or was altered; fetch or learn it again.',
  });
}
