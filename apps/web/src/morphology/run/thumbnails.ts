import type { BitImage } from '@onebit/image';
import type { Outcome } from './protocol.ts';

/** Pixels of a thumbnail: the middle of the image at its own size, so that single pixels show. */
const [width, height] = [128, 96];

const black = 0xff00_0000;
const white = 0xffff_ffff;

/** The middle of an image, to look at. */
export function thumbnailOf(image: BitImage, foreground: 'dark' | 'light'): ImageData {
  const cut = { width: Math.min(width, image.width), height: Math.min(height, image.height) };
  const [left, top] = [
    Math.floor((image.width - cut.width) / 2),
    Math.floor((image.height - cut.height) / 2),
  ];
  const data = new ImageData(cut.width, cut.height);
  const pixels = new Uint32Array(data.data.buffer);
  const [set, clear] = foreground === 'dark' ? [black, white] : [white, black];
  for (let y = 0, at = 0; y < cut.height; y++) {
    for (let x = 0; x < cut.width; x++, at++) {
      pixels[at] = image.get(left + x, top + y) === 1 ? set : clear;
    }
  }
  return data;
}

/**
 * A result with the thumbnails of the steps behind it, where the result before it went through the
 * same steps and further: they show nothing else when only the first steps are run again. Whatever
 * else changes has to drop them first, see {@link withoutThumbnails}.
 */
export function keepThumbnails(before: Outcome | null, now: Outcome): Outcome {
  const longer =
    before !== null && (now.sequence === '' || before.sequence.startsWith(`${now.sequence} + `));
  if (!longer) return now;
  const rest = before.thumbnails.slice(now.thumbnails.length);
  return { ...now, sequence: before.sequence, thumbnails: [...now.thumbnails, ...rest] };
}

/** A result whose thumbnails no longer hold: another image, or the same one read in another way. */
export function withoutThumbnails(outcome: Outcome | null): Outcome | null {
  return outcome && { ...outcome, thumbnails: [] };
}
