import { checkSize, type ImageLimits } from '../limits.ts';
import { crc32 } from '../png/crc32.ts';
import { truncated, unreadable } from '../refusals.ts';
import { readTiffOrientation } from './exif.ts';
import { ByteReader, type ImageColour, type ImageHeader } from './header.ts';

/** Where a chunk lies: the offset of its data, its length and its four-letter name. */
export interface PngChunk {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/** The head of a PNG file and the table of its chunks. */
export interface PngHeader extends ImageHeader {
  readonly format: 'png';
  readonly colourType: number;
  readonly interlaced: boolean;
  readonly chunks: readonly PngChunk[];
}

/** Whether the header is that of a PNG, with its chunks. */
export function isPng(header: ImageHeader): header is PngHeader {
  return header.format === 'png';
}

/** Whether one colour, or entries of the palette, are transparent. */
export function hasTransparentColour({ chunks }: PngHeader): boolean {
  return chunks.some(({ name }) => name === 'tRNS');
}

/** More chunks than this make a file suspicious: 32 MiB in pieces of 8 KiB are 4,096. */
const chunkLimit = 65_536;

const colours: Record<number, { colour: ImageColour; channels: number; depths: number[] }> = {
  0: { colour: 'grey', channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { colour: 'rgb', channels: 3, depths: [8, 16] },
  3: { colour: 'palette', channels: 1, depths: [1, 2, 4, 8] },
  4: { colour: 'grey', channels: 2, depths: [8, 16] },
  6: { colour: 'rgb', channels: 4, depths: [8, 16] },
};

/** Reads the size first, so that a huge one is refused whatever else is wrong with the file. */
export function readPngHeader(bytes: Uint8Array, limits: ImageLimits): PngHeader {
  const reader = new ByteReader(bytes);
  if (!reader.has(8, 25)) throw truncated('a PNG header of 33 bytes', `${bytes.length} bytes`);
  if (reader.text(12, 4) !== 'IHDR' || reader.u32(8) !== 13) {
    throw unreadable('IHDR as the first chunk', 'another chunk', { position: 8 });
  }
  const width = reader.u32(16);
  const height = reader.u32(20);
  checkSize(width, height, limits);
  const depth = reader.u8(24);
  const colourType = reader.u8(25);
  const kind = colours[colourType];
  if (!kind?.depths.includes(depth)) {
    throw unreadable(
      'a colour type and a depth that PNG allows',
      `type ${colourType} with ${depth} bits`,
      { position: 24 },
    );
  }
  if (reader.u8(26) !== 0 || reader.u8(27) !== 0 || reader.u8(28) > 1) {
    throw unreadable('compression 0, filter 0, interlace 0 or 1', 'other methods', {
      position: 26,
    });
  }
  if (crc32(bytes.subarray(12, 29)) !== reader.u32(29)) {
    throw unreadable('a header with its checksum', 'another checksum', { position: 29 });
  }
  const chunks = readChunks(reader);
  const frames = chunks.find(({ name, length }) => name === 'acTL' && length >= 4);
  const exif = chunks.find(({ name }) => name === 'eXIf');
  return {
    format: 'png',
    width,
    height,
    bitsPerSample: depth,
    channels: kind.channels,
    colour: depth === 1 && colourType === 0 ? 'bilevel' : kind.colour,
    pages: Math.max(1, frames ? reader.u32(frames.start) : 1),
    orientation: exif
      ? readTiffOrientation(bytes.subarray(exif.start, exif.start + exif.length))
      : 1,
    darkIsInk: false,
    colourType,
    interlaced: reader.u8(28) === 1,
    chunks,
  };
}

function readChunks(reader: ByteReader): PngChunk[] {
  const total = reader.bytes.length;
  const chunks: PngChunk[] = [];
  let at = 8;
  for (;;) {
    if (!reader.has(at, 8)) throw truncated('an IEND chunk', `the end at byte ${total}`, total);
    const length = reader.u32(at);
    const name = reader.text(at + 4, 4);
    if (!/^[A-Za-z]{4}$/.test(name)) {
      throw unreadable('the name of a chunk', 'other bytes', { position: at + 4 });
    }
    if (!reader.has(at + 8, length + 4)) {
      throw truncated(`${length} bytes of chunk ${name}`, `the end at byte ${total}`, total);
    }
    chunks.push({ name, start: at + 8, length });
    if (chunks.length > chunkLimit) {
      throw unreadable(`at most ${chunkLimit} chunks`, 'more', { position: at });
    }
    at += length + 12;
    if (name === 'IEND') break;
  }
  if (!chunks.some(({ name }) => name === 'IDAT')) {
    throw truncated('a chunk of pixels (IDAT)', 'none');
  }
  return chunks;
}
