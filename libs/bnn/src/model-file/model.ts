import { OnebitError } from '@onebit/errors';
import type { NetworkDescription } from '../description/network.ts';
import { FORMAT_VERSION } from '../description/network.ts';
import { networkShape } from '../description/schema.ts';
import { Misfit } from '../description/shape.ts';
import { signalAfter } from '../description/signals.ts';
import type { TensorNeed } from '../description/tensor-need.ts';
import { neededTensors } from '../description/tensors.ts';
import { BLANK_DIGEST, checkDigest, checkDigestLater, sealDigest } from './digest.ts';
import { parseStrictJson } from './strict-json.ts';
import { readSafetensors, type Safetensors, writeSafetensors, type Tensor } from './safetensors.ts';

/** A network with its weights, as a model file holds it. */
export interface Model {
  readonly network: NetworkDescription;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** SHA-256 of the file. */
  readonly digest: string;
  /** Size of the file in bytes. */
  readonly bytes: number;
}

/**
 * Reads a model file and believes none of it before it is checked: layout, digest, version,
 * description, tensors.
 *
 * @param file - the whole file
 * @throws OnebitError with a `model-…` code for each way in which a file can be wrong
 */
export function readModel(file: Uint8Array): Model {
  const content = readSafetensors(file);
  return modelOf(file, content, checkDigest(file));
}

/**
 * As {@link readModel}, with the platform's own SHA-256: the way to read a model in a browser, where
 * that one is asynchronous and the one in JavaScript is what takes the time.
 *
 * @param file - the whole file, which must not be changed meanwhile
 * @throws OnebitError as {@link readModel} does
 */
export async function loadModel(file: Uint8Array): Promise<Model> {
  const content = readSafetensors(file);
  return modelOf(file, content, await checkDigestLater(file));
}

function modelOf(file: Uint8Array, { metadata, tensors }: Safetensors, digest: string): Model {
  const network = readDescription(metadata['onebit']);
  checkModel(network, tensors);
  return { network, tensors, digest, bytes: file.byteLength };
}

/**
 * Writes a model file, with the digest by which every later change of a bit is found.
 *
 * @param network - the description
 * @param tensors - every tensor that it names, and no other
 * @throws OnebitError where description and tensors do not fit together
 */
export function writeModel(
  network: NetworkDescription,
  tensors: ReadonlyMap<string, Tensor>,
): Uint8Array {
  checkModel(parseDescription(network), tensors);
  const metadata = { onebit: JSON.stringify(network), digest: BLANK_DIGEST };
  const file = writeSafetensors({ metadata, tensors });
  sealDigest(file);
  return file;
}

function readDescription(text: string | undefined): NetworkDescription {
  if (text === undefined) {
    throw new OnebitError('model-description-invalid', {
      expected: 'a description in the metadata under "onebit"',
      received: 'none',
      hint: 'This safetensors file is no Onebit model; import it from its own format.',
    });
  }
  return parseDescription(parseStrictJson(new TextEncoder().encode(text)));
}

function parseDescription(value: unknown): NetworkDescription {
  const version: unknown = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (version !== FORMAT_VERSION) {
    throw new OnebitError('model-version-unsupported', {
      expected: `version ${FORMAT_VERSION}`,
      received: JSON.stringify(version) ?? 'none',
      hint: 'Use the release of Onebit that wrote the model, or write the model again.',
    });
  }
  try {
    return networkShape(value, '');
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    throw new OnebitError('model-description-invalid', {
      expected: `${misfit.at || 'the description'}: ${misfit.wanted}`,
      received: misfit.found,
      hint: 'Write the description by the rules of the format.',
    });
  }
}

function checkModel(network: NetworkDescription, tensors: ReadonlyMap<string, Tensor>): void {
  const output = signalAfter(network.layers, network.input);
  const outputs = output.shape[output.shape.length - 1]!;
  if (network.labels.length !== outputs) {
    throw new OnebitError('model-description-invalid', {
      expected: `${outputs} labels, one an output`,
      received: `${network.labels.length}`,
      hint: 'Name every output of the last layer.',
    });
  }
  const { vocabulary, input, wordOrder, groups = [] } = network;
  checkLanguages(network);
  const stranger = groups.find(({ members }) => members.some((label) => label >= outputs));
  if (stranger) {
    throw new OnebitError('model-description-invalid', {
      expected: `groups of labels from 0 to ${outputs - 1}`,
      received: `"${stranger.name}" with ${stranger.members.join(', ')}`,
      hint: 'Count the labels from 0.',
    });
  }
  if (vocabulary && (input.kind !== 'features' || vocabulary.features !== input.shape[0])) {
    throw new OnebitError('model-description-invalid', {
      expected: `input of ${vocabulary.features} features, as the vocabulary has`,
      received: `${input.kind} [${input.shape.join(', ')}]`,
      hint: 'Give every feature of the vocabulary its input.',
    });
  }
  if (wordOrder && (!vocabulary || wordOrder.words > vocabulary.features)) {
    throw new OnebitError('model-description-invalid', {
      expected: 'a vocabulary of which some features are words with a code',
      received: `${wordOrder.words} words, ${vocabulary?.features ?? 'no'} features`,
      hint: 'Leave the word order out, or give the vocabulary that finds its words.',
    });
  }
  const needs = new Map(neededTensors(network).map((need) => [need.name, need]));
  for (const need of needs.values()) checkTensor(need, tensors.get(need.name));
  for (const name of tensors.keys()) {
    if (!needs.has(name)) {
      throw new OnebitError('model-tensor-unused', {
        expected: 'only tensors that a layer names',
        received: `tensor "${name}"`,
        hint: 'Leave the tensor out, or name it in a layer.',
      });
    }
  }
}

function checkLanguages({ labels, languages }: NetworkDescription): void {
  if (!languages) return;
  const rest = labels.length - languages.length;
  const fits = languages.every(
    ({ shifts, decisionThresholds }) =>
      shifts.length === rest && decisionThresholds.length === rest,
  );
  if (rest > 0 && fits) return;
  throw new OnebitError('model-description-invalid', {
    expected: 'fewer languages than outputs, each with a shift and a threshold for every label',
    received: `${languages.length} languages, ${labels.length} outputs`,
    hint: 'The last outputs are the languages, those before them the labels.',
  });
}

function checkTensor(need: TensorNeed, tensor: Tensor | undefined): void {
  const wanted = `${need.dtype} [${need.shape.join(', ')}] as tensor "${need.name}"`;
  if (!tensor || tensor.dtype !== need.dtype || tensor.shape.join() !== need.shape.join()) {
    throw new OnebitError('model-tensor-missing', {
      expected: wanted,
      received: tensor ? `${tensor.dtype} [${tensor.shape.join(', ')}]` : 'nothing',
      hint: 'The description and the tensors are of different models.',
    });
  }
  if (need.bitsPerRow !== undefined) checkPadding(need, need.bitsPerRow, tensor.bytes);
}

/** Padding bits are zero in every packed row: kernels count on it. */
function checkPadding(need: TensorNeed, bitsPerRow: number, bytes: Uint8Array): void {
  const [rows, bytesPerRow] = need.shape as [number, number];
  const used = bitsPerRow % 8;
  if (used === 0) return;
  for (let row = 0; row < rows; row++) {
    const last = bytes[row * bytesPerRow + bytesPerRow - 1]!;
    if (last >>> used !== 0) {
      throw new OnebitError('model-padding-bits', {
        expected: `zeros after bit ${bitsPerRow} of every row of "${need.name}"`,
        received: `a set bit in row ${row}`,
        hint: 'Write the tensor again with its padding cleared.',
      });
    }
  }
}
