/**
 * Luma of colour pixels: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), in whole numbers, so
 * that every platform gets the same level.
 *
 * @param samples - `channels` bytes a pixel, red, green, blue first
 * @param channels - 3 or 4
 * @param pixels - number of pixels
 */
export function lumaOf(samples: Uint8Array, channels: 3 | 4, pixels: number): Uint8Array {
  const grey = new Uint8Array(pixels);
  for (let i = 0, at = 0; i < pixels; i++, at += channels) {
    grey[i] = luma(samples[at]!, samples[at + 1]!, samples[at + 2]!);
  }
  return grey;
}

/** {@link lumaOf} of one pixel. */
export function luma(red: number, green: number, blue: number): number {
  return ((299 * red + 587 * green + 114 * blue + 500) / 1000) | 0;
}
