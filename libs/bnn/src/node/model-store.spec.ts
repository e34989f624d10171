import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attacks } from '../testing/attacks.ts';
import { listModels, loadModel, verifyManifest, writeManifest } from './model-store.ts';
import { makeSigningKeys, signManifest, verifySignedManifest } from './signature.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onebit-models-'));
  for (const id of ['one', 'two']) {
    await mkdir(join(folder, id));
    await writeFile(join(folder, id, 'model.safetensors'), attacks[0]!.good);
  }
  await mkdir(join(folder, 'no-model'));
  await writeManifest(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof OnebitError ? error.code : String(error)),
  );

describe('a folder of models', () => {
  it('lists and loads', async () => {
    expect(await listModels(folder)).toEqual(['one', 'two']);
    expect((await loadModel(join(folder, 'one'))).network.id).toBe('twin');
    expect(await codeOf(loadModel(join(folder, 'three')))).toBe('model-unknown');
  });

  it('is checked against its manifest', async () => {
    expect((await verifyManifest(folder)).files).toHaveLength(2);
    await appendFile(join(folder, 'two', 'model.safetensors'), 'x');
    expect(await codeOf(verifyManifest(folder))).toBe('model-digest-mismatch');
  });

  it('refuses a file that was added or taken away', async () => {
    await writeFile(join(folder, 'one', 'extra.json'), '{}');
    expect(await codeOf(verifyManifest(folder))).toBe('model-digest-mismatch');
    await rm(join(folder, 'one'), { recursive: true });
    expect(await codeOf(verifyManifest(folder))).toBe('model-digest-mismatch');
  });

  it('is signed, and a change of the manifest is found', async () => {
    const keys = makeSigningKeys();
    expect(await codeOf(verifySignedManifest(folder, keys.publicKey))).toBe(
      'model-signature-invalid',
    );
    await signManifest(folder, keys.privateKey);
    expect(await codeOf(verifySignedManifest(folder, keys.publicKey))).toBe('accepted');
    const other = makeSigningKeys();
    expect(await codeOf(verifySignedManifest(folder, other.publicKey))).toBe(
      'model-signature-invalid',
    );
    const path = join(folder, 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"version": 1', '"version":  1'));
    expect(await codeOf(verifySignedManifest(folder, keys.publicKey))).toBe(
      'model-signature-invalid',
    );
  });
});
