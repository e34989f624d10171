import { loadModel, type Model } from '@onebit/bnn/run';
import { OnebitError } from '@onebit/errors';
import { describeValue } from './describe-value.ts';

/**
 * The model of whatever a caller has: a file's bytes, or a model that was read already.
 *
 * @throws OnebitError `value-invalid` for anything else, a `model-…` code where the file is not whole
 */
export async function modelFrom(source: unknown): Promise<Model> {
  if (ArrayBuffer.isView(source)) {
    return loadModel(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }
  if (source instanceof ArrayBuffer) return loadModel(new Uint8Array(source));
  if (isModel(source)) return source;
  throw new OnebitError('value-invalid', {
    expected: 'the bytes of a model file, a model that was read, or nothing for the default model',
    received: describeValue(source),
    hint:
      'Read the file first: in Node with await loadModel(path) from @onebit/bnn/node, in a browser ' +
      'with await (await fetch(address)).arrayBuffer().',
  });
}

function isModel(source: unknown): source is Model {
  const { network, tensors } = (source ?? {}) as { network?: unknown; tensors?: unknown };
  const { labels } = (network ?? {}) as { labels?: unknown };
  return Array.isArray(labels) && tensors instanceof Map;
}
