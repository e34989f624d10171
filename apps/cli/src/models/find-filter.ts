import { existsSync, statSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { modelsFolder } from '@onebit/bnn/node';
import { OnebitError } from '@onebit/errors';
import { FILTER_FILE } from '@onebit/evaluation';
import { LearnedFilter } from '@onebit/morphology';

/**
 * Loads a learned filter by what a user calls it: a name in the folder of models, a file, or the
 * folder that holds one.
 *
 * @throws OnebitError `model-unknown`, or whatever is wrong with the file
 */
export async function findFilter(name: string): Promise<LearnedFilter> {
  for (const place of [join(modelsFolder(), name), resolve(name)]) {
    if (!existsSync(place)) continue;
    const file = statSync(place).isDirectory() ? join(place, FILTER_FILE) : place;
    if (existsSync(file)) return LearnedFilter.fromModel(await readFile(file));
  }
  const known = await filtersIn(modelsFolder());
  throw new OnebitError('model-unknown', {
    expected: ['a path of a learned filter', ...known].join(', '),
    received: `"${name}"`,
    hint: 'A learned filter is a file that LearnedFilter.toModel wrote.',
  });
}

async function filtersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch(() => []);
  return entries.filter((entry) => existsSync(join(folder, entry, FILTER_FILE))).sort();
}
