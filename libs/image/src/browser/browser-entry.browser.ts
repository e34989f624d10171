import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitImage } from '../bit-image.ts';
import { GreyImage } from '../grey-image.ts';
import { writeNetpbm } from '../netpbm/write.ts';
import { decodeImage, encodeBitImage, readBitImage } from './index.ts';

const images = fc
  .record({ width: fc.integer({ min: 1, max: 130 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ min: 0, max: 1, minLength: width * height, maxLength: width * height })
      .map((bytes) => BitImage.fromBytes(width, height, bytes)),
  );

/** Six blocks of 8 x 8 pixels, two a row, of rising levels: JPEG keeps them apart. */
async function blocks(type: string): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(16, 24);
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < 6; i++) {
    context.fillStyle = `rgb(${i * 50} ${i * 50} ${i * 50})`;
    context.fillRect((i % 2) * 8, Math.floor(i / 2) * 8, 8, 8);
  }
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer());
}

const rounded = (image: GreyImage, at: [number, number][]) =>
  at.map(([x, y]) => Math.round(image.get(x, y) / 50) * 50);

describe('in a browser', () => {
  it.each(['png', 'pbm'] as const)('%s gives every bit back', async (format) => {
    await fc.assert(
      fc.asyncProperty(images, async (image) => {
        const { image: back } = await readBitImage(await encodeBitImage(image, format));
        expect(back.toRows()).toEqual(image.toRows());
      }),
      { numRuns: 30 },
    );
  });

  it('the browser itself shows the PNG that is written', async () => {
    const file = await encodeBitImage(BitImage.fromRows(['0110', '1000']), 'png');
    const bitmap = await createImageBitmap(new Blob([file as Uint8Array<ArrayBuffer>]));
    const context = new OffscreenCanvas(4, 2).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, 4, 2);
    expect([...data].filter((_, i) => i % 4 === 0)).toEqual([0, 255, 255, 0, 255, 0, 0, 0]);
  });

  it.each(['image/png', 'image/jpeg', 'image/webp'])('%s is decoded', async (type) => {
    const { image, report } = await decodeImage(await blocks(type));
    expect([image.width, image.height]).toEqual([16, 24]);
    expect(
      rounded(image, [
        [4, 4],
        [12, 4],
        [4, 12],
        [12, 12],
        [4, 20],
        [12, 20],
      ]),
    ).toEqual([0, 50, 100, 150, 200, 250]);
    expect(report.format).toBe(type.slice(6));
  });

  it('JPEG is turned upright by its EXIF orientation', async () => {
    const jpeg = await blocks('image/jpeg');
    const exif = [
      ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
      ...[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0],
    ];
    const turned = Uint8Array.of(...jpeg.subarray(0, 2), ...exif, ...jpeg.subarray(2));
    const { image, report } = await decodeImage(turned);
    expect([image.width, image.height, report.orientation]).toEqual([24, 16, 6]);
    expect(
      rounded(image, [
        [4, 4],
        [12, 4],
        [20, 4],
      ]),
    ).toEqual([200, 100, 0]);
  });

  it('grey Netpbm is thresholded as anywhere', async () => {
    const file = writeNetpbm(new GreyImage(4, 1, Uint8Array.of(10, 60, 200, 250)));
    const { report } = await readBitImage(file, { foreground: 'light' });
    expect(report).toMatchObject({ method: 'otsu', level: 60, foregroundPixels: 2 });
  });

  it('refuses by name what Node refuses, and TIFF', async () => {
    const png = await encodeBitImage(BitImage.fromRows(['0110', '1000']), 'png');
    const huge = png.slice();
    new DataView(huge.buffer).setUint32(16, 100_000);
    const text = (content: string) => new TextEncoder().encode(content);
    const jpeg = await blocks('image/jpeg');
    const damaged = jpeg.map((byte, i) => (i > 20 && i < jpeg.length - 2 ? 0 : byte));
    for (const [code, bytes] of [
      ['image-missing', new Uint8Array(0)],
      ['image-unreadable', text('no image')],
      ['image-unreadable', damaged],
      ['image-too-large', huge],
      ['image-truncated', png.subarray(0, png.length - 5)],
      ['image-truncated', jpeg.subarray(0, jpeg.length >> 1)],
      ['image-format-unsupported', text('<svg/>')],
    ] as const) {
      await expect(readBitImage(bytes)).rejects.toMatchObject({ name: 'OnebitError', code });
    }
    await expect(encodeBitImage(BitImage.create(1, 1), 'tiff')).rejects.toMatchObject({
      code: 'image-format-unsupported',
    });
  });

  it('a stream that inflates to more than the header says is stopped', async () => {
    const big = await encodeBitImage(BitImage.create(16_000, 16_000), 'png', {});
    const liar = big.slice();
    const view = new DataView(liar.buffer);
    view.setUint32(16, 8);
    view.setUint32(20, 8);
    view.setUint32(29, crc(liar.subarray(12, 29)));
    await expect(readBitImage(liar, { limits: { pixels: 1000 } })).rejects.toMatchObject({
      code: 'image-unreadable',
      received: 'a stream that inflates to more',
    });
  });
});

function crc(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  }
  return ~rest >>> 0;
}
