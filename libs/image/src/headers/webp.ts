import { checkSize, type ImageLimits } from '../limits.ts';
import { truncated, unreadable } from '../refusals.ts';
import { readTiffOrientation } from './exif.ts';
import { ByteReader, type ImageHeader } from './header.ts';

function u24(reader: ByteReader, at: number): number {
  return reader.u16(at) | (reader.u8(at + 2) << 16);
}

/** Reads the canvas of an extended file, or the size of the one picture of a simple one. */
export function readWebpHeader(bytes: Uint8Array, limits: ImageLimits): ImageHeader {
  const reader = new ByteReader(bytes, true);
  const ended = (expected: string) =>
    truncated(expected, `the end at byte ${bytes.length}`, bytes.length);
  if (!reader.has(0, 30)) throw ended('a WebP header');
  const declared = reader.u32(4) + 8;
  const kind = reader.text(12, 4);
  const size = pictureSize(reader, kind);
  checkSize(size.width, size.height, limits);
  if (declared > bytes.length) throw ended(`${declared} bytes`);
  let frames = 0;
  let orientation = 1;
  for (let at = 12; at + 8 <= declared;) {
    const name = reader.text(at, 4);
    const length = reader.u32(at + 4);
    if (!reader.has(at + 8, length)) throw ended(`${length} bytes of chunk ${name}`);
    if (name === 'ANMF') frames++;
    if (name === 'EXIF') {
      const block = bytes.subarray(at + 8, at + 8 + length);
      const prefixed = String.fromCharCode(...block.subarray(0, 6)) === 'Exif\0\0';
      orientation = readTiffOrientation(prefixed ? block.subarray(6) : block);
    }
    at += 8 + length + (length & 1);
  }
  return {
    format: 'webp',
    ...size,
    bitsPerSample: 8,
    channels: 4,
    colour: 'rgb',
    pages: Math.max(1, frames),
    orientation,
    darkIsInk: false,
  };
}

function pictureSize(reader: ByteReader, kind: string): { width: number; height: number } {
  switch (kind) {
    case 'VP8X':
      return { width: u24(reader, 24) + 1, height: u24(reader, 27) + 1 };
    case 'VP8L': {
      if (reader.u8(20) !== 0x2f) throw unreadable('a lossless picture', 'another mark');
      const bits = reader.u32(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: reader.u16(26) & 0x3fff, height: reader.u16(28) & 0x3fff };
    default:
      throw unreadable('a WebP picture (VP8, VP8L or VP8X)', 'another chunk', { position: 12 });
  }
}
