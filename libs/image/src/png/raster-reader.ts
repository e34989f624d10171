import type { ImagePlatform, Raster } from '../decode/platform.ts';
import type { PngHeader } from '../headers/png.ts';
import { unreadable } from '../refusals.ts';
import { namedChunk, paletteOf, pixelStream } from './chunks.ts';
import { unfilter } from './unfilter.ts';

/** Whether {@link readRasterPng} can read the file: upright, row by row. */
export function isPlainPng(header: PngHeader): boolean {
  return !header.interlaced && header.orientation === 1;
}

/**
 * Reads a PNG of any depth and colour to its exact samples. A browser's canvas would round them:
 * it holds 8 bits, multiplied by alpha.
 */
export async function readRasterPng(
  bytes: Uint8Array,
  header: PngHeader,
  platform: ImagePlatform,
): Promise<Raster> {
  const { width, height, bitsPerSample, channels } = header;
  const rowBytes = Math.ceil((width * channels * bitsPerSample) / 8);
  const stream = pixelStream(bytes, header.chunks);
  const filtered = await platform.inflate(stream, (rowBytes + 1) * height);
  const step = Math.max(1, (channels * bitsPerSample) >> 3);
  const rows = unfilter(filtered, rowBytes, height, step);
  const samples = samplesOf(rows, rowBytes, header);
  if (header.colourType === 3) return coloured(samples, bytes, header);
  const key = namedChunk(bytes, header.chunks, 'tRNS');
  const raster = { width, height, channels: channels as Raster['channels'] };
  if (key && channels !== 2 && channels !== 4) return keyed(samples, key, header);
  return { ...raster, data: widened(samples, header) };
}

/** The samples as numbers, still in the range of their depth. */
function samplesOf(
  rows: Uint8Array,
  rowBytes: number,
  { width, height, channels, bitsPerSample: depth }: PngHeader,
): Uint8Array | Uint16Array {
  if (depth === 8) return rows;
  const count = width * channels;
  if (depth === 16) {
    const wide = new Uint16Array(count * height);
    for (let i = 0; i < wide.length; i++) wide[i] = (rows[2 * i]! << 8) | rows[2 * i + 1]!;
    return wide;
  }
  const samples = new Uint8Array(count * height);
  const mask = (1 << depth) - 1;
  const perByte = 8 / depth;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < count; x++) {
      const byte = rows[y * rowBytes + Math.floor(x / perByte)]!;
      samples[to++] = (byte >> (8 - depth * ((x % perByte) + 1))) & mask;
    }
  }
  return samples;
}

/** Samples of 1, 2 and 4 bits in the range of 8. */
function widened(
  samples: Uint8Array | Uint16Array,
  { bitsPerSample: depth }: PngHeader,
): Uint8Array | Uint16Array {
  if (depth >= 8) return samples;
  const scale = 255 / ((1 << depth) - 1);
  return samples.map((sample) => sample * scale);
}

/** Palette entries as red, green, blue, and alpha where the palette has it. */
function coloured(
  samples: Uint8Array | Uint16Array,
  bytes: Uint8Array,
  { width, height, chunks }: PngHeader,
): Raster {
  const palette = paletteOf(bytes, chunks);
  const alpha = namedChunk(bytes, chunks, 'tRNS');
  const channels = alpha ? 4 : 3;
  const data = new Uint8Array(samples.length * channels);
  for (let i = 0, to = 0; i < samples.length; i++, to += channels) {
    const entry = samples[i]!;
    if (3 * entry >= palette.length) {
      throw unreadable(`palette entries below ${palette.length / 3}`, String(entry));
    }
    data[to] = palette[3 * entry]!;
    data[to + 1] = palette[3 * entry + 1]!;
    data[to + 2] = palette[3 * entry + 2]!;
    if (alpha) data[to + 3] = alpha[entry] ?? 255;
  }
  return { width, height, channels, data };
}

/** One colour of the file is transparent: alpha is 0 there and full elsewhere. */
function keyed(samples: Uint8Array | Uint16Array, key: Uint8Array, header: PngHeader): Raster {
  const { width, height, channels: colours, bitsPerSample } = header;
  if (key.length !== 2 * colours) {
    throw unreadable(`a transparent colour of ${2 * colours} bytes`, `${key.length} bytes`);
  }
  const wanted = Array.from({ length: colours }, (_, c) => (key[2 * c]! << 8) | key[2 * c + 1]!);
  const channels = (colours + 1) as 2 | 4;
  const full = bitsPerSample === 16 ? 65535 : 255;
  const levels = widened(samples, header);
  const pixels = width * height;
  const data =
    bitsPerSample === 16 ? new Uint16Array(pixels * channels) : new Uint8Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    let matches = true;
    for (let c = 0; c < colours; c++) {
      if (samples[i * colours + c] !== wanted[c]) matches = false;
      data[i * channels + c] = levels[i * colours + c]!;
    }
    data[i * channels + colours] = matches ? 0 : full;
  }
  return { width, height, channels, data };
}
