/** The sound files that are told apart by their first bytes. */
export type SoundFormat = 'wav' | 'flac' | 'mp3' | 'ogg-vorbis' | 'ogg-opus';

/** Bytes from the start of a file that {@link soundFormat} looks at. */
export const FORMAT_BYTES = 64;

/**
 * What kind of sound file bytes start, by their magic numbers; names and types are not asked.
 *
 * @param bytes - the first 64 of a file, or all of it
 * @returns undefined where it is none of them
 *
 * @example
 * ```ts
 * import { soundFormat, writeWav } from '@onebit/audio';
 * console.log(soundFormat(writeWav({ sampleRate: 8000, channels: [new Float32Array(8)] }))); // wav
 * console.log(soundFormat(new TextEncoder().encode('just some text'))); // undefined
 * ```
 */
export function soundFormat(bytes: Uint8Array): SoundFormat | undefined {
  const letters = (at: number, text: string): boolean =>
    at + text.length <= bytes.length &&
    [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  if ((letters(0, 'RIFF') || letters(0, 'RF64')) && letters(8, 'WAVE')) return 'wav';
  if (letters(0, 'fLaC')) return 'flac';
  if (letters(0, 'OggS')) {
    // The first packet lies behind the page's header, whose last byte is its one lacing value.
    if (letters(28, 'OpusHead')) return 'ogg-opus';
    if (letters(28, '\u0001vorbis')) return 'ogg-vorbis';
    return undefined;
  }
  if (letters(0, 'ID3')) return 'mp3';
  const isFrame = bytes[0] === 0xff && (bytes[1]! & 0xe0) === 0xe0;
  // Layer III, a bit rate and a sample rate that are defined: AAC has layer 0.
  const layer = (bytes[1]! >> 1) & 3;
  if (isFrame && layer === 1 && bytes[2]! >> 4 !== 15 && ((bytes[2]! >> 2) & 3) !== 3) return 'mp3';
  return undefined;
}

/** What a file that cannot be read seems to be, for the message that says so. */
export function guessedKind(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, 16));
  if (bytes.length === 0) return 'no bytes';
  if (text.slice(4, 8) === 'ftyp') return 'an MP4 or M4A file';
  if (text.startsWith('OggS')) return 'an Ogg file without Vorbis or Opus';
  if (text.startsWith('\u001aE\u00df\u00a3')) return 'a WebM or Matroska file';
  if (text.startsWith('FORM')) return 'an AIFF file';
  if (bytes[0] === 0xff && (bytes[1]! & 0xf6) === 0xf0) return 'an AAC stream';
  return 'bytes that start as no such file does';
}
