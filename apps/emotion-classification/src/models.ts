import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel, MODEL_FILE } from '@onebit/bnn/node';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { OnebitError } from '@onebit/errors';

/** The folder of the models that come along; `ONEBIT_MODELS` names another. */
const folder =
  process.env['ONEBIT_MODELS'] ?? fileURLToPath(new URL('../../../models', import.meta.url));
/** Folders of models of this task begin so. */
const PREFIX = 'emotion-';

const loaded = new Map<string, Promise<EmotionClassifier>>();

/**
 * A classifier by the identifier of its model, loaded once a thread.
 *
 * @param id - absent for the default model
 * @throws OnebitError `model-unknown` that names the models there are
 */
export function classifierOf(id?: string): Promise<EmotionClassifier> {
  const key = id ?? '';
  const known = loaded.get(key);
  if (known) return known;
  const loading = load(id);
  loaded.set(key, loading);
  // What could not be loaded may be there later.
  loading.catch(() => loaded.delete(key));
  return loading;
}

async function load(id: string | undefined): Promise<EmotionClassifier> {
  if (id === undefined) return EmotionClassifier.load();
  const present = existsSync(folder)
    ? (await readdir(folder)).filter(
        (name) => name.startsWith(PREFIX) && existsSync(join(folder, name, MODEL_FILE)),
      )
    : [];
  if (present.includes(id)) return EmotionClassifier.load(await loadModel(join(folder, id)));
  throw new OnebitError('model-unknown', {
    expected:
      present.length > 0 ? `one of ${present.join(', ')}` : 'no model: there is the default',
    received: JSON.stringify(id).slice(0, 100),
    hint: 'Leave the model out to use the default; GET /v1/models lists them.',
  });
}
