import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { importBnnPynq } from '../import/bnn-pynq.ts';
import { readModel, writeModel, type Model } from '../model-file/model.ts';

/**
 * Loads a BNN-PYNQ parameter folder as a model.
 *
 * @param folder - such as `bnn/params/mnist/lfcW1A1`
 * @throws OnebitError `import-unsupported`
 */
export async function loadBnnPynq(folder: string): Promise<Model> {
  const names = await readdir(folder);
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    if (/\.(bin|txt)$/.test(name))
      files.set(name, new Uint8Array(await readFile(join(folder, name))));
  }
  const path = resolve(folder);
  const id = `${basename(dirname(path))}-${basename(path)}`
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-');
  const { network, tensors } = importBnnPynq(files, id);
  return readModel(writeModel(network, tensors));
}
