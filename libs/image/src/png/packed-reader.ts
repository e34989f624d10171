import { BitImage } from '../bit-image.ts';
import type { ImagePlatform } from '../decode/platform.ts';
import { luma } from '../decode/luma.ts';
import type { PngChunk, PngHeader } from '../headers/png.ts';
import { unreadable } from '../refusals.ts';
import { crc32 } from './crc32.ts';

/**
 * Whether the rows of the file are already one bit a pixel in reading order: then they are copied
 * bit by bit, and no image of bytes is ever built.
 */
export function isPacked(header: PngHeader): boolean {
  const { bitsPerSample, colourType, interlaced, orientation, chunks } = header;
  return (
    bitsPerSample === 1 &&
    (colourType === 0 || colourType === 3) &&
    !interlaced &&
    orientation === 1 &&
    !chunks.some(({ name }) => name === 'tRNS')
  );
}

/** The levels of bit 0 and bit 1, 0 black to 255 white. */
function levelsOf(bytes: Uint8Array, header: PngHeader): [number, number] {
  if (header.colourType === 0) return [0, 255];
  const palette = header.chunks.find(({ name }) => name === 'PLTE');
  if (!palette || palette.length < 3 || palette.length % 3 !== 0) {
    throw unreadable('a palette', 'none');
  }
  checkSum(bytes, palette);
  const entry = (i: number) => {
    const at = palette.start + 3 * i;
    return luma(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!);
  };
  return palette.length >= 6 ? [entry(0), entry(1)] : [entry(0), entry(0)];
}

function checkSum(bytes: Uint8Array, { name, start, length }: PngChunk): void {
  const end = start + length;
  const stored = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
  if (crc32(bytes.subarray(start - 4, end)) !== stored) {
    throw unreadable(`chunk ${name} with its checksum`, 'another checksum', { position: end });
  }
}

function pixelStream(bytes: Uint8Array, chunks: readonly PngChunk[]): Uint8Array {
  const parts = chunks.filter(({ name }) => name === 'IDAT');
  for (const part of parts) checkSum(bytes, part);
  const [first] = parts;
  if (parts.length === 1 && first) {
    return bytes.subarray(first.start, first.start + first.length);
  }
  const stream = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { start, length } of parts) {
    stream.set(bytes.subarray(start, start + length), at);
    at += length;
  }
  return stream;
}

/** A one-bit PNG, read without unpacking: 1 where the pixel is light, and the two levels. */
export async function readPackedPng(
  bytes: Uint8Array,
  header: PngHeader,
  platform: ImagePlatform,
): Promise<{ light: BitImage; levels: [number, number] }> {
  const { width, height } = header;
  const levels = levelsOf(bytes, header);
  const rowBytes = Math.ceil(width / 8);
  const filtered = await platform.inflate(
    pixelStream(bytes, header.chunks),
    (rowBytes + 1) * height,
  );
  const packed = unfilter(filtered, rowBytes, height);
  const [zero, one] = levels;
  // Two entries of one level are one level: all light or all dark.
  if (zero === one) packed.fill(one >= 128 ? 0xff : 0);
  const image = BitImage.fromPackedRows(width, height, packed);
  if (one >= zero) return { light: image, levels };
  const light = image.complement();
  image.dispose();
  return { light, levels };
}

/** Undoes the five row filters of PNG; at one bit a pixel the pixel to the left is a byte away. */
function unfilter(filtered: Uint8Array, rowBytes: number, height: number): Uint8Array {
  const packed = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const from = y * (rowBytes + 1);
    const to = y * rowBytes;
    const filter = filtered[from]!;
    if (filter > 4) {
      throw unreadable('row filters from 0 to 4', `filter ${filter} in row ${y}`);
    }
    packed.set(filtered.subarray(from + 1, from + 1 + rowBytes), to);
    if (filter === 0) continue;
    for (let i = 0; i < rowBytes; i++) {
      const left = i > 0 ? packed[to + i - 1]! : 0;
      const up = y > 0 ? packed[to + i - rowBytes]! : 0;
      const corner = i > 0 && y > 0 ? packed[to + i - rowBytes - 1]! : 0;
      packed[to + i]! += predicted(filter, left, up, corner);
    }
  }
  return packed;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default: {
      const estimate = left + up - corner;
      const toLeft = Math.abs(estimate - left);
      const toUp = Math.abs(estimate - up);
      const toCorner = Math.abs(estimate - corner);
      return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
  }
}
