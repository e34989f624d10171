import { readFile } from 'node:fs/promises';
import { BinaryNetwork } from '@onebit/bnn';
import { modelsFolder, verifyManifest, verifySignedManifest } from '@onebit/bnn/node';
import { findAny } from '../models/find-any.ts';
import { requireListed } from '../models/listed-in-manifest.ts';

/**
 * `onebit verify [MODEL]`: one model from its header to a compiled network, or the whole folder
 * against its manifest, with the signature where a key is given.
 */
export async function verify(
  name: string | undefined,
  options: { readonly key?: string; readonly json?: boolean },
): Promise<void> {
  if (name !== undefined) {
    const { id, bytes, digest } = await verified(name);
    say(
      options,
      { id, bytes, digest, verified: true },
      `${id}: ${bytes} bytes, SHA-256 ${digest}, whole and runnable`,
    );
    return;
  }
  const folder = modelsFolder();
  const signed = options.key !== undefined;
  const manifest = signed
    ? await verifySignedManifest(folder, await readFile(options.key!, 'utf8'))
    : await verifyManifest(folder);
  const origin = signed ? 'signed by the given key' : 'no key given: the signature was not checked';
  say(
    options,
    { folder, files: manifest.files, signed, verified: true },
    `${manifest.files.length} files match the manifest; ${origin}`,
  );
}

/** A network carries its own digest and is checked by it; a filter's is in the manifest. */
async function verified(name: string): Promise<{ id: string; bytes: number; digest: string }> {
  const { kind, model } = await findAny(name);
  if (kind === 'filter') {
    await requireListed(model.path, model.digest);
    return model;
  }
  BinaryNetwork.compile(model).dispose();
  return { ...model, id: model.network.id };
}

function say(options: { readonly json?: boolean }, data: object, text: string): void {
  process.stdout.write(`${options.json ? JSON.stringify(data) : text}\n`);
}
