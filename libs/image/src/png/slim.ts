import type { PngHeader } from '../headers/png.ts';

/** What a decoder needs for the pixels and their orientation of the first picture. */
const needed = new Set(['IHDR', 'PLTE', 'tRNS', 'eXIf', 'IDAT', 'IEND']);

/**
 * The file without comments, profiles, times and animation frames: such chunks may inflate to any
 * size, so a decoder never gets to see them.
 */
export function slimPng(bytes: Uint8Array, header: PngHeader): Uint8Array {
  const kept = header.chunks.filter(({ name }) => needed.has(name));
  if (kept.length === header.chunks.length) return bytes;
  const slim = new Uint8Array(kept.reduce((sum, { length }) => sum + length + 12, 8));
  slim.set(bytes.subarray(0, 8));
  let at = 8;
  for (const { start, length } of kept) {
    slim.set(bytes.subarray(start - 8, start + length + 4), at);
    at += length + 12;
  }
  return slim;
}
