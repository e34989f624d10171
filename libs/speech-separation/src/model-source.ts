import { type Model, modelFrom, type ModelSource } from '@onebit/bnn';
import { checkCallOptions, OnebitError } from '@onebit/errors';
import { BINS } from './features.ts';
import { readDefaultModel } from './default-model.ts';

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
  const given = sourceOf(source);
  const model = given === undefined ? readDefaultModel() : await modelFrom(given);
  const { task, input, id } = model.network;
  if (task === 'speech-separation' && input.shape[1] === BINS) return model;
  throw new OnebitError('model-description-invalid', {
    expected: `a model for speech-separation with ${BINS} frequencies`,
    received: `${id} for ${task}`,
    hint: 'List the models with "onebit models".',
  });
}

/** What was given to load: a model as it is, or the one that options name; none for the default. */
function sourceOf(given: unknown): unknown {
  const isObject = Object.prototype.toString.call(given) === '[object Object]';
  if (!isObject || 'network' in (given as object)) return given;
  return checkCallOptions(given, ['model'])['model'];
}
