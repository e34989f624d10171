import { BitImage } from '@onebit/image';

/** Uniform random numbers, 0 <= x < 1. */
export type Uniform = () => number;

/** Share of the rows, and of the columns, that a piece of a line lies in. */
const LINES = 0.012;
/** Specks a pixel. */
const SPECKS = 0.0005;
/** Largest side of a speck. */
const SPECK_SIDE = 3;
/** Share of all pixels that are flipped in the end. */
const FLIPPED = 0.05;
/** Shortest and longest piece of a line, as shares of the side it runs along. */
const PIECE = [0.1, 0.6] as const;

/**
 * Soils a clean page: pieces of 1-pixel lines of ink in 1.2 % of the rows and columns, specks of ink
 * of up to 3x3 pixels, then 5 % of all pixels flipped.
 *
 * @param page - the clean page, 1 = ink
 * @param uniform - seeded random numbers
 */
export function soiled(page: BitImage, uniform: Uniform): BitImage {
  const { width, height } = page;
  const pixels = page.toBytes();
  const below = (limit: number): number => Math.floor(uniform() * limit);
  const piece = (side: number): [from: number, to: number] => {
    const [least, most] = PIECE;
    const length = Math.max(1, Math.floor(side * (least + (most - least) * uniform())));
    const from = below(side - length + 1);
    return [from, from + length];
  };
  for (let line = Math.round(height * LINES); line > 0; line--) {
    const y = below(height);
    const [from, to] = piece(width);
    pixels.fill(1, y * width + from, y * width + to);
  }
  for (let line = Math.round(width * LINES); line > 0; line--) {
    const x = below(width);
    const [from, to] = piece(height);
    for (let y = from; y < to; y++) pixels[y * width + x] = 1;
  }
  for (let speck = Math.round(width * height * SPECKS); speck > 0; speck--) {
    const [right, down] = [1 + below(SPECK_SIDE), 1 + below(SPECK_SIDE)];
    const [x, y] = [below(width), below(height)];
    for (let row = y; row < Math.min(height, y + down); row++) {
      pixels.fill(1, row * width + x, row * width + Math.min(width, x + right));
    }
  }
  for (let at = 0; at < pixels.length; at++) if (uniform() < FLIPPED) pixels[at]! ^= 1;
  return BitImage.fromBytes(width, height, pixels);
}
