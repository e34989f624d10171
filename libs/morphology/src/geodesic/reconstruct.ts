import { complement, reconstruct as reconstructBits } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import type { ConnectivityOptions } from '../components/label-map.ts';

/**
 * Reconstruction by dilation: the connected components of the mask that the seed touches, that is
 * the geodesic dilation of the seed in the mask repeated until nothing changes (L. Vincent, 1993).
 * Seed pixels off the mask do not count.
 *
 * @param seed - where to start, any size
 * @param mask - what to fill, of the same size
 * @param options - connectivity of the mask's pixels, 8 by default
 * @returns a new image of the same size
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { reconstruct } from '@onebit/morphology';
 * const seed = BitImage.fromRows(['0100000']);
 * const mask = BitImage.fromRows(['1110110']);
 * console.log(reconstruct(seed, mask).toRows()[0]); // 1110000
 * ```
 */
export function reconstruct(
  seed: BitImage,
  mask: BitImage,
  options: ConnectivityOptions = {},
): BitImage {
  return BitImage.fromMatrix(reconstructBits(seed.bits, mask.bits, options.connectivity ?? 8));
}

/**
 * Reconstruction by erosion, the dual of {@link reconstruct}: the geodesic erosion of the seed above
 * the mask repeated until nothing changes. Background components of the mask that the seed covers
 * whole are filled.
 *
 * @param seed - where background may enter: its zeros, any size
 * @param mask - what stays foreground in any case, of the same size
 * @param options - connectivity of the background, 8 by default
 * @returns a new image of the same size
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { reconstructByErosion } from '@onebit/morphology';
 * const seed = BitImage.fromRows(['0111111']);
 * const mask = BitImage.fromRows(['0010010']);
 * console.log(reconstructByErosion(seed, mask).toRows()[0]); // 0011111
 * ```
 */
export function reconstructByErosion(
  seed: BitImage,
  mask: BitImage,
  options: ConnectivityOptions = {},
): BitImage {
  using openings = complement(seed.bits);
  using background = complement(mask.bits);
  const entered = reconstructBits(openings, background, options.connectivity ?? 8);
  return BitImage.fromMatrix(complement(entered, entered));
}
