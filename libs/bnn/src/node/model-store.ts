import { createHash } from 'node:crypto';
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import {
  listOf,
  Misfit,
  object,
  oneOf,
  type Shaped,
  textLike,
  whole,
} from '../description/shape.ts';
import { parseStrictJson } from '../model-file/strict-json.ts';
import { readModel, type Model } from '../model-file/model.ts';

/** The name of a model's file inside its folder. */
export const MODEL_FILE = 'model.safetensors';
/** The name of the list of files and digests inside a folder of models. */
export const MANIFEST_FILE = 'manifest.json';

const manifestShape = object({
  version: oneOf(1),
  files: listOf(
    object({
      path: textLike(/^[a-z0-9][a-z0-9.-]*\/[A-Za-z0-9][A-Za-z0-9._-]*$/),
      bytes: whole(0, Number.MAX_SAFE_INTEGER),
      sha256: textLike(/^[0-9a-f]{64}$/),
    }),
    0,
    4096,
  ),
});

/** Every file of a folder of models, with its size and digest. */
export type Manifest = Shaped<typeof manifestShape>;

/**
 * Reads a model from a file.
 *
 * @param path - a `model.safetensors`, or the folder that holds one
 * @throws OnebitError `model-unknown` where there is none, or any `model-…` code of a broken file
 */
export async function loadModel(path: string): Promise<Model> {
  const file = path.endsWith('.safetensors') ? path : join(path, MODEL_FILE);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new OnebitError('model-unknown', {
      expected: `a model file at ${file}`,
      received: (cause as NodeJS.ErrnoException).code ?? 'no file',
      hint: 'List the models with "onebit models", or give the path of a model file.',
      cause,
    });
  }
  return readModel(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** The identifiers of the models in a folder: the folders in it that hold a model file. */
export async function listModels(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ids: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    if ((await readdir(join(folder, entry.name))).includes(MODEL_FILE)) ids.push(entry.name);
  }
  return ids.sort();
}

/**
 * Lists every file in the folders of a folder of models with its digest.
 *
 * @param folder - such as `models/`
 */
export async function makeManifest(folder: string): Promise<Manifest> {
  const files: Manifest['files'][number][] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const id of folders.sort()) {
    for (const name of (await readdir(join(folder, id))).sort()) {
      const bytes = await readFile(join(folder, id, name));
      files.push({ path: `${id}/${name}`, bytes: bytes.byteLength, sha256: sha256(bytes) });
    }
  }
  return { version: 1, files };
}

/** Writes the manifest of a folder beside its models, whole or not at all. */
export async function writeManifest(folder: string): Promise<Manifest> {
  const manifest = await makeManifest(folder);
  const path = join(folder, MANIFEST_FILE);
  await writeFile(`${path}.part`, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(`${path}.part`, path);
  return manifest;
}

/**
 * Checks a folder of models against its manifest: no file altered, missing or added.
 *
 * @param folder - a folder that holds `manifest.json`
 * @returns the manifest
 * @throws OnebitError `model-digest-mismatch` that names the first file that does not match
 */
export async function verifyManifest(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const present = new Map((await makeManifest(folder)).files.map((file) => [file.path, file]));
  for (const { path, bytes, sha256: digest } of manifest.files) {
    const found = present.get(path);
    present.delete(path);
    if (found?.sha256 === digest && found.bytes === bytes) continue;
    throw mismatch(`${path} of ${bytes} bytes, SHA-256 ${digest}`, found?.sha256 ?? 'no such file');
  }
  const [added] = present.keys();
  if (added !== undefined) throw mismatch('only files of the manifest', `${added} too`);
  return manifest;
}

async function readManifest(folder: string): Promise<Manifest> {
  const bytes = await readFile(join(folder, MANIFEST_FILE)).catch((cause: unknown) => {
    throw mismatch(`a manifest in ${folder}`, 'none', cause);
  });
  try {
    return manifestShape(parseStrictJson(bytes), '');
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    throw mismatch('a manifest of version 1', misfit.message, misfit);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function mismatch(expected: string, received: string, cause?: unknown): OnebitError {
  return new OnebitError('model-digest-mismatch', {
    expected,
    received,
    hint: 'Fetch the models again, or write a new manifest if you changed them yourself.',
    cause,
  });
}
