import { OnebitError } from '@onebit/errors';
import type { ImagePlatform, Raster } from '../decode/platform.ts';
import type { ImageHeader } from '../headers/header.ts';
import { isPng } from '../headers/png.ts';
import { isPlainPng, readRasterPng } from '../png/raster-reader.ts';
import { slimPng } from '../png/slim.ts';
import { truncated, unreadable } from '../refusals.ts';

/**
 * Bytes handed to the inflater at a time. It inflates a whole piece before anyone can stop it, at
 * most about a thousandfold, so small pieces keep a deflate bomb small.
 */
const pieceBytes = 16 * 1024;

async function inflate(stream: Uint8Array, length: number): Promise<Uint8Array> {
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  const reader = readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const write = async () => {
    for (let at = 0; at < stream.length; at += pieceBytes) {
      await writer.ready;
      await writer.write(stream.slice(at, at + pieceBytes));
    }
    await writer.close();
  };
  // A fault reaches the reader as well: there it gets its name.
  const written = write().catch(() => undefined);
  const bytes = new Uint8Array(length);
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value.length > length - at) {
        await reader.cancel();
        throw unreadable(`${length} bytes of pixels`, 'a stream that inflates to more');
      }
      bytes.set(value, at);
      at += value.length;
    }
  } catch (cause) {
    if (cause instanceof OnebitError) throw cause;
    // Junk behind a complete stream is no fault of the pixels.
    if (at < length) throw unreadable('a sound deflate stream', 'a damaged one', { cause });
  }
  await written;
  if (at < length) throw truncated(`${length} bytes of pixels`, `${at} bytes`);
  return bytes;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function decodeByBrowser(bytes: Uint8Array, header: ImageHeader): Promise<Raster> {
  let bitmap: ImageBitmap;
  try {
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${header.format}` });
    bitmap = await createImageBitmap(blob, {
      imageOrientation: 'from-image',
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
    });
  } catch (cause) {
    throw unreadable(`a sound ${header.format.toUpperCase()}`, 'damaged or unusual data', {
      cause,
    });
  }
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) {
    bitmap.close();
    throw new OnebitError('memory-exhausted', {
      expected: `a canvas of ${width} x ${height} pixels`,
      received: 'none from the browser',
      hint: 'Close other pages or scale the image down.',
    });
  }
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, channels: 4, data: new Uint8Array(data.buffer) };
}

/** The browser's side of decoding: its own decoders, and streams for deflate. */
export const webPlatform: ImagePlatform = {
  inflate,
  deflate,
  async decode(bytes, header, page) {
    if (header.format === 'tiff') {
      throw new OnebitError('image-format-unsupported', {
        expected: 'PNG, JPEG, WebP, GIF, PBM, PGM or PPM in a browser',
        received: 'TIFF',
        hint: 'Browsers do not decode TIFF: send it to the service or convert it to PNG.',
      });
    }
    if (page > 0) {
      throw new OnebitError('image-page-missing', {
        expected: 'page 0 in a browser',
        received: String(page),
        hint: 'Browsers hand out the first frame only: send the file to the service.',
      });
    }
    if (!isPng(header)) return decodeByBrowser(bytes, header);
    return isPlainPng(header)
      ? readRasterPng(bytes, header, webPlatform)
      : decodeByBrowser(slimPng(bytes, header), header);
  },
};
