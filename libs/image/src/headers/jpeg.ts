import { checkSize, type ImageLimits } from '../limits.ts';
import { truncated, unreadable } from '../refusals.ts';
import { readTiffOrientation } from './exif.ts';
import { ByteReader, type ImageHeader } from './header.ts';

/** Start of frame: every one of SOF0 to SOF15 that is not a table or an extension. */
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Whether an end marker (FF D9) stands anywhere behind the offset; some writers add bytes to it. */
function hasEnd(bytes: Uint8Array, from: number): boolean {
  let at = bytes.lastIndexOf(0xd9);
  while (at > from && bytes[at - 1] !== 0xff) at = bytes.lastIndexOf(0xd9, at - 1);
  return at > from;
}

/** Walks the segments up to the frame header. */
export function readJpegHeader(bytes: Uint8Array, limits: ImageLimits): ImageHeader {
  const reader = new ByteReader(bytes);
  const endedEarly = () =>
    truncated('a JPEG frame header', `the end at byte ${bytes.length}`, bytes.length);
  let orientation = 1;
  let at = 2;
  for (;;) {
    if (!reader.has(at, 4)) throw endedEarly();
    if (reader.u8(at) !== 0xff) {
      throw unreadable('a JPEG marker', 'another byte', { position: at });
    }
    const marker = reader.u8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) {
      throw unreadable('a frame header before the pixels', 'none', { position: at });
    }
    const length = reader.u16(at + 2);
    if (length < 2) throw unreadable('a segment of 2 bytes or more', String(length));
    if (!reader.has(at + 2, length)) throw endedEarly();
    if (startsFrame(marker)) {
      if (length < 8) throw unreadable('a whole frame header', `${length} bytes`);
      const channels = reader.u8(at + 9);
      const height = reader.u16(at + 5);
      const width = reader.u16(at + 7);
      checkSize(width, height, limits);
      if (!hasEnd(bytes, at + length)) {
        throw truncated('an end marker', `the end at byte ${bytes.length}`, bytes.length);
      }
      return {
        format: 'jpeg',
        width,
        height,
        bitsPerSample: reader.u8(at + 4),
        channels,
        colour: channels === 1 ? 'grey' : channels === 4 ? 'cmyk' : 'rgb',
        pages: 1,
        orientation,
        darkIsInk: false,
      };
    }
    if (marker === 0xe1 && length > 8 && reader.text(at + 4, 6) === 'Exif\0\0') {
      orientation = readTiffOrientation(bytes.subarray(at + 10, at + 2 + length));
    }
    at += 2 + length;
  }
}
