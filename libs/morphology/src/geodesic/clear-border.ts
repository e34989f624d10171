import { BitMatrix, connectedComponents } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import type { ConnectivityOptions } from '../components/label-map.ts';

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
  using table = connectedComponents(image.bits, options.connectivity ?? 8);
  const inner = table.touchingFrame().map((touches) => 1 - touches);
  const result = BitMatrix.create(image.height, image.width);
  table.paint(inner, result);
  return BitImage.fromMatrix(result);
}
