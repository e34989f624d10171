import { BitMatrix } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';

/** A rectangle of a picture, right and bottom excluded; `left` is a multiple of 32. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pixels of one strip of work: what a slice of the learning takes some 20 ms for. */
const STRIP_PIXELS = 2 ** 18;

/** A copy of a part of a picture, word by word. */
export function partOf(image: BitImage, { left, top, right, bottom }: Part): BitImage {
  const width = right - left;
  const part = BitMatrix.create(bottom - top, width);
  const from = image.bits.words;
  const to = part.words;
  const [first, words] = [left >>> 5, Math.ceil(width / 32)];
  const last = width % 32 === 0 ? 0xffffffff : 2 ** (width % 32) - 1;
  for (let row = 0; row < part.rows; row++) {
    const source = (top + row) * image.bits.wordsPerRow + first;
    const target = row * part.wordsPerRow;
    to.set(from.subarray(source, source + words), target);
    to[target + words - 1]! &= last;
  }
  return BitImage.fromMatrix(part);
}

/** The strips of whole rows that a picture is worked on in, from the top. */
export function stripsOf({ width, height }: { width: number; height: number }): Part[] {
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / width));
  return Array.from({ length: Math.ceil(height / rows) }, (_, index) => ({
    left: 0,
    top: index * rows,
    right: width,
    bottom: Math.min(height, (index + 1) * rows),
  }));
}

/** A strip with more rows above and below, as far as the picture goes. */
export function widened({ left, top, right, bottom }: Part, rows: number, height: number): Part {
  return {
    left,
    top: Math.max(0, top - rows),
    right,
    bottom: Math.min(height, bottom + rows),
  };
}
