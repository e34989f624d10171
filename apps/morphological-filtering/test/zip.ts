import { zipSync } from 'fflate';

/** A zip of files by name, deflated. */
export function zipOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zipSync(files));
}

/** The same zip with one byte of the first file's data turned: its checksum no longer holds. */
export function damaged(zip: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(zip);
  const view = new DataView(copy.buffer);
  const data = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  copy[data + 3]! ^= 0x10;
  return copy;
}
