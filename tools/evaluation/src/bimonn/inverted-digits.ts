import { readIdxImages } from '@onebit/datasets';
import { BitImage } from '@onebit/image';

const SIDE = 50;
/** Ink above this level, as the paper has it. */
const LEVEL = 30;

/**
 * The first digits, enlarged to 50x50 by the nearest pixel, thresholded and inverted.
 *
 * @throws OnebitError `dataset-unreadable`
 */
export async function invertedDigits(path: string, most: number): Promise<BitImage[]> {
  const { rows, columns, pixels, count } = await readIdxImages(path);
  return Array.from({ length: Math.min(count, most) }, (_, index) => {
    const bytes = new Uint8Array(SIDE * SIDE);
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const row = Math.floor((y * rows) / SIDE);
        const column = Math.floor((x * columns) / SIDE);
        const level = pixels[(index * rows + row) * columns + column]!;
        bytes[y * SIDE + x] = level > LEVEL ? 0 : 1;
      }
    }
    return BitImage.fromBytes(SIDE, SIDE, bytes);
  });
}
