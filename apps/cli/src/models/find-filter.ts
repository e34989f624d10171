import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Provenance, readSafetensors } from '@onebit/bnn';
import { modelsFolder } from '@onebit/bnn/node';
import { OnebitError } from '@onebit/errors';
import { FILTER_FILE, LearnedFilter } from '@onebit/morphology';

/** A learned filter with its file. */
export interface FoundFilter {
  /** The name of its folder, or of the file where it lies alone. */
  readonly id: string;
  readonly path: string;
  readonly filter: LearnedFilter;
  /** Of the file. */
  readonly bytes: number;
  /** SHA-256 of the file. */
  readonly digest: string;
  /** What stands beside the file about its training. */
  readonly provenance?: Provenance;
}

/**
 * Loads a learned filter by what a user calls it: a name in the folder of models, a file, or the
 * folder that holds one.
 *
 * @throws OnebitError `model-unknown`, or whatever is wrong with the file
 */
export async function findFilter(name: string): Promise<LearnedFilter> {
  for (const place of [join(modelsFolder(), name), resolve(name)]) {
    const file = filterFileAt(place);
    if (file !== undefined) return LearnedFilter.fromModel(await readFile(file));
  }
  const known = await listFilters(modelsFolder());
  throw new OnebitError('model-unknown', {
    expected: ['a path of a learned filter', ...known].join(', '),
    received: `"${name}"`,
    hint: 'A learned filter is a file that LearnedFilter.toModel wrote.',
  });
}

/** The names of the filters in a folder of models: the folders in it that hold one. */
export async function listFilters(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch(() => []);
  return entries.filter((entry) => existsSync(join(folder, entry, FILTER_FILE))).sort();
}

/** The file of a filter: a file itself, or that in a folder. */
function filterFileAt(place: string): string | undefined {
  if (!existsSync(place)) return undefined;
  const file = statSync(place).isDirectory() ? join(place, FILTER_FILE) : place;
  return existsSync(file) ? file : undefined;
}

/** Whether a model file says of itself that it is a learned filter. */
export function isFilter(file: Uint8Array): boolean {
  try {
    return readSafetensors(file).metadata['format'] === 'onebit-learned-filter';
  } catch {
    // What is wrong with the file is told by whoever reads it.
    return false;
  }
}

/**
 * Reads a filter with what is known about it.
 *
 * @throws OnebitError with a `model-…` code that names what is wrong with the file
 */
export async function loadFilter(path: string): Promise<FoundFilter> {
  const file = await readFile(path);
  const folder = dirname(path);
  const provenance = await provenanceIn(folder);
  return {
    id: basename(path) === FILTER_FILE ? basename(folder) : basename(path, '.safetensors'),
    path,
    filter: LearnedFilter.fromModel(file),
    bytes: file.byteLength,
    digest: createHash('sha256').update(file).digest('hex'),
    ...(provenance !== undefined && { provenance }),
  };
}

/** What the training left beside the filter; undefined where it left nothing. */
async function provenanceIn(folder: string): Promise<Provenance | undefined> {
  const text = await readFile(join(folder, 'metrics.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { command, licence, seed, seconds, model, rows } = JSON.parse(text) as {
    command?: string;
    licence?: string;
    seed?: number;
    seconds?: number;
    model?: string;
    rows?: { method: string; test: Record<string, number> }[];
  };
  if (command === undefined || licence === undefined) return undefined;
  const metrics = rows?.find(({ method }) => method === model)?.test;
  return {
    command,
    ...(seed !== undefined && { seed }),
    ...(metrics !== undefined && { metrics }),
    ...(seconds !== undefined && { seconds }),
    licence,
  };
}
