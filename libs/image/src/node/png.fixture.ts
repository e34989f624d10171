import { deflateSync } from 'node:zlib';
import { crc32 } from '../png/crc32.ts';

/** A chunk with its length and its checksum, true or not. */
export function pngChunk(name: string, data: Uint8Array, honest = true): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  const sum = crc32(bytes.subarray(4, data.length + 8));
  view.setUint32(data.length + 8, honest ? sum : sum ^ 1);
  return bytes;
}

/** How a PNG under test differs from a plain grey one. */
export interface PngFixture {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlaced?: boolean;
  /** Rows with their filter bytes, before deflate. */
  readonly rows?: Uint8Array;
  /** The deflate stream itself, in place of `rows`. */
  readonly stream?: Uint8Array;
  /** Bytes of pixels in each IDAT chunk; default all in one. */
  readonly pieceBytes?: number;
  /** Chunks between the header and the pixels. */
  readonly before?: readonly Uint8Array[];
  readonly honestPixels?: boolean;
  readonly end?: boolean;
}

/** The bytes one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Builds a PNG chunk by chunk, sound or broken as asked. */
export function pngFile(fixture: PngFixture): Uint8Array<ArrayBuffer> {
  const { width, height, depth = 8, colourType = 0, rows = new Uint8Array(0) } = fixture;
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head[8] = depth;
  head[9] = colourType;
  head[12] = fixture.interlaced ? 1 : 0;
  const stream = fixture.stream ?? deflateSync(rows);
  const piece = fixture.pieceBytes ?? Math.max(1, stream.length);
  const pixels: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += piece) {
    pixels.push(pngChunk('IDAT', stream.subarray(at, at + piece), fixture.honestPixels ?? true));
  }
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk('IHDR', head),
    ...(fixture.before ?? []),
    ...pixels,
    ...((fixture.end ?? true) ? [pngChunk('IEND', new Uint8Array(0))] : []),
  ]);
}
