import { GreyImage } from '../grey-image.ts';
import { luma } from './luma.ts';
import type { Raster } from './platform.ts';

/** What became of the alpha channel. */
export type AlphaHandling = 'none' | 'opaque' | 'on-white' | 'on-black';

/** Highest sample of cameras and scanners with 12 bits: files of 16 bits seldom fill their range. */
const narrowRange = 4095;

/** Visible pixels that are all lighter than this would vanish on white. */
const vanishing = 200;

/**
 * Grey levels of decoded pixels: samples brought to 8 bits, colour to luma, transparency laid on
 * white, or on black where everything visible is so light that it would vanish on white.
 */
export function toGrey(raster: Raster): {
  grey: GreyImage;
  alpha: AlphaHandling;
  notes: string[];
} {
  const { width, height, channels } = raster;
  const pixels = width * height;
  const { data, notes } = toBytes(raster);
  if (channels === 1) return { grey: new GreyImage(width, height, data), alpha: 'none', notes };
  const levels = new Uint8Array(pixels);
  for (let i = 0, at = 0; i < pixels; i++, at += channels) {
    levels[i] = channels === 2 ? data[at]! : luma(data[at]!, data[at + 1]!, data[at + 2]!);
  }
  const alpha = channels === 3 ? 'none' : layOnPaper(levels, data, channels);
  return { grey: new GreyImage(width, height, levels), alpha, notes };
}

function toBytes({ data, channels }: Raster): { data: Uint8Array; notes: string[] } {
  if (data instanceof Uint8Array) return { data, notes: [] };
  const alphaAt = channels === 2 || channels === 4 ? channels - 1 : -1;
  let lowest = data instanceof Uint16Array ? 0 : Infinity;
  let highest = data instanceof Uint16Array ? 0 : -Infinity;
  for (let i = 0; i < data.length; i++) {
    if (i % channels === alphaAt) continue;
    const sample = data[i]!;
    if (sample < lowest) lowest = sample;
    if (sample > highest) highest = sample;
  }
  const notes: string[] = [];
  let white = 65535;
  if (data instanceof Float32Array || (highest > 0 && highest <= narrowRange)) {
    white = highest;
    notes.push(`samples from ${lowest} to ${highest} were stretched to 0 to 255`);
  } else {
    notes.push('samples of 16 bits were rounded to 8');
  }
  const range = white > lowest ? white - lowest : 1;
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    bytes[i] =
      i % channels === alphaAt
        ? Math.round(data[i]! / (data instanceof Uint16Array ? 257 : 1))
        : Math.round(((data[i]! - lowest) * 255) / range);
  }
  return { data: bytes, notes };
}

function layOnPaper(levels: Uint8Array, data: Uint8Array, channels: number): AlphaHandling {
  let opaque = true;
  let visible = false;
  let darkest = 255;
  for (let i = 0, at = channels - 1; i < levels.length; i++, at += channels) {
    const alpha = data[at]!;
    if (alpha < 255) opaque = false;
    if (alpha >= 128) {
      visible = true;
      if (levels[i]! < darkest) darkest = levels[i]!;
    }
  }
  if (opaque) return 'opaque';
  const paper = visible && darkest > vanishing ? 0 : 255;
  for (let i = 0, at = channels - 1; i < levels.length; i++, at += channels) {
    const alpha = data[at]!;
    levels[i] = Math.round((levels[i]! * alpha + paper * (255 - alpha)) / 255);
  }
  return paper === 0 ? 'on-black' : 'on-white';
}
