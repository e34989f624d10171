import type { Lane, Limits } from '@onebit/http-service';
import { readImageHeader } from '@onebit/image';

/**
 * The lane of an image goes by its pixels: a blank page of 60 million of them is a few kilobytes.
 *
 * @throws OnebitError what is wrong with the head of the image
 */
export function laneOf(bytes: Uint8Array, page: number, limits: Limits): Lane {
  const { imageBytes, imagePixels, imageSide, largeFromPixels } = limits;
  const { width, height } = readImageHeader(bytes, {
    page,
    limits: { bytes: imageBytes, pixels: imagePixels, side: imageSide },
  });
  return width * height >= largeFromPixels ? 'large' : 'small';
}
