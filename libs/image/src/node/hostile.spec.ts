import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { BitImage } from '../bit-image.ts';
import { readPngHeader } from '../headers/png.ts';
import { defaultImageLimits } from '../limits.ts';
import { slimPng } from '../png/slim.ts';
import { decodeImage, encodeBitImage, readBitImage } from './index.ts';
import { joined, pngChunk, pngFile } from './png.fixture.ts';
import { tiffFile } from './tiff.fixture.ts';

const rows = Uint8Array.of(0, 0b01100000, 0, 0b10010000);
const small = { width: 4, height: 2, depth: 1, rows };
const text = (content: string) => new TextEncoder().encode(content);
const mebibytes = (n: number) => n * 1024 * 1024;

describe('files that lie or end early', () => {
  it.each<[string, string, Uint8Array]>([
    ['no bytes', 'image-missing', new Uint8Array(0)],
    ['text', 'image-unreadable', text('hello, I am not an image at all')],
    ['one byte', 'image-unreadable', Uint8Array.of(0x89)],
    ['SVG', 'image-format-unsupported', text('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['BMP', 'image-format-unsupported', text('BM and more')],
    ['PDF', 'image-format-unsupported', text('%PDF-1.7')],
    ['AVIF', 'image-format-unsupported', text('\0\0\0\x20ftypavif')],
    ['a PNG of 100,000 x 100,000', 'image-too-large', pngFile({ width: 1e5, height: 1e5 })],
    [
      'the same without an end',
      'image-too-large',
      pngFile({ width: 1e5, height: 1e5, end: false }),
    ],
    ['a thin PNG', 'image-too-large', pngFile({ width: 65494, height: 5 })],
    ['a PNG of 2^31 a side', 'image-too-large', pngFile({ width: 2 ** 31, height: 2 ** 31 })],
    ['a PNG without width', 'image-unreadable', pngFile({ width: 0, height: 5 })],
    ['a PNG of 3 bits', 'image-unreadable', pngFile({ ...small, depth: 3 })],
    ['a PNG of colour type 5', 'image-unreadable', pngFile({ ...small, colourType: 5 })],
    ['a PNG header alone', 'image-truncated', pngFile(small).subarray(0, 33)],
    ['half a PNG header', 'image-truncated', pngFile(small).subarray(0, 20)],
    ['a PNG without its end', 'image-truncated', pngFile({ ...small, end: false })],
    ['a PNG without pixels', 'image-truncated', pngFile({ ...small, stream: new Uint8Array(0) })],
    ['a false checksum', 'image-unreadable', pngFile({ ...small, honestPixels: false })],
    ['row filter 9', 'image-unreadable', pngFile({ ...small, rows: Uint8Array.of(9, 0, 0, 0) })],
    ['too few rows', 'image-truncated', pngFile({ ...small, height: 3 })],
    ['too many rows', 'image-unreadable', pngFile({ ...small, height: 1 })],
    ['no deflate stream', 'image-unreadable', pngFile({ ...small, stream: text('nonsense') })],
    ['no palette', 'image-unreadable', pngFile({ ...small, colourType: 3 })],
    ['a cut deflate stream', 'image-truncated', cutStream(1)],
    ['a cut 8-bit stream', 'image-truncated', cutStream(8)],
    ['a JPEG mark alone', 'image-truncated', Uint8Array.of(0xff, 0xd8, 0xff)],
    ['a huge JPEG', 'image-too-large', jpegHead(65535, 65535)],
    ['a JPEG without height', 'image-unreadable', jpegHead(10, 0)],
    ['a JPEG of headers only', 'image-truncated', jpegHead(10, 10)],
    ['a GIF mark alone', 'image-truncated', text('GIF89a')],
    ['a huge GIF', 'image-too-large', joined([text('GIF89a'), new Uint8Array(7).fill(255)])],
    ['a GIF that grows across', 'image-too-large', growingGif(0xff, 0)],
    ['a GIF that grows down', 'image-too-large', growingGif(0, 0xff)],
    ['a WebP mark alone', 'image-truncated', text('RIFF\x10\0\0\0WEBPVP8X')],
    ['a huge WebP', 'image-too-large', webpHead()],
    ['a TIFF mark alone', 'image-truncated', text('II*\0')],
    ['a huge TIFF', 'image-too-large', tiffFile(100_000, 100_000, [[273, 8]])],
    ['a TIFF without strips', 'image-unreadable', tiffFile(8, 8, [])],
    [
      'a TIFF whose strip lies outside',
      'image-truncated',
      tiffFile(8, 8, [
        [273, 8],
        [279, 5000],
      ]),
    ],
    [
      'a TIFF whose pages go in a circle',
      'image-unreadable',
      tiffFile(8, 8, [[273, 8]], undefined, 8),
    ],
    [
      'a TIFF whose page lies outside',
      'image-truncated',
      tiffFile(8, 8, [[273, 8]], undefined, 1e6),
    ],
    ['a huge PGM', 'image-too-large', text('P5 100000 100000 255\n')],
  ])('%s: %s', async (_, code, bytes) => {
    for (const read of [readBitImage, decodeImage]) {
      await expect(read(bytes)).rejects.toMatchObject({
        name: 'OnebitError',
        code,
        expected: expect.stringMatching(/./) as string,
        received: expect.stringMatching(/./) as string,
        hint: expect.stringMatching(/\.$/) as string,
      });
    }
  });

  it('takes what is on the limit and refuses what is over it', async () => {
    const file = pngFile(small);
    const refused = { code: 'image-too-large' };
    await expect(readBitImage(file, { limits: { pixels: 8, side: 4 } })).resolves.toBeDefined();
    await expect(readBitImage(file, { limits: { pixels: 7 } })).rejects.toMatchObject(refused);
    await expect(readBitImage(file, { limits: { side: 3 } })).rejects.toMatchObject(refused);
    const { length } = file;
    await expect(readBitImage(file, { limits: { bytes: length } })).resolves.toBeDefined();
    await expect(readBitImage(file, { limits: { bytes: length - 1 } })).rejects.toMatchObject(
      refused,
    );
    await expect(readBitImage(file, { limits: { pixels: 0 } })).rejects.toMatchObject({
      code: 'value-invalid',
    });
  });

  it('refuses options that mean nothing', async () => {
    const file = pngFile(small);
    const invalid = { code: 'value-invalid' };
    await expect(readBitImage(file, { threshold: { fixed: 300 } })).rejects.toMatchObject(invalid);
    await expect(readBitImage(file, { foreground: 'red' as 'dark' })).rejects.toMatchObject(
      invalid,
    );
    await expect(readBitImage(file, { page: 1 })).rejects.toMatchObject({
      code: 'image-page-missing',
    });
    await expect(readBitImage(file, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(readBitImage('x' as unknown as Uint8Array)).rejects.toMatchObject({
      code: 'image-missing',
    });
  });
});

describe('deflate bombs', { timeout: 60_000 }, () => {
  it('are refused without memory, as pixels', async () => {
    const stream = deflateSync(new Uint8Array(mebibytes(256)));
    const bomb = pngFile({ ...small, stream });
    const before = process.memoryUsage().rss;
    await expect(readBitImage(bomb)).rejects.toMatchObject({ code: 'image-unreadable' });
    expect(process.memoryUsage().rss - before).toBeLessThan(mebibytes(32));
  });

  it.each(['zTXt', 'iTXt', 'iCCP'])('are never inflated in a %s chunk', async (name) => {
    const stream = deflateSync(new Uint8Array(mebibytes(256)));
    const head = { zTXt: 'k\0\0', iTXt: 'k\0\x01\0\0\0', iCCP: 'k\0\0' }[name]!;
    const chunk = pngChunk(name, joined([text(head), stream]));
    const grey = { width: 2, height: 1, rows: Uint8Array.of(0, 7, 200), before: [chunk] };
    const before = process.memoryUsage().rss;
    const { image } = await decodeImage(pngFile(grey));
    expect([...image.data]).toEqual([7, 200]);
    expect(process.memoryUsage().rss - before).toBeLessThan(mebibytes(32));
  });
});

describe('what decoders get of a PNG', () => {
  it('is the picture alone: no text, profile, time or animation', () => {
    const extra = ['tEXt', 'zTXt', 'iTXt', 'iCCP', 'tIME', 'acTL', 'fdAT', 'abCd'].map((name) =>
      pngChunk(name, new Uint8Array(9)),
    );
    const bare = pngFile(small);
    const dressed = pngFile({ ...small, before: extra });
    const header = readPngHeader(dressed, defaultImageLimits);
    expect(slimPng(dressed, header)).toEqual(bare);
    expect(slimPng(bare, readPngHeader(bare, defaultImageLimits))).toBe(bare);
  });
});

describe('damage anywhere', { timeout: 60_000 }, () => {
  let files: { name: string; bytes: Uint8Array }[] = [];
  beforeAll(async () => {
    const image = BitImage.fromRows(
      Array.from({ length: 24 }, (_, y) =>
        'x'.repeat(40).replace(/x/g, (_x, at: number) => ((at * 7 + y * 3) % 5 < 2 ? '1' : '0')),
      ),
    );
    const formats = ['png', 'tiff', 'webp', 'gif', 'pbm'] as const;
    files = await Promise.all(
      formats.map(async (name) => ({ name, bytes: await encodeBitImage(image, name) })),
    );
    const levels = Buffer.from(Array.from({ length: 960 }, (_, i) => (i * 37) % 256));
    const grey = () => sharp(levels, { raw: { width: 40, height: 24, channels: 1 } });
    files.push({ name: 'jpeg', bytes: await grey().jpeg().toBuffer() });
    files.push({ name: 'grey png', bytes: await grey().toColourspace('b-w').png().toBuffer() });
    files.push({ name: 'lzw tiff', bytes: await grey().tiff({ compression: 'lzw' }).toBuffer() });
  });

  it('at every truncation gives a named error', async () => {
    for (const { name, bytes } of files) {
      for (let length = 0; length < bytes.length; length += 7) {
        await expect(
          readBitImage(bytes.subarray(0, length)).then(() => `${name} read at ${length}`),
        ).rejects.toMatchObject({ name: 'OnebitError' });
      }
    }
  });

  it('of single bytes gives an image or a named error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (which, changes) => {
          const bytes = Uint8Array.from(files[which]!.bytes);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          try {
            const { image } = await readBitImage(bytes);
            expect(image.width).toBeGreaterThan(0);
            image.dispose();
          } catch (error) {
            expect(error).toMatchObject({ name: 'OnebitError' });
          }
        },
      ),
      { numRuns: 600 },
    );
  });
});

function cutStream(depth: number): Uint8Array {
  const width = 400;
  const bytes = Uint8Array.from({ length: (Math.ceil((width * depth) / 8) + 1) * 40 }, (_, i) =>
    i % (Math.ceil((width * depth) / 8) + 1) === 0 ? 0 : (i * i * 31) >> 3,
  );
  const stream = deflateSync(bytes);
  return pngFile({ width, height: 40, depth, stream: stream.subarray(0, stream.length >> 1) });
}

function jpegHead(width: number, height: number): Uint8Array {
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1];
  return Uint8Array.of(0xff, 0xd8, ...frame, 0x11, 0);
}

/** A screen of one pixel, and a frame whose high bytes of width and height are given. */
function growingGif(across: number, down: number): Uint8Array {
  const screen = [1, 0, 1, 0, 0, 0, 0];
  const frame = [0x2c, 0, 0, 0, 0, 1, across, 1, down, 0, 2, 1, 0, 0, 0x3b];
  return joined([text('GIF89a'), Uint8Array.from([...screen, ...frame])]);
}

function webpHead(): Uint8Array {
  const head = new Uint8Array(30).fill(0xff);
  head.set(text('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0'));
  return head;
}
