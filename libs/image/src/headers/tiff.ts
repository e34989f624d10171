import { OnebitError } from '@onebit/errors';
import { checkSize, type ImageLimits } from '../limits.ts';
import { truncated, unreadable } from '../refusals.ts';
import { validOrientation } from './exif.ts';
import { ByteReader, type ImageColour, type ImageHeader } from './header.ts';

const tag = {
  width: 256,
  height: 257,
  bits: 258,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  stripBytes: 279,
  tileOffsets: 324,
  tileBytes: 325,
} as const;

/** Bytes of a value of each type, by the number of the type (0 is none). */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

/** The types a count or an offset may have: SHORT, LONG, LONG8. */
const wholeNumbers = [3, 4, 16];

/** More pages than this are not followed. */
const pageLimit = 10_000;

/** One tag: the type and number of its values, and the offset of the field that holds or finds them. */
interface Entry {
  readonly type: number;
  readonly count: number;
  readonly at: number;
}

type Directory = Map<number, Entry>;

const colours: Record<number, ImageColour> = {
  0: 'grey',
  1: 'grey',
  2: 'rgb',
  3: 'palette',
  5: 'cmyk',
  6: 'rgb',
};

/** Reads the directory of one page, and counts the pages; classic TIFF and BigTIFF. */
export function readTiffHeader(bytes: Uint8Array, limits: ImageLimits, page: number): ImageHeader {
  const reader = new ByteReader(bytes, bytes[0] === 0x49);
  if (!reader.has(0, 16)) throw truncated('a TIFF header', `${bytes.length} bytes`);
  const big = reader.u16(2) === 43;
  const directories = findDirectories(reader, big);
  const offset = directories[page];
  if (offset === undefined) {
    throw new OnebitError('image-page-missing', {
      expected: `a page from 0 to ${directories.length - 1}`,
      received: String(page),
      hint: `The file has ${directories.length} page(s), counted from 0.`,
    });
  }
  const directory = readDirectory(reader, big, offset);
  const value = (key: number, otherwise: number) =>
    valueAt(reader, big, directory, key) ?? otherwise;
  const width = value(tag.width, 0);
  const height = value(tag.height, 0);
  checkSize(width, height, limits);
  for (const [key, entry] of directory) placeOf(reader, big, key, entry);
  checkPixelData(reader, big, directory);
  const bitsPerSample = value(tag.bits, 1);
  const channels = value(tag.samples, 1);
  const photometric = value(tag.photometric, 1);
  const bilevel = bitsPerSample === 1 && channels === 1 && photometric <= 1;
  return {
    format: 'tiff',
    width,
    height,
    bitsPerSample,
    channels,
    colour: bilevel ? 'bilevel' : (colours[photometric] ?? 'other'),
    pages: directories.length,
    orientation: validOrientation(value(tag.orientation, 1)),
    darkIsInk: bilevel && photometric === 0,
  };
}

function countAt(reader: ByteReader, big: boolean, at: number): number {
  return big ? reader.u64(at) : reader.u16(at);
}

function findDirectories(reader: ByteReader, big: boolean): number[] {
  const [countBytes, entryBytes, linkBytes] = big ? [8, 20, 8] : [2, 12, 4];
  const link = (at: number) => (big ? reader.u64(at) : reader.u32(at));
  const found = new Set<number>();
  let at = link(big ? 8 : 4);
  while (at !== 0) {
    const entries = reader.has(at, countBytes) ? countAt(reader, big, at) : Infinity;
    const next = at + countBytes + entries * entryBytes;
    if (!reader.has(next, linkBytes)) {
      throw truncated(`a directory at byte ${at}`, `the end at byte ${reader.bytes.length}`);
    }
    if (found.has(at) || found.size === pageLimit) {
      throw unreadable('a chain of pages that ends', 'one that does not', { position: next });
    }
    found.add(at);
    at = link(next);
  }
  if (found.size === 0) throw unreadable('a page', 'a TIFF without one');
  return [...found];
}

function readDirectory(reader: ByteReader, big: boolean, offset: number): Directory {
  const entries = countAt(reader, big, offset);
  const directory: Directory = new Map();
  for (let i = 0; i < entries; i++) {
    const at = offset + (big ? 8 + 20 * i : 2 + 12 * i);
    directory.set(reader.u16(at), {
      type: reader.u16(at + 2),
      count: big ? reader.u64(at + 4) : reader.u32(at + 4),
      at: at + (big ? 12 : 8),
    });
  }
  return directory;
}

/** Where the values of an entry lie: in the entry itself where they fit, else where it points. */
function placeOf(reader: ByteReader, big: boolean, key: number, entry: Entry): number {
  const bytes = entry.count * (typeBytes[entry.type] ?? 0);
  if (bytes <= (big ? 8 : 4)) return entry.at;
  const at = big ? reader.u64(entry.at) : reader.u32(entry.at);
  if (!reader.has(at, bytes)) {
    throw truncated(`the values of tag ${key}`, `the end at byte ${reader.bytes.length}`);
  }
  return at;
}

/** Value number `index` of a tag, or nothing where the tag or the value is missing. */
function valueAt(
  reader: ByteReader,
  big: boolean,
  directory: Directory,
  key: number,
  index = 0,
): number | undefined {
  const entry = directory.get(key);
  if (!entry || index >= entry.count || !wholeNumbers.includes(entry.type)) return undefined;
  const size = typeBytes[entry.type]!;
  const at = placeOf(reader, big, key, entry) + index * size;
  return size === 2 ? reader.u16(at) : size === 4 ? reader.u32(at) : reader.u64(at);
}

/** Every strip or tile has to lie inside the file. */
function checkPixelData(reader: ByteReader, big: boolean, directory: Directory): void {
  const tiled = directory.has(tag.tileOffsets);
  const [offsets, lengths] = tiled
    ? [tag.tileOffsets, tag.tileBytes]
    : [tag.stripOffsets, tag.stripBytes];
  const total = reader.bytes.length;
  for (let i = 0; ; i++) {
    const offset = valueAt(reader, big, directory, offsets, i);
    if (offset === undefined) {
      if (i === 0) throw unreadable('strips or tiles of pixels', 'none');
      return;
    }
    const end = offset + (valueAt(reader, big, directory, lengths, i) ?? 0);
    if (end > total) throw truncated(`${end} bytes (for strip ${i})`, `${total} bytes`, total);
  }
}
