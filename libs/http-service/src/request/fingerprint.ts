import { webcrypto } from 'node:crypto';

/**
 * A digest of a request: of what it asks for and of the files it brings.
 *
 * @param wishes - everything beside the files that decides the result, as JSON carries it
 * @param files - the bytes of each
 * @returns hexadecimal digits, equal for equal requests
 */
export async function fingerprintOf(
  wishes: unknown,
  ...files: readonly Uint8Array<ArrayBuffer>[]
): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(wishes));
  const digests = await Promise.all(
    [text, ...files].map((part) => webcrypto.subtle.digest('SHA-256', part)),
  );
  return Buffer.concat(digests.map((digest) => Buffer.from(digest))).toString('hex');
}
