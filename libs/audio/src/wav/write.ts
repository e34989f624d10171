import { OnebitError } from '@onebit/errors';
import type { Sound } from '../sound.ts';

/** How samples are written: 16-bit integers, or 32-bit floats that keep every value. */
export type WavEncoding = 'int16' | 'float32';

const HEADER = 44;

/**
 * Writes a WAV file.
 *
 * @param sound - at least one channel, all of one length; beyond ±1 16-bit samples are clipped
 * @param encoding - of the samples
 * @throws OnebitError `size-mismatch` where the channels differ in length or there is none
 */
export function writeWav(
  { sampleRate, channels }: Sound,
  encoding: WavEncoding = 'int16',
): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length;
  if (frames === undefined || channels.some(({ length }) => length !== frames)) {
    throw new OnebitError('size-mismatch', {
      expected: 'channels of one length',
      received: channels.map(({ length }) => length).join(', ') || 'no channel',
      hint: 'Give every channel as many samples.',
    });
  }
  const width = encoding === 'int16' ? 2 : 4;
  const size = frames * channels.length * width;
  const bytes = new Uint8Array(HEADER + size + (size % 2));
  const view = new DataView(bytes.buffer);
  const letters = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  };
  letters(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  letters(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, encoding === 'int16' ? 1 : 3, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels.length * width, true);
  view.setUint16(32, channels.length * width, true);
  view.setUint16(34, width * 8, true);
  letters(36, 'data');
  view.setUint32(40, size, true);
  channels.forEach((samples, channel) => {
    for (let frame = 0; frame < frames; frame++) {
      const at = HEADER + (frame * channels.length + channel) * width;
      const value = samples[frame]!;
      if (encoding === 'float32') view.setFloat32(at, value, true);
      else view.setInt16(at, Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768))), true);
    }
  });
  return bytes;
}
