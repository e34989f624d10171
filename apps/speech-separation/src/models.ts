import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Model, readModel } from '@onebit/bnn';
import { loadModel, MODEL_FILE } from '@onebit/bnn/node';
import { OnebitError } from '@onebit/errors';
import type { ModelCard } from '@onebit/http-service';
import { SpeechSeparator } from '@onebit/speech-separation';
import { readDefaultModel } from '@onebit/speech-separation/default-model';
import { TASK } from './task.ts';

/** The folder of the models that come along; `ONEBIT_MODELS` names another. */
const folder =
  process.env['ONEBIT_MODELS'] ?? fileURLToPath(new URL('../../../models', import.meta.url));
/** Folders of models of this task begin so. */
const PREFIX = `${TASK}-`;

/** Identifiers of the models in the folder. */
function present(): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(
    (name) => name.startsWith(PREFIX) && existsSync(join(folder, name, MODEL_FILE)),
  );
}

const loaded = new Map<string, Promise<SpeechSeparator>>();

/**
 * A separator by the identifier of its model, loaded once a thread.
 *
 * @param id - absent for the default model
 * @throws OnebitError `model-unknown` that names the models there are
 */
export function separatorOf(id?: string): Promise<SpeechSeparator> {
  const key = id ?? '';
  const known = loaded.get(key);
  if (known) return known;
  const loading = load(id);
  loaded.set(key, loading);
  // What could not be loaded may be there later.
  loading.catch(() => loaded.delete(key));
  return loading;
}

async function load(id: string | undefined): Promise<SpeechSeparator> {
  const main = readDefaultModel();
  if (id === undefined || id === main.network.id) return SpeechSeparator.load({ model: main });
  const ids = present();
  if (ids.includes(id)) return SpeechSeparator.load({ model: await loadModel(join(folder, id)) });
  throw new OnebitError('model-unknown', {
    expected: `one of ${[...new Set([main.network.id, ...ids])].join(', ')}`,
    received: id,
    hint: 'Leave the model out to use the default; GET /v1/models lists them.',
  });
}

/** The cards of the default model, which comes first, and of the others in the folder. */
export function modelCards(): ModelCard[] {
  const main = readDefaultModel();
  const others = present()
    .filter((id) => id !== main.network.id)
    .map((id) => readModel(new Uint8Array(readFileSync(join(folder, id, MODEL_FILE)))));
  return [main, ...others].map(cardOf);
}

function cardOf({ network, bytes }: Model): ModelCard {
  return {
    id: network.id,
    task: TASK,
    name: `Two talkers: ${network.id.slice(PREFIX.length).replaceAll('-', ', ')}`,
    bytes,
    bits: 1,
    licence: network.provenance.licence,
    metrics: network.provenance.metrics ?? {},
  };
}
