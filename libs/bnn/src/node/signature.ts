import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { MANIFEST_FILE, verifyManifest, type Manifest } from './model-store.ts';

/** The name of the detached signature beside a manifest. */
export const SIGNATURE_FILE = `${MANIFEST_FILE}.sig`;

/** A new Ed25519 key pair, both as PEM text. */
export function makeSigningKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/**
 * Signs the manifest of a folder of models with Ed25519 (RFC 8032) and writes the signature beside
 * it, in base64.
 *
 * @param folder - a folder that holds `manifest.json`
 * @param privateKey - PEM
 */
export async function signManifest(folder: string, privateKey: string): Promise<void> {
  const manifest = await readFile(join(folder, MANIFEST_FILE));
  const signature = sign(null, manifest, createPrivateKey(privateKey)).toString('base64');
  await writeFile(join(folder, SIGNATURE_FILE), `${signature}\n`);
}

/**
 * Checks the signature of a manifest, then every file against the manifest.
 *
 * @param folder - a folder that holds `manifest.json` and `manifest.json.sig`
 * @param publicKey - PEM, from a source that is trusted
 * @throws OnebitError `model-signature-invalid`, or `model-digest-mismatch` for a file
 */
export async function verifySignedManifest(folder: string, publicKey: string): Promise<Manifest> {
  const manifest = await readFile(join(folder, MANIFEST_FILE)).catch(() => undefined);
  const signature = await readFile(join(folder, SIGNATURE_FILE), 'utf8').catch(() => undefined);
  const valid =
    manifest !== undefined &&
    signature !== undefined &&
    verify(null, manifest, createPublicKey(publicKey), Buffer.from(signature, 'base64'));
  if (!valid) {
    throw new OnebitError('model-signature-invalid', {
      expected: `an Ed25519 signature of ${MANIFEST_FILE} by the given key`,
      received: signature === undefined ? 'no signature' : 'another signature',
      hint: 'Use no model of this folder before its origin is known.',
    });
  }
  return verifyManifest(folder);
}
