import { OnebitError } from '@onebit/errors';
import { sha256Hex, sha256HexLater } from './sha256.ts';

const FIELD = '"digest":"sha256:';
const DIGITS = 64;
const BLANK = '0'.repeat(DIGITS);

/** The value of the `digest` field before the digest is known. */
export const BLANK_DIGEST = `sha256:${BLANK}`;

/**
 * Where the 64 hexadecimal digits of the digest stand in a file. Inside a JSON string the quotes of
 * the field would be escaped, so the sequence can stand in the header's metadata only.
 */
function digitsAt(file: Uint8Array): number {
  const header = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  const text = new TextDecoder('latin1').decode(file.subarray(8, 8 + Number(header)));
  const at = text.indexOf(FIELD);
  if (at < 0 || text.indexOf(FIELD, at + 1) >= 0) {
    throw new OnebitError('model-digest-mismatch', {
      expected: 'one SHA-256 digest in the metadata',
      received: at < 0 ? 'none' : 'several',
      hint: 'Only files written by Onebit can be checked; write the model again.',
    });
  }
  return 8 + at + FIELD.length;
}

/** A file with zeros for the digits of its own digest, in pieces: what the digest is of. */
function blanked(file: Uint8Array, at: number): [Uint8Array, Uint8Array, Uint8Array] {
  return [file.subarray(0, at), new TextEncoder().encode(BLANK), file.subarray(at + DIGITS)];
}

/** Writes the digest of a file into the place kept for it. */
export function sealDigest(file: Uint8Array): void {
  const at = digitsAt(file);
  file.set(new TextEncoder().encode(sha256Hex(...blanked(file, at))), at);
}

/** Refuses a file of which any bit differs from what was sealed. */
export function checkDigest(file: Uint8Array): string {
  const at = digitsAt(file);
  return compare(statedAt(file, at), sha256Hex(...blanked(file, at)));
}

/** The same by the platform's own SHA-256, which browsers have as asynchronous only. */
export async function checkDigestLater(file: Uint8Array): Promise<string> {
  const at = digitsAt(file);
  const stated = statedAt(file, at);
  return compare(stated, await sha256HexLater(...blanked(file, at)));
}

function statedAt(file: Uint8Array, at: number): string {
  return new TextDecoder('latin1').decode(file.subarray(at, at + DIGITS));
}

function compare(stated: string, found: string): string {
  if (stated === found) return found;
  throw new OnebitError('model-digest-mismatch', {
    expected: `SHA-256 ${stated}`,
    received: found,
    hint: 'The file was damaged or altered; fetch it again.',
  });
}
