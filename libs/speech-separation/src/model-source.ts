import { loadModel, type Model } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { BINS } from './features.ts';
import { readDefaultModel } from './default-model.ts';
import { describeValue } from './describe-value.ts';

/** A model as a caller may have it: the bytes of its file, or read already. */
export type ModelSource = Uint8Array | ArrayBuffer | Model;

/** Which model separates. */
export interface LoadOptions {
  /** Another model than the one that comes along. */
  readonly model?: ModelSource;
}

/**
 * The separating model of whatever `SpeechSeparator.load` was given.
 *
 * @throws OnebitError `value-invalid` for what is neither a model nor options, a `model-…` code where
 *   the file is not whole or of another task
 */
export async function separatingModel(source: unknown): Promise<Model> {
  const model = await modelFrom(source);
  const { task, input, id } = model.network;
  if (task === 'speech-separation' && input.shape[1] === BINS) return model;
  throw new OnebitError('model-description-invalid', {
    expected: `a model for speech-separation with ${BINS} frequencies`,
    received: `${id} for ${task}`,
    hint: 'List the models with "onebit models".',
  });
}

async function modelFrom(source: unknown): Promise<Model> {
  if (source === undefined) return readDefaultModel();
  const given = isModel(source) ? source : (fileOf(source) ?? modelOption(source));
  if (given === undefined) return readDefaultModel();
  if (isModel(given)) return given;
  const file = fileOf(given);
  if (file) return loadModel(file);
  throw noModel(given);
}

/** The bytes of a file, where it is some. */
function fileOf(source: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  return source instanceof ArrayBuffer ? new Uint8Array(source) : undefined;
}

/** What options say is the model. */
function modelOption(source: unknown): unknown {
  if (Object.prototype.toString.call(source) !== '[object Object]') throw noModel(source);
  const options = source as Readonly<Record<string, unknown>>;
  const other = Object.keys(options).find((name) => name !== 'model');
  if (other === undefined) return options['model'];
  throw new OnebitError('value-invalid', {
    expected: 'no other options than model',
    received: describeValue(other),
    hint: 'Correct the name, or leave the option out.',
  });
}

function isModel(source: unknown): source is Model {
  const { network, tensors } = (source ?? {}) as { network?: unknown; tensors?: unknown };
  const { labels } = (network ?? {}) as { labels?: unknown };
  return Array.isArray(labels) && tensors instanceof Map;
}

const noModel = (received: unknown): OnebitError =>
  new OnebitError('value-invalid', {
    expected: 'the bytes of a model file, a model that was read, or nothing for the default model',
    received: describeValue(received),
    hint:
      'Read the file first: in Node with await loadModel(path) from @onebit/bnn/node, in a browser ' +
      'with await (await fetch(address)).arrayBuffer().',
  });
