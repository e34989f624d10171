import type { BitImage } from '@onebit/image';
import type { Picture } from './protocol.ts';

const black = 0xff00_0000;
const white = 0xffff_ffff;

/** Turns bits into something to look at: dark foreground is painted black, light one white. */
export async function paint(image: BitImage, foreground: 'dark' | 'light'): Promise<Picture> {
  const { width, height } = image;
  const packed = image.packedRows();
  const [set, clear] = foreground === 'dark' ? [black, white] : [white, black];
  const pixels = new Uint32Array(width * height);
  const bytesPerRow = Math.ceil(width / 8);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const byte = packed[y * bytesPerRow + (x >> 3)]!;
      pixels[at] = (byte >> (7 - (x & 7))) & 1 ? set : clear;
    }
  }
  const data = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  return { bitmap: await createImageBitmap(data), packed, count: image.count() };
}
