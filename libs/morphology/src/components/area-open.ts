import { BitMatrix, connectedComponents } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import { BitImage } from '@onebit/image';
import type { ConnectivityOptions } from './label-map.ts';

/**
 * Area opening: removes the components with fewer pixels than a minimum (L. Vincent, 1992).
 *
 * @param image - any size
 * @param minimum - pixels that a component must have to stay, a whole number of at least 1
 * @param options - connectivity, 8 by default
 * @returns a new image of the same size
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { areaOpen } from '@onebit/morphology';
 * const image = BitImage.fromRows(['1101', '1000']);
 * console.log(areaOpen(image, 2).toRows().join('/')); // 1100/1000
 * ```
 */
export function areaOpen(
  image: BitImage,
  minimum: number,
  options: ConnectivityOptions = {},
): BitImage {
  if (!Number.isSafeInteger(minimum) || minimum < 1) {
    throw new OnebitError('value-invalid', {
      expected: 'a whole number of pixels of at least 1',
      received: String(minimum),
      hint: 'A component stays when it has at least that many pixels.',
    });
  }
  using table = connectedComponents(image.bits, options.connectivity ?? 8);
  const large = Uint8Array.from(table.areas(), (area) => (area >= minimum ? 1 : 0));
  const result = BitMatrix.create(image.height, image.width);
  table.paint(large, result);
  return BitImage.fromMatrix(result);
}
