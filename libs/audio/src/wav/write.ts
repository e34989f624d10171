import { OnebitError } from '@onebit/errors';
import type { Sound } from '../sound.ts';

/** How samples are written: 16-bit integers, or 32-bit floats that keep every value. */
export type WavEncoding = 'int16' | 'float32';

const HEADER = 44;
/** Size that says "all that follows", for what is longer than the header can name. */
const OPEN_SIZE = 0xffffffff;

/**
 * Encodes sound as WAV while it comes.
 *
 * @example
 * ```ts
 * import { readWav, WavEncoder } from '@onebit/audio';
 * const encoder = new WavEncoder(8000, 1);
 * const samples = encoder.push([Float32Array.of(0, 0.5)]);
 * const file = Uint8Array.from([...encoder.header(), ...samples]);
 * console.log(readWav(file).channels[0]?.join(' ')); // 0 0.5
 * ```
 */
export class WavEncoder {
  readonly #sampleRate: number;
  readonly #channels: number;
  readonly #encoding: WavEncoding;
  #bytes = 0;

  /**
   * @param sampleRate - samples a second
   * @param channels - how many
   * @param encoding - of the samples; beyond ±1 16-bit samples are clipped
   */
  constructor(sampleRate: number, channels: number, encoding: WavEncoding = 'int16') {
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    this.#encoding = encoding;
  }

  /**
   * The head of the file, as long whatever follows: written again over the first at the end it
   * names the length. Beyond 4 GiB it leaves it open.
   */
  header(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(HEADER);
    const view = new DataView(bytes.buffer);
    const width = this.#encoding === 'int16' ? 2 : 4;
    const letters = (at: number, text: string): void => {
      for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
    };
    const isLong = this.#bytes + HEADER > OPEN_SIZE;
    letters(0, 'RIFF');
    view.setUint32(4, isLong ? OPEN_SIZE : HEADER - 8 + this.#bytes, true);
    letters(8, 'WAVEfmt ');
    view.setUint32(16, 16, true);
    view.setUint16(20, this.#encoding === 'int16' ? 1 : 3, true);
    view.setUint16(22, this.#channels, true);
    view.setUint32(24, this.#sampleRate, true);
    view.setUint32(28, this.#sampleRate * this.#channels * width, true);
    view.setUint16(32, this.#channels * width, true);
    view.setUint16(34, width * 8, true);
    letters(36, 'data');
    view.setUint32(40, isLong ? OPEN_SIZE : this.#bytes, true);
    return bytes;
  }

  /**
   * Takes samples and gives their bytes.
   *
   * @param channels - as many as the file has, of one length
   * @throws OnebitError `size-mismatch`
   */
  push(channels: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
    const frames = channels[0]?.length;
    const differ = channels.some(({ length }) => length !== frames);
    if (frames === undefined || differ || channels.length !== this.#channels) {
      throw new OnebitError('size-mismatch', {
        expected: `channels of one length, ${this.#channels} of them`,
        received: channels.map(({ length }) => length).join(', ') || 'no channel',
        hint: 'Give every channel as many samples.',
      });
    }
    const width = this.#encoding === 'int16' ? 2 : 4;
    const bytes = new Uint8Array(frames * channels.length * width);
    const view = new DataView(bytes.buffer);
    channels.forEach((samples, channel) => {
      for (let frame = 0; frame < frames; frame++) {
        const at = (frame * channels.length + channel) * width;
        const value = samples[frame]!;
        if (this.#encoding === 'float32') view.setFloat32(at, value, true);
        else {
          view.setInt16(at, Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768))), true);
        }
      }
    });
    this.#bytes += bytes.length;
    return bytes;
  }
}

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
  const encoder = new WavEncoder(sampleRate, channels.length, encoding);
  const samples = encoder.push(channels);
  const file = new Uint8Array(HEADER + samples.length);
  file.set(encoder.header());
  file.set(samples, HEADER);
  return file;
}
