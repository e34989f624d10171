import type { PictureColumns } from '@onebit/speech-separation';

/** A picture as a file of the answer. */
export interface PictureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Levels that are drawn black and white, in decibels. */
const DARKEST = -90;
const BRIGHTEST = -20;

/** Draws the masks of both talkers and the level of what they share, as grey PNG files. */
export async function pictureFiles(picture: PictureColumns): Promise<PictureFile[]> {
  const { levels, shares } = picture;
  const heard = (at: number): boolean => levels[at]! > -Infinity;
  const values: readonly [string, (at: number) => number][] = [
    ['mask-1.png', (at) => (heard(at) ? shares[at]! : 0)],
    ['mask-2.png', (at) => (heard(at) ? 1 - shares[at]! : 0)],
    ['spectrogram.png', (at) => (levels[at]! - DARKEST) / (BRIGHTEST - DARKEST)],
  ];
  return Promise.all(
    values.map(async ([name, value]) => ({ name, bytes: await greyPng(picture, value) })),
  );
}

/** A PNG of one pixel a value: time from left to right, frequencies upward. */
async function greyPng(
  { columns, bins }: PictureColumns,
  value: (at: number) => number,
): Promise<Uint8Array> {
  const pixels = new Uint8Array(columns * bins);
  for (let column = 0; column < columns; column++) {
    for (let bin = 0; bin < bins; bin++) {
      const bright = Math.max(0, Math.min(1, value(column * bins + bin)));
      pixels[(bins - 1 - bin) * columns + column] = Math.round(255 * bright);
    }
  }
  // Loaded with the first picture: a worker is ready without it.
  const { default: sharp } = await import('sharp');
  return sharp(pixels, { raw: { width: columns, height: bins, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}
