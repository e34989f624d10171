import type { WavFormat } from './chunks.ts';

/** Bytes of one sample of every channel. */
export const frameWidth = ({ channels, depth }: WavFormat): number => (channels * depth) / 8;

/**
 * Takes the channels of interleaved samples apart.
 *
 * @param bytes - whole frames; a started one at the end is left out
 * @returns one array a channel, full scale at ±1
 */
export function wavSamples(bytes: Uint8Array, format: WavFormat): Float32Array<ArrayBuffer>[] {
  const { channels: count, depth, encoding } = format;
  const width = depth / 8;
  const frames = Math.floor(bytes.length / (width * count));
  const view = new DataView(bytes.buffer, bytes.byteOffset, frames * width * count);
  const sample = sampleReader(view, encoding, depth);
  return Array.from({ length: count }, (_, channel) => {
    const out = new Float32Array(frames);
    for (let frame = 0; frame < frames; frame++) {
      out[frame] = sample((frame * count + channel) * width);
    }
    return out;
  });
}

function sampleReader(
  view: DataView,
  encoding: 'integer' | 'float',
  depth: number,
): (at: number) => number {
  if (encoding === 'float') {
    return depth === 64 ? (at) => view.getFloat64(at, true) : (at) => view.getFloat32(at, true);
  }
  switch (depth) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (at) => view.getInt16(at, true) / 32_768;
    case 24:
      return (at) => (view.getInt16(at + 1, true) * 256 + view.getUint8(at)) / 8_388_608;
    default:
      return (at) => view.getInt32(at, true) / 2_147_483_648;
  }
}
