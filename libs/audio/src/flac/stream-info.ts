import type { StreamInfo } from './frame.ts';
import { invalid } from './subframe.ts';

/** Bytes of a stream info block (RFC 9639, section 8.2). */
export const STREAM_INFO_BYTES = 34;

/** Reads a stream info block. */
export function readStreamInfo(block: Uint8Array): StreamInfo {
  if (block.length < STREAM_INFO_BYTES) throw invalid('a stream info block of 34 bytes');
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const packed = view.getUint32(10);
  const info = {
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    depth: ((packed >>> 4) & 31) + 1,
    samples: (packed & 15) * 2 ** 32 + view.getUint32(14),
  };
  if (info.sampleRate === 0 || info.depth < 4) throw invalid('a sample rate and at least 4 bits');
  return info;
}
