import { describeValue, OnebitError } from '@onebit/errors';
import { loadModel, type Model } from './model.ts';

/** A model as a caller may have it: the bytes of its file, or read already. */
export type ModelSource = Uint8Array | ArrayBuffer | Model;

/**
 * The model of whatever a caller has.
 *
 * @param source - a {@link ModelSource}; anything else is refused
 * @throws OnebitError `value-invalid` for anything else, a `model-…` code where the file is not whole
 *
 * @example
 * ```ts
 * import { modelFrom } from '@onebit/bnn';
 * await modelFrom('model.safetensors').catch((error) => console.log(error.code)); // value-invalid
 * ```
 */
export async function modelFrom(source: unknown): Promise<Model> {
  if (isModel(source)) return source;
  if (source instanceof ArrayBuffer) return loadModel(new Uint8Array(source));
  if (ArrayBuffer.isView(source)) {
    return loadModel(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }
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
