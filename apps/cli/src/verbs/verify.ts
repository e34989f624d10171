import { readFile } from 'node:fs/promises';
import { BinaryNetwork } from '@onebit/bnn';
import { modelsFolder, verifyManifest, verifySignedManifest } from '@onebit/bnn/node';
import { findModel } from '../models/find-model.ts';

/**
 * `onebit verify [MODEL]`: one model from its header to a compiled network, or the whole folder
 * against its manifest, with the signature where a key is given.
 */
export async function verify(
  name: string | undefined,
  options: { readonly key?: string; readonly json?: boolean },
): Promise<void> {
  if (name !== undefined) {
    const model = await findModel(name);
    BinaryNetwork.compile(model).dispose();
    const { bytes, digest, network } = model;
    say(
      options,
      { id: network.id, bytes, digest, verified: true },
      `${network.id}: ${bytes} bytes, SHA-256 ${digest}, whole and runnable`,
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

function say(options: { readonly json?: boolean }, data: object, text: string): void {
  process.stdout.write(`${options.json ? JSON.stringify(data) : text}\n`);
}
