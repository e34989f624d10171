import { combine, reconstruct } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import type { ConnectivityOptions } from '../components/label-map.ts';
import { frameOf } from './frame.ts';

/**
 * Clears the border: removes the components that reach the first or last row or column.
 *
 * @param image - any size
 * @param options - connectivity of the foreground, 8 by default
 * @returns a new image of the same size
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { clearBorder } from '@onebit/morphology';
 * const image = BitImage.fromRows(['10000', '00100', '00000']);
 * console.log(clearBorder(image).toRows().join('/')); // 00000/00100/00000
 * ```
 */
export function clearBorder(image: BitImage, options: ConnectivityOptions = {}): BitImage {
  using frame = frameOf(image.bits);
  const touching = reconstruct(frame, image.bits, options.connectivity ?? 8);
  return BitImage.fromMatrix(combine('and-not', image.bits, touching, touching));
}
