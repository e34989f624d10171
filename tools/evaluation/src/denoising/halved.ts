import { BitImage } from '@onebit/image';

/**
 * A page at half its resolution: a pixel is ink where at least two of the four it covers are. An odd
 * last row or column is left out.
 */
export function halved(page: BitImage): BitImage {
  const [width, height] = [page.width >> 1, page.height >> 1];
  const pixels = page.toBytes();
  const small = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 2 * y * page.width + 2 * x;
      const below = at + page.width;
      const ink = pixels[at]! + pixels[at + 1]! + pixels[below]! + pixels[below + 1]!;
      small[y * width + x] = ink >= 2 ? 1 : 0;
    }
  }
  return BitImage.fromBytes(width, height, small);
}
