import { checkSize, type ImageLimits } from '../limits.ts';
import { truncated, unreadable } from '../refusals.ts';
import { ByteReader, type ImageHeader } from './header.ts';

/** Walks all blocks: counts the frames and finds out whether the file is whole. */
export function readGifHeader(bytes: Uint8Array, limits: ImageLimits): ImageHeader {
  const reader = new ByteReader(bytes, true);
  const need = (at: number, count: number) => {
    if (!reader.has(at, count)) {
      throw truncated('a GIF trailer', `the end at byte ${bytes.length}`, bytes.length);
    }
  };
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const afterSubBlocks = (at: number) => {
    for (;;) {
      need(at, 1);
      const length = reader.u8(at);
      at += 1 + length;
      if (length === 0) return at;
    }
  };
  need(0, 13);
  let width = reader.u16(6);
  let height = reader.u16(8);
  checkSize(width, height, limits);
  let frames = 0;
  let at = 13 + tableBytes(reader.u8(10));
  for (;;) {
    need(at, 1);
    const kind = reader.u8(at);
    if (kind === 0x3b) break;
    if (kind === 0x21) {
      at = afterSubBlocks(at + 2);
    } else if (kind === 0x2c) {
      need(at, 11);
      // Decoders grow the picture to hold a frame that reaches beyond the declared screen.
      width = Math.max(width, reader.u16(at + 1) + reader.u16(at + 5));
      height = Math.max(height, reader.u16(at + 3) + reader.u16(at + 7));
      frames++;
      at = afterSubBlocks(at + 11 + tableBytes(reader.u8(at + 9)));
    } else {
      throw unreadable('a GIF block', `byte 0x${kind.toString(16)}`, { position: at });
    }
  }
  if (frames === 0) throw unreadable('a frame', 'a GIF without one');
  return {
    format: 'gif',
    width,
    height,
    bitsPerSample: 8,
    channels: 1,
    colour: 'palette',
    pages: frames,
    orientation: 1,
    darkIsInk: false,
  };
}
