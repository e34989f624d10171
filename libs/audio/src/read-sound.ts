import { OnebitError } from '@onebit/errors';
import { isFlac, readFlac } from './flac/read.ts';
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
    received: bytes.length === 0 ? 'no bytes' : 'bytes that start as neither does',
    hint: 'Convert the file to WAV or FLAC.',
  });
}
