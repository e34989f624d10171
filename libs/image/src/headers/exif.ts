import { ByteReader } from './header.ts';

const orientationTag = 274;

/**
 * The orientation in the first directory of a TIFF block, as EXIF carries it; 1 where there is
 * none or the block is damaged: a broken note about the camera does not make the pixels unreadable.
 */
export function readTiffOrientation(block: Uint8Array): number {
  const order = String.fromCharCode(block[0] ?? 0, block[1] ?? 0);
  if (order !== 'II' && order !== 'MM') return 1;
  const reader = new ByteReader(block, order === 'II');
  if (!reader.has(0, 8) || reader.u16(2) !== 42) return 1;
  const directory = reader.u32(4);
  if (!reader.has(directory, 2)) return 1;
  const entries = reader.u16(directory);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (!reader.has(at, 12)) return 1;
    if (reader.u16(at) === orientationTag) return validOrientation(reader.u16(at + 8));
  }
  return 1;
}

/** The orientation, or 1 where the number is none. */
export function validOrientation(orientation: number): number {
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}
