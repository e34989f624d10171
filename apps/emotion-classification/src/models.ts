import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Model, readModel } from '@onebit/bnn';
import { loadModel, MODEL_FILE } from '@onebit/bnn/node';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { readDefaultModel } from '@onebit/emotion-classification/default-model';
import { OnebitError } from '@onebit/errors';
import type { ModelCard } from '@onebit/http-service';
import { TASK } from './task.ts';

/** The folder of the models that come along; `ONEBIT_MODELS` names another. */
const folder =
  process.env['ONEBIT_MODELS'] ?? fileURLToPath(new URL('../../../models', import.meta.url));
/** Folders of models of this task begin so. */
const PREFIX = 'emotion-';

/** Identifiers of the models in the folder. */
function present(): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(
    (name) => name.startsWith(PREFIX) && existsSync(join(folder, name, MODEL_FILE)),
  );
}

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
  const main = readDefaultModel().network.id;
  if (id === undefined || id === main) return EmotionClassifier.load();
  const ids = present();
  if (ids.includes(id)) return EmotionClassifier.load(await loadModel(join(folder, id)));
  throw new OnebitError('model-unknown', {
    expected: `one of ${[...new Set([main, ...ids])].join(', ')}`,
    received: JSON.stringify(id).slice(0, 100),
    hint: 'Leave the model out to use the default; GET /v1/models lists them.',
  });
}

/** A model of this task as it is listed. */
export interface EmotionModelCard extends ModelCard {
  /** Scores of a text. */
  readonly labels: number;
}

/** The cards of the default model, which comes first, and of the others in the folder. */
export function modelCards(): EmotionModelCard[] {
  const main = readDefaultModel();
  const others = present()
    .filter((id) => id !== main.network.id)
    .map((id) => readModel(new Uint8Array(readFileSync(join(folder, id, MODEL_FILE)))));
  return [main, ...others].map(cardOf);
}

function cardOf({ network, bytes }: Pick<Model, 'network' | 'bytes'>): EmotionModelCard {
  const { id, provenance } = network;
  // A model of several languages has an output for each of them after those of its labels.
  const languages = network.languages?.length ?? 0;
  const labels = network.labels.length - languages;
  const title = [
    `Emotions: ${id.slice(PREFIX.length).replaceAll('-', ', ')}`,
    `${labels} labels`,
    ...(languages > 0 ? [`${languages} languages`] : []),
  ];
  return {
    id,
    task: TASK,
    name: title.join(', '),
    bytes,
    bits: 1,
    licence: provenance.licence,
    metrics: provenance.metrics ?? {},
    labels,
  };
}
