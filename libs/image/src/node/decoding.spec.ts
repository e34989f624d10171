import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BitImage } from '../bit-image.ts';
import { GreyImage } from '../grey-image.ts';
import { writeNetpbm } from '../netpbm/write.ts';
import { decodeImage, encodeBitImage, readBitImage, writableFormats } from './index.ts';
import { tiffFile } from './tiff.fixture.ts';

const images = fc
  .record({ width: fc.integer({ min: 1, max: 130 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ min: 0, max: 1, minLength: width * height, maxLength: width * height })
      .map((bytes) => BitImage.fromBytes(width, height, bytes)),
  );

const looks = fc.constantFrom('light' as const, 'dark' as const);

function raw(levels: readonly number[], width: number, channels: 1 | 2 | 3 | 4 = 1) {
  const height = levels.length / width / channels;
  return sharp(Uint8Array.from(levels), { raw: { width, height, channels } });
}

const levelsOf = async (bytes: Uint8Array) => [...(await decodeImage(bytes)).image.data];

describe('writing and reading back', { timeout: 60_000 }, () => {
  it.each(writableFormats)('%s gives every bit back', async (format) => {
    await fc.assert(
      fc.asyncProperty(images, looks, async (image, foreground) => {
        const file = await encodeBitImage(image, format, { foreground });
        const back = await readBitImage(file, { foreground });
        expect(back.image.toRows()).toEqual(image.toRows());
        // The look is kept: decoded to grey, foreground is as dark or light as asked.
        const one = foreground === 'light' ? 255 : 0;
        const grey = image.toBytes().map((bit) => (bit ? one : 255 - one));
        expect(await levelsOf(file)).toEqual([...grey]);
      }),
      { numRuns: 40 },
    );
  });

  it('PNG and PBM need not be told the foreground', async () => {
    await fc.assert(
      fc.asyncProperty(images, looks, async (image, foreground) => {
        const png = await readBitImage(await encodeBitImage(image, 'png', { foreground }));
        expect(png.report.foreground).toBe(foreground);
        expect(png.image.equals(image)).toBe(true);
        const pbm = await readBitImage(await encodeBitImage(image, 'pbm'));
        expect(pbm.image.equals(image)).toBe(true);
      }),
    );
  });

  it('TIFF is CCITT group 4, and dark foreground is its ink', async () => {
    const page = BitImage.create(400, 300);
    page.set(20, 20, 1);
    const file = await encodeBitImage(page, 'tiff', { foreground: 'dark' });
    expect(file.length).toBeLessThan(400);
    expect(await sharp(file).metadata()).toMatchObject({ format: 'tiff', bitsPerSample: 1 });
    const { image, report } = await readBitImage(file);
    expect(report).toMatchObject({
      foreground: 'dark',
      foregroundSource: 'file',
      method: 'bilevel',
    });
    expect(image.equals(page)).toBe(true);
  });

  it('refuses formats that lose detail, and sizes a format cannot hold', async () => {
    const image = BitImage.create(16_384, 1);
    await expect(encodeBitImage(image, 'jpeg' as 'png')).rejects.toMatchObject({
      code: 'image-format-unsupported',
    });
    await expect(encodeBitImage(image, 'webp')).rejects.toMatchObject({ code: 'image-too-large' });
    await expect(
      encodeBitImage(image, 'png', { foreground: 'grey' as 'dark' }),
    ).rejects.toMatchObject({ code: 'value-invalid' });
    await expect(
      encodeBitImage(image, 'png', { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reads sides up to 32,767', async () => {
    const strip = BitImage.create(32_767, 3);
    strip.set(32_766, 2, 1);
    for (const format of ['png', 'tiff', 'pbm', 'gif'] as const) {
      const back = await readBitImage(await encodeBitImage(strip, format), {
        foreground: format === 'pbm' ? 'dark' : 'light',
      });
      expect(back.image.equals(strip)).toBe(true);
    }
  });
});

describe('what is done to make an image grey', () => {
  it('colour becomes luma', async () => {
    const file = await raw([255, 0, 0, 0, 255, 0, 0, 0, 255], 3, 3).png().toBuffer();
    expect(await levelsOf(file)).toEqual([76, 150, 29]);
  });

  it('transparency becomes white paper', async () => {
    const file = await raw([10, 10, 10, 0, 10, 10, 10, 255, 200, 0, 0, 128], 3, 4).png().toBuffer();
    const { image, report } = await decodeImage(file);
    expect([...image.data]).toEqual([255, 10, 157]);
    expect(report.alpha).toBe('on-white');
    expect(report.notes).toContain('transparency was laid on white');
  });

  it('white drawings on nothing are laid on black', async () => {
    const file = await raw([255, 255, 255, 0, 255, 255, 255, 255], 2, 4).png().toBuffer();
    const { image, report } = await readBitImage(file);
    expect(image.toRows()).toEqual(['01']);
    expect(report).toMatchObject({ alpha: 'on-black', foreground: 'light' });
  });

  it('full opacity changes nothing', async () => {
    const file = await raw([7, 7, 7, 255, 9, 9, 9, 255], 2, 4).webp({ lossless: true }).toBuffer();
    const { report } = await decodeImage(file);
    expect(['none', 'opaque']).toContain(report.alpha);
    expect(await levelsOf(file)).toEqual([7, 9]);
  });

  it('grey with alpha keeps its alpha', async () => {
    const file = await raw([10, 255, 10, 0], 2, 2).toColourspace('b-w').png().toBuffer();
    expect(await levelsOf(file)).toEqual([10, 255]);
  });

  it.each(['png', 'tiff'] as const)('16 bits in %s are rounded to 8', async (format) => {
    const samples = Uint16Array.of(0, 257, 128 * 257 + 128, 128 * 257 + 129, 65535, 65406);
    const file = await sharp(samples, { raw: { width: 6, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .toFormat(format, { compression: 'deflate' })
      .toBuffer();
    const { image, report } = await decodeImage(file);
    expect([...image.data]).toEqual([0, 1, 128, 129, 255, 254]);
    expect(report.notes).toEqual(['samples of 16 bits were rounded to 8']);
  });

  it('16 bits that hold 12 or fewer are stretched, and the report says so', async () => {
    const samples = Uint16Array.of(0, 1, 2, 4);
    const file = await sharp(samples, { raw: { width: 4, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const { image, report } = await decodeImage(file);
    expect([...image.data]).toEqual([0, 64, 128, 255]);
    expect(report.notes).toEqual(['samples from 0 to 4 were stretched to 0 to 255']);
  });

  it('floating-point TIFF is stretched from its lowest to its highest sample', async () => {
    const samples = Float32Array.of(-1, -0.5, 0, 1);
    const file = tiffFile(
      4,
      1,
      [
        [258, 32],
        [259, 1],
        [262, 1],
        [277, 1],
        [278, 1],
        [339, 3],
      ],
      new Uint8Array(samples.buffer),
    );
    const { image, report } = await decodeImage(file);
    expect([...image.data]).toEqual([0, 64, 128, 255]);
    expect(report.notes).toEqual(['samples from -1 to 1 were stretched to 0 to 255']);
  });

  it('the tag of a bilevel TIFF decides what is ink', async () => {
    const file = (photometric: number) =>
      tiffFile(
        8,
        1,
        [
          [258, 1],
          [259, 1],
          [262, photometric],
          [277, 1],
          [278, 1],
        ],
        Uint8Array.of(0b01100000),
      );
    const whiteIsZero = await readBitImage(file(0));
    expect(whiteIsZero.image.toRows()).toEqual(['01100000']);
    expect(whiteIsZero.report).toMatchObject({ foreground: 'dark', foregroundSource: 'file' });
    const blackIsZero = await readBitImage(file(1));
    expect(blackIsZero.image.toRows()).toEqual(['01100000']);
    expect(blackIsZero.report).toMatchObject({ foreground: 'light' });
  });

  it('CMYK is converted', async () => {
    const file = await raw([255, 255, 255, 0, 0, 0], 2, 3)
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer();
    const { image, report } = await decodeImage(file);
    expect(report.colour).toBe('cmyk');
    expect(image.get(0, 0)).toBeGreaterThan(240);
    expect(image.get(1, 0)).toBeLessThan(90);
    expect(report.notes).toContain('CMYK was converted to grey by way of RGB');
  });

  it.each(['jpeg', 'webp', 'tiff', 'png'] as const)('%s is turned upright', async (format) => {
    // Eight equal pixels a block, so that JPEG keeps the four levels apart.
    const blocks = Array.from({ length: 16 * 24 }, (_, i) => {
      const [x, y] = [i % 16 < 8 ? 0 : 1, Math.floor(i / 16 / 8)];
      return [0, 50, 100, 150, 200, 250][y * 2 + x]!;
    });
    const file = await raw(blocks, 16)
      .withMetadata({ orientation: 6 })
      .toFormat(format, { quality: 100, lossless: true })
      .toBuffer();
    const { image, report } = await decodeImage(file);
    expect([image.width, image.height, report.orientation]).toEqual([24, 16, 6]);
    // Orientation 6: the top of what is stored is the right side of what is seen.
    const seen = [4, 12, 20].map((x) => Math.round(image.get(x, 4) / 50) * 50);
    expect(seen).toEqual([200, 100, 0]);
  });
});

describe('files of several pictures', () => {
  it('TIFF pages can be chosen and are counted', async () => {
    const file = await sharp(
      [
        [0, 255, 255, 255],
        [255, 0, 255, 255],
        [255, 255, 0, 255],
      ]
        .map((levels) => Uint8Array.from(levels))
        .reduce((all, page) => Uint8Array.of(...all, ...page)),
      { raw: { width: 4, height: 3, channels: 1, pageHeight: 1 } },
    )
      .toColourspace('b-w')
      .tiff({ compression: 'ccittfax4', bitdepth: 1, predictor: 'none' })
      .toBuffer();
    for (const page of [0, 1, 2]) {
      const { image, report } = await readBitImage(file, { page, foreground: 'dark' });
      expect(image.toRows()).toEqual([['1000', '0100', '0010'][page]]);
      expect(report).toMatchObject({ page, pages: 3 });
      expect(report.notes).toContain(`page ${page} of 3 was read (counted from 0)`);
    }
    for (const page of [3, -1, 0.5]) {
      await expect(readBitImage(file, { page })).rejects.toMatchObject({
        code: 'image-page-missing',
      });
    }
  });

  it.each(['gif', 'webp'] as const)('frames of %s are counted and read', async (format) => {
    const frames = Uint8Array.of(0, 255, 255, 255, 255, 255, 255, 0);
    const file = await sharp(frames, { raw: { width: 2, height: 4, channels: 1, pageHeight: 2 } })
      .toFormat(format, { lossless: true })
      .toBuffer();
    const first = await readBitImage(file, { foreground: 'dark' });
    expect(first.report.pages).toBe(2);
    expect(first.image.toRows()).toEqual(['10', '00']);
    const second = await readBitImage(file, { foreground: 'dark', page: 1 });
    expect(second.image.toRows()).toEqual(['00', '01']);
  });

  it('a second Netpbm image is named as unread', async () => {
    const one = writeNetpbm(BitImage.fromRows(['10']));
    const { report } = await readBitImage(Uint8Array.of(...one, ...one));
    expect(report.notes).toEqual([`${one.length} bytes behind the image were not read`]);
  });
});

describe('thresholds', () => {
  const file = writeNetpbm(new GreyImage(4, 1, Uint8Array.of(10, 60, 200, 250)));

  it('are applied as asked and reported', async () => {
    const fixed = await readBitImage(file, { threshold: { fixed: 220 }, foreground: 'light' });
    expect(fixed.image.toRows()).toEqual(['0001']);
    expect(fixed.report).toMatchObject({ method: 'fixed', level: 220, foregroundSource: 'given' });
    const otsu = await readBitImage(file, { foreground: 'light' });
    expect(otsu.report).toMatchObject({ method: 'otsu', level: 60 });
  });

  it('that are not needed are said to be unused', async () => {
    const bits = await encodeBitImage(BitImage.fromRows(['01']));
    const { report } = await readBitImage(bits, { threshold: 'otsu' });
    expect(report.notes).toEqual(['the threshold was not used: the file holds one bit a pixel']);
  });
});
