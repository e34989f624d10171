import { OnebitError } from '@onebit/errors';
import { isFlac, readFlac } from './flac/read.ts';
import { guessedKind, soundFormat } from './format.ts';
import { isWav } from './wav/chunks.ts';
import { readWav, type ReadWav } from './wav/read.ts';

/**
 * Reads a WAV or FLAC file, told apart by their first bytes.
 *
 * @param bytes - the whole file
 * @throws OnebitError `audio-format-unsupported` where it is neither, and whatever is wrong with it
 */
export function readSound(bytes: Uint8Array): ReadWav {
  if (isFlac(bytes)) return { ...readFlac(bytes), cut: false };
  if (isWav(bytes)) return readWav(bytes);
  throw new OnebitError('audio-format-unsupported', {
    expected: 'a WAV or FLAC file',
    received: soundFormat(bytes) ?? guessedKind(bytes),
    hint: 'Decode MP3 and Ogg by decodeSound, or convert the file to WAV or FLAC.',
  });
}
