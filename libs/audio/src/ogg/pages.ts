import { OnebitError } from '@onebit/errors';
import type { ByteQueue } from '../stream/byte-queue.ts';

/** One page of an Ogg stream (RFC 3533, section 6). */
export interface OggPage {
  /** The page as it stands in the file. */
  readonly bytes: Uint8Array;
  /** Packets that begin or go on in the page, as far as they are in it. */
  readonly parts: readonly Uint8Array[];
  /** Whether the first part continues the last packet of the page before. */
  readonly continued: boolean;
  /** Whether the last part goes on in the next page. */
  readonly open: boolean;
  /** Position at the end of the page, in samples; undefined where no packet ends in it. */
  readonly granule: number | undefined;
  readonly isLast: boolean;
  readonly serial: number;
}

const HEAD = 27;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value;
});

/** The CRC of a page, its own field read as zero. */
function pageChecksum(bytes: Uint8Array): number {
  let value = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = at >= 22 && at < 26 ? 0 : bytes[at]!;
    value = (value << 8) ^ crcTable[(value >>> 24) ^ byte]!;
  }
  return value >>> 0;
}

/**
 * Reads the next page.
 *
 * @returns undefined at the end of the file, also in the middle of a page: a stream whose last page
 * is missing has no page with `isLast`
 * @throws OnebitError `audio-unreadable` where the page is damaged
 */
export async function nextPage(queue: ByteQueue): Promise<OggPage | undefined> {
  const head = await queue.peek(HEAD);
  if (head.length < HEAD) return undefined;
  const start = queue.position;
  if (String.fromCharCode(...head.subarray(0, 4)) !== 'OggS') throw damaged(start);
  const count = head[26]!;
  const lacing = (await queue.peek(HEAD + count)).slice(HEAD);
  if (lacing.length < count) return undefined;
  const size = HEAD + count + lacing.reduce((sum, value) => sum + value, 0);
  const bytes = (await queue.take(size)).slice();
  if (bytes.length < size) return undefined;
  const view = new DataView(bytes.buffer);
  if (view.getUint32(22, true) !== pageChecksum(bytes)) throw damaged(start);
  const parts: Uint8Array[] = [];
  let from = HEAD + count;
  let to = from;
  for (const [at, value] of lacing.entries()) {
    to += value;
    // A value of 255 says that the packet goes on.
    if (value === 255 && at < count - 1) continue;
    parts.push(bytes.subarray(from, to));
    from = to;
  }
  const granule = view.getInt32(10, true) * 2 ** 32 + view.getUint32(6, true);
  return {
    bytes,
    parts,
    continued: (bytes[5]! & 1) !== 0,
    open: lacing.at(-1) === 255,
    granule: granule < 0 ? undefined : granule,
    isLast: (bytes[5]! & 4) !== 0,
    serial: view.getUint32(14, true),
  };
}

function damaged(at: number): OnebitError {
  return new OnebitError('audio-unreadable', {
    expected: 'an Ogg page that fits its checksum',
    received: `other bytes at byte ${at}`,
    hint: 'The file is damaged; take a whole one.',
  });
}

/** What is said of a stream without its last page. */
export const oggEndsEarly = 'The Ogg file ends too early; all whole pages of it were used.';

/** The refusal of a stream that ends before its first sample. */
export const oggTruncated = (queue: ByteQueue): OnebitError =>
  new OnebitError('audio-truncated', {
    expected: 'a whole Ogg page with sound',
    received: `the end of the file behind byte ${queue.position}`,
    hint: 'The file was cut off; take a whole one.',
  });
