import { combine } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { type BorderOptions, borderRule } from '../borders/border.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { closing, opening } from './open-close.ts';

/**
 * White top-hat: what opening takes away, A \ (A ∘ B) (F. Meyer, 1979): foreground too thin for the
 * element.
 *
 * @param image - any size
 * @param element - the structuring element
 * @param options - border rule of the opening
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { hline, whiteTophat } from '@onebit/morphology';
 * console.log(whiteTophat(BitImage.fromRows(['0111010']), hline(2)).toRows()[0]); // 0000010
 * ```
 */
export function whiteTophat(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  const opened = opening(image.bits, element, borderRule(options));
  return BitImage.fromMatrix(combine('and-not', image.bits, opened, opened));
}

/**
 * Black top-hat: what closing adds, (A • B) \ A (Meyer, 1979): background too thin for the element.
 *
 * @param image - any size
 * @param element - the structuring element
 * @param options - border rule of the closing
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { blackTophat, hline } from '@onebit/morphology';
 * console.log(blackTophat(BitImage.fromRows(['00110110']), hline(2)).toRows()[0]); // 00001000
 * ```
 */
export function blackTophat(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  const closed = closing(image.bits, element, borderRule(options));
  return BitImage.fromMatrix(combine('and-not', closed, image.bits, closed));
}
