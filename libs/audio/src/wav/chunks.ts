import { OnebitError } from '@onebit/errors';
import { soundFormat } from '../format.ts';

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
  /** Bytes of samples that the header names; undefined where it means all that follows. */
  readonly bytes: number | undefined;
  /** The first bytes of the samples, where some were read already. */
  readonly ahead: Uint8Array;
}

/** What a parser asks of whoever holds the bytes: some of them, fewer at the end, or to skip some. */
export type ByteRequest = { readonly take: number } | { readonly skip: number };

const INTEGER = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Data sizes that writers use which cannot come back to fill in the size; also RF64 has the last. */
const UNKNOWN_SIZES: readonly number[] = [0x7fffffff, 0xffffffff];
const LARGEST_FORMAT = 1 << 16;
const MOST_CHANNELS = 64;

/** Whether bytes start as a WAV file does. */
export const isWav = (bytes: Uint8Array): boolean => soundFormat(bytes) === 'wav';

/**
 * Reads the chunks of a WAV file up to its samples.
 *
 * A size that streaming writers leave open (0xFFFFFFFF, 0x7FFFFFFF, or 0 with samples behind it)
 * means all that follows.
 *
 * @throws OnebitError `audio-unreadable`, `audio-truncated`, `audio-format-unsupported`
 */
export function* wavHeader(): Generator<ByteRequest, WavHeader, Uint8Array> {
  if (!isWav(yield { take: 12 })) throw unreadable('RIFF … WAVE at the start', 'other bytes');
  let format: WavFormat | undefined;
  for (;;) {
    const head = yield { take: 8 };
    if (head.length < 8) {
      throw new OnebitError('audio-truncated', {
        expected: 'a data chunk with samples',
        received: 'the end of the file before one',
        hint: 'The file was cut off, or its chunk sizes are wrong.',
      });
    }
    const name = letters(head);
    const size = viewOf(head).getUint32(4, true);
    if (name === 'fmt ') {
      const body = yield { take: Math.min(size, LARGEST_FORMAT) };
      format = readFormat(body, size);
      yield { skip: size - body.length + (size % 2) };
    } else if (name === 'data') {
      if (!format) throw unreadable('a fmt chunk before the samples', 'none');
      if (UNKNOWN_SIZES.includes(size)) return { format, bytes: undefined, ahead: NONE };
      if (size > 0) return { format, bytes: size, ahead: NONE };
      const ahead = (yield { take: 4 }).slice();
      const isChunk = /^[A-Za-z][A-Za-z0-9 ]{3}$/.test(letters(ahead));
      return isChunk || ahead.length === 0
        ? { format, bytes: 0, ahead: NONE }
        : { format, bytes: undefined, ahead };
    } else {
      // Chunks are padded to even sizes.
      yield { skip: size + (size % 2) };
    }
  }
}

const NONE = new Uint8Array(0);

function readFormat(body: Uint8Array, size: number): WavFormat {
  if (body.length < Math.max(16, Math.min(size, 40))) {
    throw unreadable('a fmt chunk of at least 16 bytes', `${size}`);
  }
  const view = viewOf(body);
  let code = view.getUint16(0, true);
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const depth = view.getUint16(14, true);
  if (code === EXTENSIBLE && size >= 40) code = view.getUint16(24, true);
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

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function letters(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4));
}

function unreadable(expected: string, received: string): OnebitError {
  const hint = 'The file is damaged or no WAV.';
  return new OnebitError('audio-unreadable', { expected, received, hint });
}

function unsupported(expected: string, received: string): OnebitError {
  const hint = 'Convert the file to 16-bit WAV.';
  return new OnebitError('audio-format-unsupported', { expected, received, hint });
}
