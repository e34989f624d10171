import type { Sound } from '../sound.ts';
import { readWavHeader } from './chunks.ts';

/** A decoded WAV file. */
export interface ReadWav extends Sound {
  /** Whether the file ends before the size that its header names: the samples are those there are. */
  readonly cut: boolean;
}

/**
 * Reads a WAV file: integers of 8, 16, 24 and 32 bits, floats of 32 and 64, plain or extensible,
 * also from writers that left the size open.
 *
 * @param bytes - the whole file
 * @returns the sound, full scale at ±1
 * @throws OnebitError `audio-unreadable`, `audio-truncated`, `audio-format-unsupported`
 *
 * @example
 * ```ts
 * import { readWav, writeWav } from '@onebit/audio';
 * const file = writeWav({ sampleRate: 8000, channels: [Float32Array.of(0, 0.5, -0.5)] });
 * const { sampleRate, channels } = readWav(file);
 * console.log(sampleRate, channels[0]?.join(' ')); // 8000 0 0.5 -0.5
 * ```
 */
export function readWav(bytes: Uint8Array): ReadWav {
  const { format, start, bytes: size, cut } = readWavHeader(bytes);
  const { channels: count, depth, encoding, sampleRate } = format;
  const width = depth / 8;
  const frames = Math.floor(size / (width * count));
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, frames * width * count);
  const sample = sampleReader(view, encoding, depth);
  const channels = Array.from({ length: count }, (_, channel) => {
    const out = new Float32Array(frames);
    for (let frame = 0; frame < frames; frame++) {
      out[frame] = sample((frame * count + channel) * width);
    }
    return out;
  });
  return { sampleRate, channels, cut };
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
