import { OnebitError } from '@onebit/errors';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise } from 'yauzl';

/** A file of a zip, not yet inflated. */
export interface ZipFile {
  readonly name: string;
  /**
   * Inflates it.
   *
   * @throws OnebitError `zip-unreadable` where it is damaged or encrypted, `image-too-large` where it
   * would be over `limit` bytes
   */
  readonly read: (limit: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** What a zip holds. */
export interface ZipContent {
  readonly files: readonly ZipFile[];
  /** Names of what operating systems add of their own accord; it is left out. */
  readonly skipped: readonly string[];
}

/** What systems put into zips beside the files: resource forks, thumbnails, folder settings. */
const litter = /^__MACOSX\/|(?:^|\/)(?:\.[^/]+|Thumbs\.db|desktop\.ini)$/i;

function unreadable(expected: string, cause: unknown): OnebitError {
  const received = cause instanceof Error ? cause.message : String(cause);
  return new OnebitError('zip-unreadable', {
    expected,
    received: received.slice(0, 200),
    hint: 'Make the zip again, without encryption.',
    cause,
  });
}

/** Whether bytes begin as a zip does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * Reads the table of a zip; nothing is inflated yet.
 *
 * @param bytes - the whole zip
 * @param most - files accepted
 * @throws OnebitError `zip-unreadable`, `batch-too-large`
 */
export async function readZip(bytes: Uint8Array, most: number): Promise<ZipContent> {
  const { buffer, byteOffset, byteLength } = bytes;
  const files: ZipFile[] = [];
  const skipped: string[] = [];
  try {
    const zip = await fromBufferPromise(Buffer.from(buffer, byteOffset, byteLength));
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (name.endsWith('/')) continue;
      if (litter.test(name)) {
        skipped.push(name);
        continue;
      }
      if (files.length === most) throw tooMany(most);
      files.push({ name, read: (limit) => inflate(zip, entry, limit) });
    }
  } catch (error) {
    throw error instanceof OnebitError ? error : unreadable('a zip file', error);
  }
  return { files, skipped };
}

/** The refusal of more images than one request may hold. */
export function tooMany(most: number): OnebitError {
  return new OnebitError('batch-too-large', {
    expected: `at most ${String(most)} images`,
    received: 'more',
    hint: 'Send them in several requests; GET /v1/limits tells every limit.',
  });
}

async function inflate(
  zip: Awaited<ReturnType<typeof fromBufferPromise>>,
  entry: Entry,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { fileName, uncompressedSize } = entry;
  if (uncompressedSize > limit) {
    throw new OnebitError('image-too-large', {
      expected: `at most ${String(limit)} bytes`,
      received: `${String(uncompressedSize)} bytes`,
      hint: 'Store the image with stronger compression, or split it into tiles.',
    });
  }
  const whole = `${fileName.slice(0, 200)}, whole and not encrypted`;
  try {
    const bytes = new Uint8Array(uncompressedSize);
    let length = 0;
    // A stream that gives more or less than the table tells fails by itself.
    const stream = (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    for await (const chunk of stream) {
      bytes.set(chunk, length);
      length += chunk.length;
    }
    if (length !== uncompressedSize || crc32(bytes) !== entry.crc32) {
      throw new Error('other bytes than those that were packed');
    }
    return bytes;
  } catch (error) {
    throw unreadable(whole, error);
  }
}
