import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitImage } from '../bit-image.ts';
import { readImageHeader } from '../headers/image-header.ts';
import { joinTiff } from '../tiff/join-tiff.ts';
import { encodeBitImage, readBitImage } from './index.ts';
import { tiffFile } from './tiff.fixture.ts';

const picture = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 70 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
      .map((bytes) => BitImage.fromBytes(width, height, bytes)),
  );

describe('joining TIFF pages', () => {
  it('keeps every page, whatever its size and look', async () => {
    const look = fc.constantFrom('dark' as const, 'light' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(picture, look), { minLength: 1, maxLength: 5 }),
        async (pages) => {
          const files = await Promise.all(
            pages.map(([image, foreground]) => encodeBitImage(image, 'tiff', { foreground })),
          );
          const joined = joinTiff(files);
          for (const [page, [image, foreground]] of pages.entries()) {
            const read = await readBitImage(joined, { page, foreground });
            expect(read.report.pages).toBe(pages.length);
            expect(read.image.equals(image)).toBe(true);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps pages of many strips', async () => {
    const tall = BitImage.fromBytes(
      300,
      5000,
      Uint8Array.from({ length: 1_500_000 }, (_, at) => ((at * at) % 7 < 3 ? 1 : 0)),
    );
    const file = await encodeBitImage(tall, 'tiff');
    const { image } = await readBitImage(joinTiff([file, file]), { page: 1, foreground: 'light' });
    expect(image.equals(tall)).toBe(true);
  });

  it('leaves the files that it joins as they are', async () => {
    const file = await encodeBitImage(BitImage.fromRows(['10']), 'tiff');
    const before = [...file];
    joinTiff([file, file]);
    expect([...file]).toEqual(before);
  });

  it('refuses what it cannot join', () => {
    const cases: [string, Uint8Array][] = [
      ['something else', new Uint8Array(20)],
      ['no strips', tiffFile(1, 1, [])],
      ['several pages', tiffFile(1, 1, [], Uint8Array.of(1), 8)],
      ['tag 34665, a further directory', tiffFile(1, 1, [[34_665, 8]], Uint8Array.of(1))],
      ['a directory outside the file', Uint8Array.of(0x49, 0x49, 42, 0, 99, 0, 0, 0, 0)],
    ];
    for (const [received, page] of cases) {
      expect(() => joinTiff([page])).toThrow(
        expect.objectContaining({ code: 'image-unreadable', received }),
      );
    }
    expect(() => joinTiff([])).toThrow(expect.objectContaining({ code: 'value-invalid' }));
  });
});

describe('the header of an image', () => {
  it.each(['png', 'tiff', 'pbm', 'webp', 'gif'] as const)(
    'of %s, before decoding',
    async (format) => {
      const file = await encodeBitImage(BitImage.create(37, 11), format);
      expect(readImageHeader(file)).toMatchObject({ format, width: 37, height: 11, pages: 1 });
      expect(() => readImageHeader(file, { limits: { side: 36 } })).toThrow(
        expect.objectContaining({ code: 'image-too-large' }),
      );
      expect(() => readImageHeader(file, { page: 1 })).toThrow(
        expect.objectContaining({ code: 'image-page-missing' }),
      );
    },
  );
});
