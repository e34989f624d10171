import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Model } from '@onebit/bnn';
import { listModels, loadBnnPynq, loadModel, modelsFolder } from '@onebit/bnn/node';
import type { PeerStatus } from '../report.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Published parameters, by name, below the folder of data. */
const published = {
  'LFC (MNIST)': 'bnn-pynq/mnist/lfcW1A1',
  'CNV (CIFAR-10)': 'bnn-pynq/cifar10/cnvW1A1',
} as const;

/** A network to be timed. */
export interface NamedModel {
  readonly name: string;
  readonly model: Model;
}

/**
 * The published networks and the models that come along, as far as they are on this machine.
 *
 * @param data - folder of data; `ONEBIT_DATA`, or `shared/data` beside the repository where absent
 * @param models - folder of models; `ONEBIT_MODELS`, or `models` where absent
 */
export async function gatherModels(
  data = process.env['ONEBIT_DATA'] ?? join(root, '../shared/data'),
  models = modelsFolder(),
): Promise<{ found: readonly NamedModel[]; missing: readonly PeerStatus[] }> {
  const found: NamedModel[] = [];
  const missing: PeerStatus[] = [];
  for (const [name, path] of Object.entries(published)) {
    const folder = join(data, path);
    if (existsSync(folder)) found.push({ name, model: await loadBnnPynq(folder) });
    else missing.push({ name, status: 'missing', reason: `nothing at ${folder}; set ONEBIT_DATA` });
  }
  const ids = await listModels(models);
  for (const id of ids) found.push({ name: id, model: await loadModel(join(models, id)) });
  if (ids.length === 0) {
    missing.push({ name: 'models', status: 'missing', reason: `none in ${models}` });
  }
  return { found, missing };
}
