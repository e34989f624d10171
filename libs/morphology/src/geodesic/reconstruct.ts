import { BitMatrix, complement, connectedComponents } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import { BitImage } from '@onebit/image';
import type { Connectivity, ConnectivityOptions } from '../components/label-map.ts';

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
  requireSameSize(seed, mask);
  return BitImage.fromMatrix(touched(mask.bits, seed.bits, options.connectivity ?? 8));
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
  requireSameSize(seed, mask);
  using openings = complement(seed.bits);
  using background = complement(mask.bits);
  const entered = touched(background, openings, options.connectivity ?? 8);
  return BitImage.fromMatrix(complement(entered, entered));
}

/** The components of a matrix that share a one with the seed. */
function touched(bits: BitMatrix, seed: BitMatrix, connectivity: Connectivity): BitMatrix {
  using table = connectedComponents(bits, connectivity);
  const result = BitMatrix.create(bits.rows, bits.columns);
  table.paint(table.touching(seed), result);
  return result;
}

function requireSameSize(seed: BitImage, mask: BitImage): void {
  if (seed.width === mask.width && seed.height === mask.height) return;
  throw new OnebitError('size-mismatch', {
    expected: `a mask of the seed's size, ${seed.width}x${seed.height}`,
    received: `${mask.width}x${mask.height}`,
    hint: 'Seed and mask are two pictures of one plane.',
  });
}
