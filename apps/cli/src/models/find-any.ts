import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Model } from '@onebit/bnn';
import { listModels, modelsFolder } from '@onebit/bnn/node';
import { OnebitError } from '@onebit/errors';
import { FILTER_FILE } from '@onebit/morphology';
import { type FoundFilter, isFilter, listFilters, loadFilter } from './find-filter.ts';
import { findModel } from './find-model.ts';

/** A model of either kind: layers with weights, or a learned filter of images. */
export type AnyModel =
  | { readonly kind: 'network'; readonly model: Model }
  | { readonly kind: 'filter'; readonly model: FoundFilter };

/**
 * Loads a network or a learned filter by what a user calls it: an identifier, a file, the folder
 * that holds one, or a BNN-PYNQ parameter folder.
 *
 * @throws OnebitError `model-unknown`, or whatever is wrong with the file
 */
export async function findAny(name: string): Promise<AnyModel> {
  const filter = await filterAt(resolve(name));
  if (filter !== undefined) return { kind: 'filter', model: await loadFilter(filter) };
  const folder = modelsFolder();
  const filters = await listFilters(folder);
  if (!existsSync(resolve(name)) && filters.includes(name)) {
    return { kind: 'filter', model: await loadFilter(join(folder, name, FILTER_FILE)) };
  }
  const networks = await listModels(folder);
  if (existsSync(resolve(name)) || networks.includes(name)) {
    return { kind: 'network', model: await findModel(name) };
  }
  throw new OnebitError('model-unknown', {
    expected: ['a path', ...[...networks, ...filters].sort()].join(', '),
    received: `"${name}"`,
    hint: 'List the models with "onebit models".',
  });
}

/** The file of a learned filter at a path, where there is one. */
async function filterAt(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isDirectory()) {
    const file = join(path, FILTER_FILE);
    return existsSync(file) ? file : undefined;
  }
  return isFilter(await readFile(path)) ? path : undefined;
}
