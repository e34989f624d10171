import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listModels, loadModel, modelsFolder, signManifest, writeManifest } from '@onebit/bnn/node';

/** `onebit models`: the models that come along; on demand their manifest is written and signed. */
export async function models(options: {
  readonly manifest?: boolean;
  readonly sign?: string;
  readonly json?: boolean;
}): Promise<void> {
  const folder = modelsFolder();
  if (options.manifest || options.sign !== undefined) await writeManifest(folder);
  if (options.sign !== undefined) await signManifest(folder, await readFile(options.sign, 'utf8'));
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
    const metrics = Object.entries(provenance.metrics ?? {});
    const figures = metrics.map(([name, value]) => `${name} ${value}`).join(', ');
    return `${id}  ${task}  ${bytes} bytes  ${labels.length} labels  ${figures}`;
  });
  process.stdout.write(`${lines.length > 0 ? lines.join('\n') : `No models in ${folder}.`}\n`);
}
