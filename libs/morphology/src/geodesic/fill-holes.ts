import { complement, reconstruct } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import type { ConnectivityOptions } from '../components/label-map.ts';
import { frameOf } from './frame.ts';

/**
 * Fills holes: background that is not joined to the outside becomes foreground. The outside counts as
 * background (P. Soille, Morphological Image Analysis, 2003, 6.3.7).
 *
 * @param image - any size
 * @param options - connectivity of the background, 4 by default: the background of 8-connected
 *   foreground
 * @returns a new image of the same size
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { fillHoles } from '@onebit/morphology';
 * const ring = BitImage.fromRows(['010', '101', '010']);
 * console.log(fillHoles(ring).toRows().join('/')); // 010/111/010
 * console.log(fillHoles(ring, { connectivity: 8 }).toRows().join('/')); // 010/101/010
 * ```
 */
export function fillHoles(image: BitImage, options: ConnectivityOptions = {}): BitImage {
  using background = complement(image.bits);
  using frame = frameOf(image.bits);
  const open = reconstruct(frame, background, options.connectivity ?? 4);
  return BitImage.fromMatrix(complement(open, open));
}
