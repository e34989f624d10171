import type { Sound } from '../sound.ts';
import { wavHeader } from './chunks.ts';
import { frameWidth, wavSamples } from './samples.ts';

/** A decoded WAV file. */
export interface ReadWav extends Sound {
  /** Whether the file ends before the size that its header names: the samples are those there are. */
  readonly cut: boolean;
}

/**
 * Reads a WAV file: integers of 8, 16, 24 and 32 bits, floats of 32 and 64, plain, extensible or
 * RF64, also from writers that left the size open.
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
  let at = 0;
  const parser = wavHeader();
  let step = parser.next();
  while (!step.done) {
    const asked = step.value;
    const from = at;
    at = Math.min(bytes.length, at + ('take' in asked ? asked.take : asked.skip));
    step = parser.next(bytes.subarray(from, at));
  }
  const { format, bytes: named, ahead } = step.value;
  const start = at - ahead.length;
  const there = bytes.length - start;
  const size = Math.min(named ?? there, there);
  const whole = size - (size % frameWidth(format));
  return {
    sampleRate: format.sampleRate,
    channels: wavSamples(bytes.subarray(start, start + whole), format),
    cut: named !== undefined && named > there,
  };
}
