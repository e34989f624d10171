import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BitImage } from '../bit-image.ts';
import { toGrey } from '../decode/to-grey.ts';
import { readPngHeader } from '../headers/png.ts';
import { defaultImageLimits } from '../limits.ts';
import { isPlainPng, readRasterPng } from '../png/raster-reader.ts';
import { decodeImage, readBitImage } from './index.ts';
import { pngChunk, pngFile } from './png.fixture.ts';
import { sharpPlatform } from './sharp-platform.ts';

/** Every pairing of colour type and depth that PNG allows, with its samples a pixel. */
const kinds = [
  ...[1, 2, 4, 8, 16].map((depth) => ({ colourType: 0, depth, channels: 1 })),
  ...[8, 16].map((depth) => ({ colourType: 2, depth, channels: 3 })),
  ...[1, 2, 4, 8].map((depth) => ({ colourType: 3, depth, channels: 1 })),
  ...[8, 16].map((depth) => ({ colourType: 4, depth, channels: 2 })),
  ...[8, 16].map((depth) => ({ colourType: 6, depth, channels: 4 })),
];

const palette = Uint8Array.from({ length: 768 }, (_, i) => (i * 37 + 11) % 256);

/** A file with all five row filters over arbitrary bytes: every filter byte is decodable data. */
function anyPng(kind: (typeof kinds)[number], transparent: boolean) {
  const { colourType, depth, channels } = kind;
  return fc
    .record({ width: fc.integer({ min: 1, max: 19 }), height: fc.integer({ min: 1, max: 7 }) })
    .chain(({ width, height }) => {
      const rowBytes = Math.ceil((width * channels * depth) / 8) + 1;
      return fc
        .uint8Array({ minLength: rowBytes * height, maxLength: rowBytes * height })
        .map((rows) => {
          for (let y = 0; y < height; y++) rows[y * rowBytes]! %= 5;
          const before: Uint8Array[] = [];
          if (colourType === 3) {
            before.push(pngChunk('PLTE', palette.subarray(0, 3 * 2 ** depth)));
            if (transparent) before.push(pngChunk('tRNS', Uint8Array.of(0, 128)));
          } else if (transparent && channels !== 2 && channels !== 4) {
            before.push(pngChunk('tRNS', new Uint8Array(2 * channels)));
          }
          return pngFile({ width, height, depth, colourType, rows, before, pieceBytes: 7 });
        });
    });
}

describe('PNG of every depth and colour', { timeout: 60_000 }, () => {
  for (const transparent of [false, true]) {
    it.each(kinds)(
      `type $colourType with $depth bits${transparent ? ', with a transparent colour' : ''}: own reader and libvips agree`,
      async (kind) => {
        await fc.assert(
          fc.asyncProperty(anyPng(kind, transparent), async (file) => {
            const header = readPngHeader(file, defaultImageLimits);
            expect(isPlainPng(header)).toBe(true);
            const own = toGrey(await readRasterPng(file, header, sharpPlatform));
            const theirs = toGrey(await sharpPlatform.decode(file, header, 0, defaultImageLimits));
            expect(own).toEqual(theirs);
          }),
          { numRuns: 12 },
        );
      },
    );
  }
});

describe('PNG at one bit a pixel', () => {
  const rows = Uint8Array.of(0, 0b01100000, 1, 0b10010000);

  it('reads all filters and split pixels as libvips does', async () => {
    await fc.assert(
      fc.asyncProperty(anyPng({ colourType: 0, depth: 1, channels: 1 }, false), async (file) => {
        const { image } = await readBitImage(file, { foreground: 'light' });
        const raw = await sharp(file).toColourspace('b-w').raw().toBuffer();
        expect([...image.toBytes()]).toEqual([...raw].map((level) => level >> 7));
      }),
    );
  });

  it('takes the brighter palette entry as light, whichever comes first', async () => {
    const file = (colours: number[]) =>
      pngFile({
        width: 4,
        height: 1,
        depth: 1,
        colourType: 3,
        rows: rows.subarray(0, 2),
        before: [pngChunk('PLTE', Uint8Array.from(colours))],
      });
    const light = async (colours: number[]) =>
      (await readBitImage(file(colours), { foreground: 'light' })).image.toRows();
    expect(await light([0, 0, 0, 9, 9, 9])).toEqual(['0110']);
    expect(await light([255, 255, 255, 200, 200, 200])).toEqual(['1001']);
    expect(await light([200, 0, 0, 200, 0, 0])).toEqual(['0000']);
    expect(await light([250, 250, 250])).toEqual(['1111']);
    expect([...(await decodeImage(file([9, 9, 9, 0, 0, 0]))).image.data]).toEqual([9, 0, 0, 9]);
  });

  it('reads interlaced files', async () => {
    const page = await sharp(Buffer.from([0, 255, 255, 0, 255, 0]), {
      raw: { width: 3, height: 2, channels: 1 },
    })
      .toColourspace('b-w')
      .png({ progressive: true })
      .toBuffer();
    expect((await readBitImage(page)).image.toRows()).toEqual(['011', '010']);
  });

  it('honours a note about the foreground only where it is whole', async () => {
    const read = async (note: string) => {
      const before = [pngChunk('tEXt', new TextEncoder().encode(note))];
      const file = pngFile({ width: 4, height: 2, depth: 1, rows, before });
      return (await readBitImage(file)).report;
    };
    expect(await read('Foreground\0dark')).toMatchObject({
      foreground: 'dark',
      foregroundSource: 'file',
    });
    expect(await read('Foreground\0darker')).toMatchObject({ foregroundSource: 'detected' });
  });

  it('turns by EXIF', async () => {
    const exif = Uint8Array.of(
      ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
      ...[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0],
    );
    const file = pngFile({ width: 4, height: 2, depth: 1, rows, before: [pngChunk('eXIf', exif)] });
    const { image, report } = await readBitImage(file, { foreground: 'light' });
    const upright = BitImage.fromRows(['0110', '0000']).height;
    expect(report.orientation).toBe(6);
    expect([image.width, image.height]).toEqual([upright, 4]);
    expect(report.notes).toContain('orientation 6 was undone: the image is upright');
  });
});
