import type { BitImage } from '../bit-image.ts';
import type { ImagePlatform } from '../decode/platform.ts';
import { detectForeground, type Foreground } from '../foreground.ts';
import { crc32 } from './crc32.ts';
import { foregroundKeyword } from './foreground-note.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/**
 * Writes a grey PNG of one bit a pixel. Where reading the pixels alone would pick the other side
 * as foreground, a text note in the file tells it, so that what is written is what is read back.
 */
export async function writePackedPng(
  image: BitImage,
  foreground: Foreground,
  platform: ImagePlatform,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = image;
  const rowBytes = Math.ceil(width / 8);
  const light = foreground === 'light' ? image : image.complement();
  const packed = light.packedRows();
  const guess = detectForeground(light, true).foreground;
  if (light !== image) light.dispose();

  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(packed.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head[8] = 1;

  const note = new TextEncoder().encode(`${foregroundKeyword}\0${foreground}`);
  const parts = [
    signature,
    chunk('IHDR', head),
    ...(guess === foreground ? [] : [chunk('tEXt', note)]),
    chunk('IDAT', await platform.deflate(rows)),
    chunk('IEND', new Uint8Array(0)),
  ];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
