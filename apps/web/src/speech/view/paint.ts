import type { PictureColumns } from '@onebit/speech-separation';
import type { Voice } from '../listen/player.ts';
import type { Peaks } from '../run/protocol.ts';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Decibels below the loudest sound at which nothing is drawn any more. */
const RANGE = 58;

/** How strongly a level is drawn, 0 to 1: quiet sounds step back, so that voices stand out. */
function strength(level: number, loudest: number): number {
  const share = Math.max(0, Math.min(1, 1 + (level - loudest) / RANGE));
  return share ** 1.6;
}

/**
 * Draws time from left to right and frequency upward; the colour tells whose a sound is, its
 * strength how loud.
 */
export function spectrogram(
  { columns, bins, levels, shares }: PictureColumns,
  voice: Voice,
  [first, second]: readonly [Colour, Colour],
): ImageData {
  const image = new ImageData(columns, bins);
  const loudest = levels.reduce((most, level) => Math.max(most, level), -Infinity);
  for (let column = 0; column < columns; column++) {
    for (let bin = 0; bin < bins; bin++) {
      const at = column * bins + bin;
      const share = shares[at]!;
      const part = voice === 'mixture' ? 1 : voice === 'first' ? share : 1 - share;
      const hue = voice === 'mixture' ? share : voice === 'first' ? 1 : 0;
      const pixel = ((bins - 1 - bin) * columns + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        image.data[pixel + channel] = second[channel]! + hue * (first[channel]! - second[channel]!);
      }
      image.data[pixel + 3] = 255 * strength(levels[at]! + 20 * Math.log10(part), loudest);
    }
  }
  return image;
}

/** Height of a drawn waveform in pixels; its width is one pixel a stretch. */
export const WAVE_HEIGHT = 160;

/** Draws a waveform; the loudest sample of all tracks fills the height. */
export function waveform(
  context: CanvasRenderingContext2D,
  peaks: Peaks,
  loudest: number,
  colour: string,
): void {
  const middle = WAVE_HEIGHT / 2;
  const scale = loudest > 0 ? (middle - 2) / loudest : 0;
  context.fillStyle = colour;
  for (let x = 0; x * 2 < peaks.length; x++) {
    const top = middle - peaks[x * 2 + 1]! * scale;
    const bottom = middle - peaks[x * 2]! * scale;
    context.fillRect(x, Math.min(top, middle - 0.5), 1, Math.max(1, bottom - top));
  }
}
