import { OnebitError } from '@onebit/errors';

/** What a `fmt ` chunk says of the samples. */
export interface WavFormat {
  readonly encoding: 'integer' | 'float';
  readonly channels: number;
  readonly sampleRate: number;
  /** Bits a sample. */
  readonly depth: number;
}

/** A WAV file before its samples are read. */
export interface WavHeader {
  readonly format: WavFormat;
  /** Position and size of the samples that are there. */
  readonly start: number;
  readonly bytes: number;
  /** Whether fewer bytes are there than the header names. */
  readonly cut: boolean;
}

const INTEGER = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Data sizes that writers use which cannot come back to fill in the size. */
const UNKNOWN_SIZES: readonly number[] = [0, 0x7fffffff, 0xffffffff];
const MOST_CHANNELS = 64;

/** Whether bytes start as a WAV file does. */
export const isWav = (bytes: Uint8Array): boolean =>
  bytes.length >= 12 && letters(bytes, 0) === 'RIFF' && letters(bytes, 8) === 'WAVE';

/**
 * Reads the chunks of a WAV file up to its samples.
 *
 * A size that streaming writers leave open (0xFFFFFFFF, 0x7FFFFFFF, or 0 with bytes behind it)
 * means all that follows. A size beyond the end is taken as far as there are bytes, and said so.
 *
 * @throws OnebitError `audio-unreadable`, `audio-truncated`, `audio-format-unsupported`
 */
export function readWavHeader(bytes: Uint8Array): WavHeader {
  if (!isWav(bytes)) throw unreadable('RIFF … WAVE at the start', 'other bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: WavFormat | undefined;
  let at = 12;
  while (at + 8 <= bytes.length) {
    const name = letters(bytes, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === 'fmt ') format = readFormat(view, start, size);
    if (name === 'data') {
      if (!format) throw unreadable('a fmt chunk before the samples', 'none');
      const there = bytes.length - start;
      const open = UNKNOWN_SIZES.includes(size) && (size !== 0 || isLast(bytes, start));
      return {
        format,
        start,
        bytes: open ? there : Math.min(size, there),
        cut: !open && size > there,
      };
    }
    // Chunks are padded to even sizes.
    at = start + size + (size % 2);
  }
  throw new OnebitError('audio-truncated', {
    expected: 'a data chunk with samples',
    received: `${bytes.length} bytes without one`,
    hint: 'The file was cut off, or its chunk sizes are wrong.',
  });
}

/** Whether what follows an empty data chunk is no other chunk, but samples. */
function isLast(bytes: Uint8Array, start: number): boolean {
  return start < bytes.length && !/^[A-Za-z][A-Za-z0-9 ]{3}$/.test(letters(bytes, start));
}

function readFormat(view: DataView, start: number, size: number): WavFormat {
  if (size < 16 || start + Math.min(size, 40) > view.byteLength) {
    throw unreadable('a fmt chunk of at least 16 bytes', `${size}`);
  }
  let code = view.getUint16(start, true);
  const channels = view.getUint16(start + 2, true);
  const sampleRate = view.getUint32(start + 4, true);
  const depth = view.getUint16(start + 14, true);
  if (code === EXTENSIBLE && size >= 40) code = view.getUint16(start + 24, true);
  const known =
    (code === INTEGER && [8, 16, 24, 32].includes(depth)) ||
    (code === FLOAT && [32, 64].includes(depth));
  if (!known) {
    throw unsupported('integer samples of 8 to 32 bits or floats', `code ${code}, ${depth} bits`);
  }
  if (channels < 1 || channels > MOST_CHANNELS) {
    throw unsupported(`1 to ${MOST_CHANNELS} channels`, `${channels}`);
  }
  if (sampleRate === 0) throw unsupported('a sample rate above 0', '0 Hz');
  return { encoding: code === FLOAT ? 'float' : 'integer', channels, sampleRate, depth };
}

function letters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function unreadable(expected: string, received: string): OnebitError {
  const hint = 'The file is damaged or no WAV.';
  return new OnebitError('audio-unreadable', { expected, received, hint });
}

function unsupported(expected: string, received: string): OnebitError {
  const hint = 'Convert the file to 16-bit WAV.';
  return new OnebitError('audio-format-unsupported', { expected, received, hint });
}
