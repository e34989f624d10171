import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provenance } from '@onebit/bnn';
import { listModels, loadModel, modelsFolder, signManifest, writeManifest } from '@onebit/bnn/node';
import { FILTER_FILE } from '@onebit/morphology';
import { listFilters, loadFilter } from '../models/find-filter.ts';
import { type Outputs, outputsOf } from '../models/labels.ts';

/** A model as it is listed. */
interface Listed extends Outputs {
  readonly id: string;
  readonly task: string;
  readonly bytes: number;
  readonly digest: string;
  /** How a sequence calls a learned filter … */
  readonly use?: string;
  /** … and what it is made of. */
  readonly description?: string;
  readonly provenance?: Provenance;
}

/** `onebit models`: the models that come along; on demand their manifest is written and signed. */
export async function models(options: {
  readonly manifest?: boolean;
  readonly sign?: string;
  readonly json?: boolean;
}): Promise<void> {
  const folder = modelsFolder();
  if (options.manifest || options.sign !== undefined) await writeManifest(folder);
  if (options.sign !== undefined) await signManifest(folder, await readFile(options.sign, 'utf8'));
  const found = [...(await networksIn(folder)), ...(await filtersIn(folder))];
  found.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ folder, models: found })}\n`);
    return;
  }
  const lines = found.map(lineOf);
  process.stdout.write(`${lines.length > 0 ? lines.join('\n') : `No models in ${folder}.`}\n`);
}

async function networksIn(folder: string): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const id of await listModels(folder)) {
    const { network, bytes, digest } = await loadModel(join(folder, id));
    const { task, provenance } = network;
    found.push({ id, task, bytes, digest, ...outputsOf(network), provenance });
  }
  return found;
}

async function filtersIn(folder: string): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const id of await listFilters(folder)) {
    const { filter, bytes, digest, provenance } = await loadFilter(join(folder, id, FILTER_FILE));
    found.push({
      id,
      task: 'morphological-filtering',
      bytes,
      digest,
      use: `learned:${id}`,
      description: filter.toString(),
      ...(provenance !== undefined && { provenance }),
    });
  }
  return found;
}

function lineOf({ id, task, bytes, labels, languages, use, provenance }: Listed): string {
  const metrics = Object.entries(provenance?.metrics ?? {});
  return [
    id,
    task,
    `${bytes} bytes`,
    ...(labels === undefined ? [] : [`${labels.length} labels`]),
    ...(languages === undefined ? [] : [`${languages.length} languages`]),
    ...(use === undefined ? [] : [use]),
    metrics.map(([name, value]) => `${name} ${value}`).join(', '),
  ].join('  ');
}
