import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Model } from '@onebit/bnn';
import { listModels, loadBnnPynq, loadModel, modelsFolder } from '@onebit/bnn/node';
import { OnebitError } from '@onebit/errors';

/**
 * Loads a model by what a user calls it: an identifier, a model file or its folder, or a BNN-PYNQ
 * parameter folder.
 *
 * @throws OnebitError `model-unknown`, or whatever is wrong with the file
 */
export async function findModel(name: string): Promise<Model> {
  const path = resolve(name);
  if (existsSync(path)) {
    if (statSync(path).isDirectory() && existsSync(join(path, '0-0-weights.bin'))) {
      return loadBnnPynq(path);
    }
    return loadModel(path);
  }
  const known = await listModels(modelsFolder());
  if (known.includes(name)) return loadModel(join(modelsFolder(), name));
  throw new OnebitError('model-unknown', {
    expected: known.length > 0 ? `a path, or one of ${known.join(', ')}` : 'a path',
    received: `"${name}"`,
    hint: 'List the models with "onebit models".',
  });
}
