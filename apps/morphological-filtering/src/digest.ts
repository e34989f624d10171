import { webcrypto } from 'node:crypto';

/** A digest of a text and files: what makes two requests the same request. */
export async function digest(
  text: string,
  ...files: readonly Uint8Array<ArrayBuffer>[]
): Promise<string> {
  const digests = await Promise.all(
    [new TextEncoder().encode(text), ...files].map((part) =>
      webcrypto.subtle.digest('SHA-256', part),
    ),
  );
  return Buffer.concat(digests.map((one) => Buffer.from(one))).toString('hex');
}
