import type { Sheet } from './sheet.ts';

/** The sheet as a binary portable graymap (P5): the simplest file that every reader here takes. */
export function encodeGraymap(sheet: Sheet): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P5\n${sheet.width} ${sheet.height}\n255\n`);
  const bytes = new Uint8Array(header.length + sheet.data.length);
  bytes.set(header);
  bytes.set(sheet.data, header.length);
  return bytes;
}
