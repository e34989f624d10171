import type { PngChunk } from '../headers/png.ts';
import { unreadable } from '../refusals.ts';
import { crc32 } from './crc32.ts';

/** The data of a chunk, once its checksum agrees. */
function chunkData(bytes: Uint8Array, { name, start, length }: PngChunk): Uint8Array {
  const end = start + length;
  const stored = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
  if (crc32(bytes.subarray(start - 4, end)) !== stored) {
    throw unreadable(`chunk ${name} with its checksum`, 'another checksum', { position: end });
  }
  return bytes.subarray(start, end);
}

/** The data of the first chunk of that name, or nothing. */
export function namedChunk(
  bytes: Uint8Array,
  chunks: readonly PngChunk[],
  name: string,
): Uint8Array | undefined {
  const chunk = chunks.find((candidate) => candidate.name === name);
  return chunk && chunkData(bytes, chunk);
}

/** The deflate stream that the IDAT chunks hold together. */
export function pixelStream(bytes: Uint8Array, chunks: readonly PngChunk[]): Uint8Array {
  const parts = chunks.filter(({ name }) => name === 'IDAT').map((part) => chunkData(bytes, part));
  if (parts.length === 1) return parts[0]!;
  const stream = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    stream.set(part, at);
    at += part.length;
  }
  return stream;
}

/** The colours of a palette file, three bytes each. */
export function paletteOf(bytes: Uint8Array, chunks: readonly PngChunk[]): Uint8Array {
  const palette = namedChunk(bytes, chunks, 'PLTE');
  if (!palette || palette.length < 3 || palette.length > 768 || palette.length % 3 !== 0) {
    throw unreadable('a palette of 1 to 256 colours', 'none');
  }
  return palette;
}
