import type { BitMatrix } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { type BorderOptions, type BorderRule, borderRule } from '../borders/border.ts';
import { cropped, padded } from '../borders/padding.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { dilation, erosion } from './dilate-erode.ts';

/**
 * Opening: erosion, then dilation by the same element (A ∘ B = (A ⊖ B) ⊕ B; G. Matheron, 1975).
 * It removes what the element does not fit into.
 *
 * @param image - any size
 * @param element - the structuring element
 * @param options - border rule, kept in both steps
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { open, square } from '@onebit/morphology';
 * const speck = BitImage.fromRows(['11010', '11000', '00000']);
 * console.log(open(speck, square(2)).toRows().join('/')); // 11000/11000/00000
 * ```
 */
export function open(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  return BitImage.fromMatrix(opening(image.bits, element, borderRule(options)));
}

/**
 * Closing: dilation, then erosion by the same element (A • B = (A ⊕ B) ⊖ B; Matheron, 1975).
 * It fills gaps that the turned element does not fit into.
 *
 * Under `background`, `leptonica` and `scipy` it clears foreground within reach of the frame
 * (it is not extensive there): {@link closeSafe} is the one to prefer.
 *
 * @param image - any size
 * @param element - the structuring element
 * @param options - border rule, kept in both steps
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { close, hline } from '@onebit/morphology';
 * const gap = BitImage.fromRows(['0110110']);
 * console.log(close(gap, hline(3)).toRows()[0]); // 1111111
 * console.log(close(gap, hline(3), { border: 'leptonica' }).toRows()[0]); // 0111110
 * ```
 */
export function close(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  return BitImage.fromMatrix(closing(image.bits, element, borderRule(options)));
}

/**
 * Safe closing: the closing of the image in an infinite background, seen through the image's frame.
 * It is extensive and idempotent up to the frame whatever lies there, as Leptonica's `pixCloseSafe`.
 *
 * @param image - any size
 * @param element - the structuring element
 * @param options - border rule: only `opencv` matters here, whose dilation turns the element
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { closeSafe, hline } from '@onebit/morphology';
 * const gap = BitImage.fromRows(['1011001']);
 * console.log(closeSafe(gap, hline(3)).toRows()[0]); // 1111111
 * console.log(closeSafe(gap, hline(2)).toRows()[0]); // 1111001
 * ```
 */
export function closeSafe(
  image: BitImage,
  element: StructuringElement,
  options: BorderOptions = {},
): BitImage {
  const { turnedDilation } = borderRule(options);
  const rule = { ...borderRule({ border: 'background' }), turnedDilation };
  // The erosion at a pixel of the image reads no further than the element reaches.
  const margin = {
    left: element.originX,
    top: element.originY,
    right: element.width - 1 - element.originX,
    bottom: element.height - 1 - element.originY,
  };
  using plane = padded(image.bits, margin);
  using closed = closing(plane.bits, element, rule);
  return BitImage.fromMatrix(cropped(closed, plane.frame));
}

/** Opening of a matrix under a border rule; the caller owns the result. */
export function opening(bits: BitMatrix, element: StructuringElement, rule: BorderRule): BitMatrix {
  using eroded = erosion(bits, element, rule);
  return dilation(eroded, element, rule);
}

/** Closing of a matrix under a border rule; the caller owns the result. */
export function closing(bits: BitMatrix, element: StructuringElement, rule: BorderRule): BitMatrix {
  using dilated = dilation(bits, element, rule);
  return erosion(dilated, element, rule);
}
