import { combine } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { type BorderOptions, borderRule } from '../borders/border.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { dilation, erosion } from './dilate-erode.ts';

/**
 * Morphological gradient: what dilation has and erosion has not, (A ⊕ B) \ (A ⊖ B) (S. Beucher,
 * 1979): both sides of every outline.
 *
 * @param image - any size
 * @param element - the structuring element; it should hold its origin
 * @param options - border rule of both steps
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { gradient, hline } from '@onebit/morphology';
 * console.log(gradient(BitImage.fromRows(['0011100']), hline(3)).toRows()[0]); // 0110110
 * ```
 */
export function gradient(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  const rule = borderRule(options);
  using eroded = erosion(image.bits, element, rule);
  const dilated = dilation(image.bits, element, rule);
  return BitImage.fromMatrix(combine('and-not', dilated, eroded, dilated));
}

/**
 * Internal gradient: what erosion takes away, A \ (A ⊖ B): the inner side of every outline.
 *
 * @param image - any size
 * @param element - the structuring element
 * @param options - border rule: under `background` the frame counts as an outline
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { hline, internalGradient } from '@onebit/morphology';
 * console.log(internalGradient(BitImage.fromRows(['0011100']), hline(3)).toRows()[0]); // 0010100
 * ```
 */
export function internalGradient(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  const eroded = erosion(image.bits, element, borderRule(options));
  return BitImage.fromMatrix(combine('and-not', image.bits, eroded, eroded));
}

/**
 * External gradient: what dilation adds, (A ⊕ B) \ A: the outer side of every outline.
 *
 * @param image - any size
 * @param element - the structuring element
 * @param options - border rule
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { externalGradient, hline } from '@onebit/morphology';
 * console.log(externalGradient(BitImage.fromRows(['0011100']), hline(3)).toRows()[0]); // 0100010
 * ```
 */
export function externalGradient(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  const dilated = dilation(image.bits, element, borderRule(options));
  return BitImage.fromMatrix(combine('and-not', dilated, image.bits, dilated));
}
