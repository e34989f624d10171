import type { VoteTables } from '@onebit/bitwise-kernels';
import { type Tensor, readSafetensors, writeSafetensors } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import {
  type StageNumbers,
  numbersOfStage,
  packStage,
  stageBytes,
  unpackStage,
} from './lookup/stage-bytes.ts';
import type { TableStages } from './lookup/table-filter.ts';
import type { Proof } from './proof.ts';

/** What a model file of a learned filter holds. */
export interface FilterContent {
  readonly sequence?: string;
  readonly stages?: TableStages;
  readonly proof: Proof;
}

/**
 * The name of a learned filter's file inside its folder.
 *
 * @example
 * ```ts
 * import { FILTER_FILE } from '@onebit/morphology';
 * console.log(FILTER_FILE); // filter.safetensors
 * ```
 */
export const FILTER_FILE = 'filter.safetensors';

const FORMAT = 'onebit-learned-filter';
const VERSION = '1';

/**
 * Writes a filter as a safetensors file. A stage of tables is one tensor of bytes
 * ({@link packStage}) and five numbers in the metadata: inputs a table, tables, planes, bits a vote and
 * the threshold.
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
    const bytes = packStage(stage);
    metadata[`stage${index}`] = JSON.stringify(Object.values(numbersOfStage(stage)));
    tensors.set(`stage${index}`, { dtype: 'U8', shape: [bytes.length], bytes });
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
  for (let index = 0; metadata[`stage${index}`] !== undefined; index++) {
    const numbers = readNumbers(metadata[`stage${index}`]!);
    const expected = stageBytes(numbers);
    const found = tensors.get(`stage${index}`);
    if (found?.dtype !== 'U8' || found.bytes.byteLength !== expected) {
      const received = `${found?.bytes.byteLength ?? 0} bytes`;
      throw invalid(`tensor "stage${index}" of ${expected} bytes`, received);
    }
    if (index === 0 && numbers.planes > 1) {
      throw invalid('a first stage that reads the picture', 'one that reads another plane');
    }
    stages.push(unpackStage(found.bytes, numbers));
  }
  if (tensors.size !== stages.length) {
    throw invalid(`${stages.length} tensors`, `${tensors.size}: ${[...tensors.keys()].join(', ')}`);
  }
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

/** The numbers of a stage, within what the kernels take. */
function readNumbers(text: string): StageNumbers {
  const value = parsed(text);
  const [depth, tables, planes, voteBits, threshold] = Array.isArray(value) ? value : [];
  const whole = (number: unknown, low: number, high: number): number => {
    if (Number.isInteger(number) && (number as number) >= low && (number as number) <= high) {
      return number as number;
    }
    throw invalid(`a whole number from ${low} to ${high}`, String(number));
  };
  return {
    depth: whole(depth, 1, 16),
    tables: whole(tables, 1, 4000),
    planes: whole(planes, 1, 2) === 1 ? 1 : 2,
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
