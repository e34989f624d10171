import { BitImage } from '../bit-image.ts';
import { GreyImage } from '../grey-image.ts';
import { lumaOf } from '../decode/luma.ts';
import { checkBytes, checkSize, imageLimits, type ImageLimits } from '../limits.ts';
import { truncated, unreadable } from '../refusals.ts';
import {
  isBlank,
  readNetpbmHeader,
  readNumber,
  skipBlanks,
  type NetpbmFormat,
  type NetpbmHeader,
} from './header.ts';

/** A Netpbm file, read: bit images where it holds bits (1 = ink), grey ones otherwise. */
export interface NetpbmImage {
  readonly format: NetpbmFormat;
  readonly image: BitImage | GreyImage;
  /** The level of white in the file. */
  readonly maximum: number;
  /** Bytes behind the first image: Netpbm files may hold several. */
  readonly bytesLeft: number;
}

/**
 * Reads the first image of a Netpbm file (PBM, PGM, PPM; text and bytes; comments; levels to
 * 65,535, scaled to 255; colour as luma).
 *
 * @param bytes - the file
 * @param limits - limits to change, see {@link defaultImageLimits}
 * @throws OnebitError `image-missing`, `image-too-large`, `image-truncated`, `image-unreadable`
 *
 * @example
 * ```ts
 * import { readNetpbm } from '@onebit/image';
 * const { image } = readNetpbm(new TextEncoder().encode('P1 # a cross\n3 3 010 111 010'));
 * console.log(image.width, image.height); // 3 3
 * ```
 */
export function readNetpbm(bytes: Uint8Array, limits: Partial<ImageLimits> = {}): NetpbmImage {
  const inForce = imageLimits(limits);
  checkBytes(bytes, inForce);
  const header = readNetpbmHeader(bytes);
  checkSize(header.width, header.height, inForce);
  const { image, end } = readPixels(bytes, header);
  return {
    format: header.format,
    maximum: header.maximum,
    image,
    bytesLeft: bytes.length - end,
  };
}

function readPixels(
  bytes: Uint8Array,
  header: NetpbmHeader,
): { image: BitImage | GreyImage; end: number } {
  const { format, width, height, start } = header;
  switch (format) {
    case 'P1': {
      const { samples, end } = readBitText(bytes, header);
      return { image: BitImage.fromBytes(width, height, samples), end };
    }
    case 'P4': {
      const end = start + Math.ceil(width / 8) * height;
      needBytes(bytes, end);
      return { image: BitImage.fromPackedRows(width, height, bytes.subarray(start, end)), end };
    }
    default: {
      const colour = format === 'P3' || format === 'P6';
      const count = width * height * (colour ? 3 : 1);
      const text = format === 'P2' || format === 'P3';
      const { samples, end } = text
        ? readNumbers(bytes, header, count)
        : readSamples(bytes, header, count);
      const grey = colour ? lumaOf(samples, 3, width * height) : samples;
      return { image: new GreyImage(width, height, grey), end };
    }
  }
}

function needBytes(bytes: Uint8Array, end: number): void {
  if (end > bytes.length) {
    throw truncated(`${end} bytes`, `${bytes.length} bytes`, bytes.length);
  }
}

/** P1: every 0 or 1 is a pixel, blanks between them may be left out. */
function readBitText(
  bytes: Uint8Array,
  { width, height, start }: NetpbmHeader,
): { samples: Uint8Array; end: number } {
  needBytes(bytes, start + width * height);
  const samples = new Uint8Array(width * height);
  let at = start;
  for (let i = 0; i < samples.length; i++) {
    at = skipBlanks(bytes, at);
    if (at >= bytes.length) throw truncated(`${samples.length} pixels`, `${i} pixels`, at);
    const digit = bytes[at]! - 48;
    if (digit !== 0 && digit !== 1) {
      throw unreadable('a 0 or a 1', `byte 0x${bytes[at]!.toString(16)}`, { position: at });
    }
    samples[i] = digit;
    at++;
  }
  return { samples, end: at };
}

function tooBright(maximum: number, value: number, position: number) {
  return unreadable(`levels of at most ${maximum}`, String(value), { position });
}

function readNumbers(
  bytes: Uint8Array,
  { maximum, start }: NetpbmHeader,
  count: number,
): { samples: Uint8Array; end: number } {
  // A digit and a blank are the least a number takes.
  needBytes(bytes, start + 2 * count - 1);
  const samples = new Uint8Array(count);
  let at = start;
  for (let i = 0; i < count; i++) {
    const { value, next } = readNumber(bytes, at, `level ${i + 1} of ${count}`);
    if (value > maximum) throw tooBright(maximum, value, at);
    if (next < bytes.length && !isBlank(bytes[next]!) && bytes[next] !== 0x23) {
      throw unreadable('a blank after a level', 'another byte', { position: next });
    }
    samples[i] = scaled(value, maximum);
    at = next;
  }
  return { samples, end: at };
}

function readSamples(
  bytes: Uint8Array,
  { maximum, start }: NetpbmHeader,
  count: number,
): { samples: Uint8Array; end: number } {
  const wide = maximum > 255;
  const end = start + count * (wide ? 2 : 1);
  needBytes(bytes, end);
  if (maximum === 255) return { samples: bytes.slice(start, end), end };
  const samples = new Uint8Array(count);
  for (let i = 0, at = start; i < count; i++) {
    const value = wide ? (bytes[at]! << 8) | bytes[at + 1]! : bytes[at]!;
    if (value > maximum) throw tooBright(maximum, value, at);
    samples[i] = scaled(value, maximum);
    at += wide ? 2 : 1;
  }
  return { samples, end };
}

/** A level of 0 to `maximum` as 0 to 255, rounded to nearest. */
function scaled(value: number, maximum: number): number {
  return maximum === 255 ? value : Math.floor((value * 255 * 2 + maximum) / (2 * maximum));
}
