import { join } from 'node:path';
import { listModels, loadModel } from '@onebit/bnn/node';
import { modelsFolder } from '../models/find-model.ts';

/** `onebit models`: the models that come along. */
export async function models(options: { readonly json?: boolean }): Promise<void> {
  const folder = modelsFolder();
  const found = [];
  for (const id of await listModels(folder)) {
    const { network, bytes, digest } = await loadModel(join(folder, id));
    const { task, labels, provenance } = network;
    found.push({ id, task, bytes, digest, labels, provenance });
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ folder, models: found })}\n`);
    return;
  }
  const lines = found.map(({ id, task, bytes, labels, provenance }) => {
    const metrics = Object.entries(provenance.metrics ?? {}).map(
      ([name, value]) => `${name} ${value}`,
    );
    return `${id}  ${task}  ${bytes} bytes  ${labels.length} labels  ${metrics.join(', ')}`;
  });
  process.stdout.write(`${lines.length > 0 ? lines.join('\n') : `No models in ${folder}.`}\n`);
}
