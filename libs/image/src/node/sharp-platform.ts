import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { OnebitError } from '@onebit/errors';
import sharp, { type Sharp } from 'sharp';
import type { ImagePlatform, Raster } from '../decode/platform.ts';
import type { ImageHeader } from '../headers/header.ts';
import { hasTransparentColour, isPng } from '../headers/png.ts';
import { slimPng } from '../png/slim.ts';
import { truncated, unreadable } from '../refusals.ts';

const inflateBytes = promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(inflate);
const deflateBytes = promisify<Uint8Array, Uint8Array>(deflate);

/** Words with which the decoders say that a file ended too soon. */
const endedEarly =
  /truncat|premature|unexpected end|end of (file|stream|input)|too few|not enough|read beyond|short read|read error/i;
const overBudget = /pixel limit|exceeds|beyond limit|Memory allocation of|out of memory/i;

/** Gives a decoder's complaint the name it has here; the complaint itself stays as the cause. */
function named(cause: unknown, header: ImageHeader): OnebitError {
  if (cause instanceof OnebitError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const name = header.format.toUpperCase();
  if (overBudget.test(text)) {
    return new OnebitError('image-too-large', {
      expected: `a ${name} whose parts fit the memory limits of the decoder`,
      received: `${header.width} x ${header.height} pixels in parts that do not`,
      hint: 'Store the image in smaller strips or tiles, or as PNG.',
      cause,
    });
  }
  if (endedEarly.test(text)) {
    return new OnebitError('image-truncated', {
      expected: `a whole ${name} of ${header.width} x ${header.height} pixels`,
      received: 'fewer pixels',
      hint: 'The file was cut off: fetch or export it again.',
      cause,
    });
  }
  return unreadable(`a sound ${name}`, 'damaged or unusual data', { cause });
}

function colourSpace(header: ImageHeader): 'b-w' | 'grey16' | 'srgb' | 'rgb16' {
  // Of two bands, the second being alpha, sharp drops one when it is asked for grey.
  const oneBand = header.channels === 1 && !(isPng(header) && hasTransparentColour(header));
  const grey = oneBand && ['grey', 'bilevel'].includes(header.colour);
  const wide = header.bitsPerSample === 16 && header.colour !== 'cmyk';
  return grey ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
}

/** Samples that are floating-point numbers or wider than 16 bits keep their own range. */
function isOpenRange(header: ImageHeader): boolean {
  return header.bitsPerSample > 16 && header.colour !== 'cmyk';
}

async function samplesOf(picture: Sharp, header: ImageHeader): Promise<Raster> {
  const depth = isOpenRange(header) ? 'float' : header.bitsPerSample === 16 ? 'ushort' : 'uchar';
  const { data, info } = await picture.raw({ depth }).toBuffer({ resolveWithObject: true });
  const { buffer, byteOffset, byteLength } = data;
  const samples =
    depth === 'uchar'
      ? new Uint8Array(buffer, byteOffset, byteLength)
      : depth === 'ushort'
        ? new Uint16Array(buffer, byteOffset, byteLength / 2)
        : new Float32Array(buffer, byteOffset, byteLength / 4);
  const { width, height, channels } = info;
  if (channels > 4) throw unreadable('1 to 4 samples a pixel', String(channels));
  return { width, height, channels: channels as Raster['channels'], data: samples };
}

/** Node's side of decoding: libvips through sharp, zlib for the one-bit PNG of our own. */
export const sharpPlatform: ImagePlatform = {
  async inflate(stream, length) {
    let bytes: Uint8Array;
    try {
      bytes = await inflateBytes(stream, { maxOutputLength: length });
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code === 'ERR_BUFFER_TOO_LARGE') {
        throw unreadable(`${length} bytes of pixels`, 'a stream that inflates to more', { cause });
      }
      if (code === 'Z_BUF_ERROR') throw truncated(`${length} bytes of pixels`, 'fewer');
      throw unreadable('a sound deflate stream', 'a damaged one', { cause });
    }
    if (bytes.length !== length) {
      throw truncated(`${length} bytes of pixels`, `${bytes.length} bytes`);
    }
    return bytes;
  },

  async deflate(bytes) {
    return deflateBytes(bytes);
  },

  async decode(bytes, header, page, limits) {
    try {
      let picture = sharp(isPng(header) ? slimPng(bytes, header) : bytes, {
        page,
        pages: 1,
        failOn: 'error',
        limitInputPixels: limits.pixels,
        // Levels are wanted as stored; only CMYK means nothing without its profile.
        ignoreIcc: header.colour !== 'cmyk',
      }).autoOrient();
      if (!isOpenRange(header)) picture = picture.toColourspace(colourSpace(header));
      return await samplesOf(picture, header);
    } catch (cause) {
      throw named(cause, header);
    }
  },
};
