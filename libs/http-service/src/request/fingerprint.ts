import { webcrypto } from 'node:crypto';

/**
 * A digest of a request: of what it asks for and of the bytes it brings.
 *
 * @param wishes - everything beside the bytes that decides the result, as JSON carries it
 * @param bytes - the input
 * @returns hexadecimal digits, equal for equal requests
 */
export async function fingerprintOf(
  wishes: unknown,
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0),
): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(wishes));
  const digests = await Promise.all(
    [text, bytes].map((part) => webcrypto.subtle.digest('SHA-256', part)),
  );
  return Buffer.concat(digests.map((digest) => Buffer.from(digest))).toString('hex');
}
