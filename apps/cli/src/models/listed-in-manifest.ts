import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MANIFEST_FILE, type Manifest, modelsFolder } from '@onebit/bnn/node';
import { OnebitError } from '@onebit/errors';

/**
 * Refuses a file that no manifest vouches for. A file of a folder of models must be the one that the
 * folder's manifest lists under its name; one that lies elsewhere must be a copy of a listed one.
 *
 * @param path - of the file
 * @param digest - its SHA-256
 * @throws OnebitError `model-digest-mismatch`
 */
export async function requireListed(path: string, digest: string): Promise<void> {
  const own = join(basename(dirname(path)), basename(path)).replaceAll('\\', '/');
  const listed = (await filesIn(dirname(dirname(path)))).find((file) => file.path === own);
  if (listed !== undefined) {
    if (listed.sha256 === digest) return;
    throw mismatch(`${own} with SHA-256 ${listed.sha256}`, digest);
  }
  if ((await filesIn(modelsFolder())).some(({ sha256 }) => sha256 === digest)) return;
  throw mismatch('a file that a manifest of models lists', `SHA-256 ${digest}, which none lists`);
}

async function filesIn(folder: string): Promise<Manifest['files']> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  try {
    return (JSON.parse(text) as Partial<Manifest>).files ?? [];
  } catch (cause) {
    throw mismatch(`a manifest in ${folder}`, 'text that is no JSON', cause);
  }
}

function mismatch(expected: string, received: string, cause?: unknown): OnebitError {
  return new OnebitError('model-digest-mismatch', {
    expected,
    received,
    hint: 'Fetch the file again; of filters of your own write a manifest: onebit models --manifest.',
    cause,
  });
}
