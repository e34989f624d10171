import { OnebitError } from '@onebit/errors';
import { openFlac } from '../flac/stream.ts';
import { FORMAT_BYTES, guessedKind, soundFormat } from '../format.ts';
import { openWav } from '../wav/stream.ts';
import { ByteQueue } from './byte-queue.ts';
import { platformDecoder } from './platform-decoder.ts';
import type { ForeignDecoder, SoundStream } from './sound-stream.ts';

/**
 * Opens a sound file of any length: memory does not grow with it.
 *
 * WAV and FLAC are decoded here; MP3 and Ogg by the decoder that is given. Without one that is the
 * platform's `decodeAudioData`, which browsers have on their pages and which needs the whole file;
 * in Node take `openSound` of `@onebit/audio/node`.
 *
 * @param source - the bytes of the file, in pieces of any size
 * @param decoder - for MP3 and Ogg
 * @throws OnebitError `audio-format-unsupported`, `audio-unreadable`, `audio-truncated`
 *
 * @example
 * ```ts
 * import { openSound, writeFlac } from '@onebit/audio';
 * const file = writeFlac({ sampleRate: 8000, channels: [new Float32Array(20_000)] });
 * const sound = await openSound(ReadableStream.from([file.subarray(0, 50), file.subarray(50)]));
 * let samples = 0;
 * for await (const [channel] of sound.blocks()) samples += channel?.length ?? 0;
 * console.log(sound.format, sound.sampleRate, samples); // flac 8000 20000
 * ```
 */
export async function openSound(
  source: AsyncIterable<Uint8Array>,
  decoder: ForeignDecoder = platformDecoder,
): Promise<SoundStream> {
  const queue = new ByteQueue(source);
  const first = await queue.peek(FORMAT_BYTES);
  const format = soundFormat(first);
  if (format === 'wav') return openWav(queue);
  if (format === 'flac') return openFlac(queue);
  if (format) return decoder(format, queue);
  await queue.close();
  throw new OnebitError('audio-format-unsupported', {
    expected: 'a WAV, FLAC, MP3, Ogg Vorbis or Ogg Opus file',
    received: guessedKind(first),
    hint: 'Convert the file to WAV or FLAC.',
  });
}
