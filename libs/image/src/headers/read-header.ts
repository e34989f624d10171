import { OnebitError } from '@onebit/errors';
import { checkBytes, checkSize, type ImageLimits } from '../limits.ts';
import { readNetpbmHeader } from '../netpbm/header.ts';
import { unreadable } from '../refusals.ts';
import { readGifHeader } from './gif.ts';
import type { ImageFormat, ImageHeader } from './header.ts';
import { readJpegHeader } from './jpeg.ts';
import { readPngHeader } from './png.ts';
import { readTiffHeader } from './tiff.ts';
import { readWebpHeader } from './webp.ts';

/** First bytes of the formats that are read; `?` stands for any byte. */
const marks: readonly [mark: string, format: ImageFormat][] = [
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['\xff\xd8\xff', 'jpeg'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['RIFF????WEBP', 'webp'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['II+\0', 'tiff'],
  ['MM\0+', 'tiff'],
  ['P1', 'pbm'],
  ['P4', 'pbm'],
  ['P2', 'pgm'],
  ['P5', 'pgm'],
  ['P3', 'ppm'],
  ['P6', 'ppm'],
];

/** Formats that are recognised in order to name them in the refusal. */
const foreignMarks: readonly [mark: string, name: string][] = [
  ['BM', 'BMP'],
  ['%PDF', 'PDF'],
  ['????ftypavif', 'AVIF'],
  ['????ftyphei', 'HEIF'],
  ['????ftypmif1', 'HEIF'],
  ['????jP  ', 'JPEG 2000'],
  ['\xff\x0a', 'JPEG XL'],
  ['????JXL ', 'JPEG XL'],
  ['8BPS', 'Photoshop'],
  ['\0\0\x01\0', 'ICO'],
  ['AT&TFORM', 'DjVu'],
  ['P7', 'PAM'],
  ['\x97JB2', 'JBIG2'],
  ['SIMPLE', 'FITS'],
  ['<svg', 'SVG'],
  ['<?xml', 'SVG or other XML'],
];

/** Names of the formats that can be read, for messages. */
const readableFormats = 'PNG, TIFF, JPEG, WebP, GIF, PBM, PGM or PPM';

function startsWith(bytes: Uint8Array, mark: string): boolean {
  if (bytes.length < mark.length) return false;
  for (let i = 0; i < mark.length; i++) {
    const code = mark.charCodeAt(i);
    if (code !== 0x3f && bytes[i] !== code) return false;
  }
  return true;
}

/** Which format the first bytes belong to; the file's name plays no part. */
function sniffFormat(bytes: Uint8Array): ImageFormat {
  const known = marks.find(([mark]) => startsWith(bytes, mark));
  if (known) return known[1];
  const foreign = foreignMarks.find(([mark]) => startsWith(bytes, mark));
  if (foreign) {
    throw new OnebitError('image-format-unsupported', {
      expected: readableFormats,
      received: foreign[1],
      hint: 'Convert the image to PNG first.',
    });
  }
  throw unreadable(readableFormats, `a file of ${bytes.length} bytes that is none of them`);
}

/**
 * Reads the head of an image: format, size, pages; refuses what is over the limits, cut off or
 * no image. No pixel is decoded and nothing of the image's size is allocated.
 */
export function readHeader(bytes: Uint8Array, limits: ImageLimits, page: number): ImageHeader {
  checkBytes(bytes, limits);
  const header = readHeaderOf(sniffFormat(bytes), bytes, limits, page);
  checkSize(header.width, header.height, limits);
  // Of an animated PNG only the still picture that every reader shows is read.
  const readable = header.format === 'png' ? 1 : header.pages;
  if (!Number.isSafeInteger(page) || page < 0 || page >= readable) {
    throw new OnebitError('image-page-missing', {
      expected: `a page from 0 to ${readable - 1}`,
      received: String(page),
      hint: `The file has ${readable} page(s) that can be read, counted from 0.`,
    });
  }
  return header;
}

function readHeaderOf(
  format: ImageFormat,
  bytes: Uint8Array,
  limits: ImageLimits,
  page: number,
): ImageHeader {
  switch (format) {
    case 'png':
      return readPngHeader(bytes, limits);
    case 'jpeg':
      return readJpegHeader(bytes, limits);
    case 'gif':
      return readGifHeader(bytes, limits);
    case 'webp':
      return readWebpHeader(bytes, limits);
    case 'tiff':
      return readTiffHeader(bytes, limits, page);
    default: {
      const head = readNetpbmHeader(bytes);
      return {
        format,
        width: head.width,
        height: head.height,
        bitsPerSample: head.maximum === 1 ? 1 : head.maximum > 255 ? 16 : 8,
        channels: format === 'ppm' ? 3 : 1,
        colour: format === 'pbm' ? 'bilevel' : format === 'pgm' ? 'grey' : 'rgb',
        pages: 1,
        orientation: 1,
        darkIsInk: format === 'pbm',
      };
    }
  }
}
