import type { Foreground } from '../foreground.ts';
import type { PngHeader } from '../headers/png.ts';

/** Keyword of the text chunk that tells which side is foreground. */
export const foregroundKeyword = 'Foreground';

/** The side that a text chunk of the file names as foreground, if one does. */
export function foregroundNote(bytes: Uint8Array, header: PngHeader): Foreground | undefined {
  for (const { name, start, length } of header.chunks) {
    if (name !== 'tEXt' || length > 64) continue;
    const text = String.fromCharCode(...bytes.subarray(start, start + length));
    if (text === `${foregroundKeyword}\0light`) return 'light';
    if (text === `${foregroundKeyword}\0dark`) return 'dark';
  }
  return undefined;
}
