import {
  type BitMatrix,
  dilateElement,
  dilateRectangle,
  erodeElement,
  erodeRectangle,
} from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import {
  type BorderOptions,
  type BorderRule,
  type Outside,
  borderRule,
} from '../borders/border.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { maskOf } from './mask.ts';

/**
 * Dilation: the union of the image shifted by every offset of the element,
 * A ⊕ B = ∪ { A + b : b ∈ B } (H. Minkowski; J. Serra, Image Analysis and Mathematical Morphology,
 * 1982). Under the border rule `opencv` the element is turned by 180 degrees, as OpenCV's `dilate`.
 *
 * @param image - any size
 * @param element - the structuring element B
 * @param options - border rule: `background` and `ignore` read 0 off the image, `foreground` 1
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { cross, dilate } from '@onebit/morphology';
 * const dot = BitImage.fromRows(['000', '010', '000']);
 * console.log(dilate(dot, cross(3)).toRows().join('/')); // 010/111/010
 * ```
 */
export function dilate(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  return BitImage.fromMatrix(dilation(image.bits, element, borderRule(options)));
}

/**
 * Erosion: the pixels at which the whole element fits into the image,
 * A ⊖ B = { x : x + b ∈ A for every b ∈ B } (Serra, 1982).
 *
 * @param image - any size
 * @param element - the structuring element B
 * @param options - border rule: `background` reads 0 off the image, so that the frame is eaten;
 *   `foreground` and `ignore` read 1
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { erode, square } from '@onebit/morphology';
 * const block = BitImage.fromRows(['1110', '1110', '1110']);
 * console.log(erode(block, square(3)).toRows().join('/')); // 1100/1100/1100
 * console.log(erode(block, square(3), { border: 'leptonica' }).toRows().join('/')); // 0000/0100/0000
 * ```
 */
export function erode(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  return BitImage.fromMatrix(erosion(image.bits, element, borderRule(options)));
}

/** Dilation of a matrix under a border rule; the caller owns the result. */
export function dilation(
  bits: BitMatrix,
  element: StructuringElement,
  rule: BorderRule,
): BitMatrix {
  return unionOfShifts(bits, rule.turnedDilation ? element.reflect() : element, rule.dilation);
}

/** Erosion of a matrix under a border rule; the caller owns the result. */
export function erosion(bits: BitMatrix, element: StructuringElement, rule: BorderRule): BitMatrix {
  if (element.isRectangle) return erodeRectangle(bits, element, rule.erosion);
  using rows = maskOf(element.mask, element);
  return erodeElement(bits, { ...originOf(element), rows }, rule.erosion);
}

function unionOfShifts(bits: BitMatrix, element: StructuringElement, outside: Outside): BitMatrix {
  if (element.isRectangle) return dilateRectangle(bits, element, outside);
  using rows = maskOf(element.mask, element);
  return dilateElement(bits, { ...originOf(element), rows }, outside);
}

function originOf({ originX, originY }: StructuringElement): { originX: number; originY: number } {
  return { originX, originY };
}
