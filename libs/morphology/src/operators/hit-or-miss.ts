import { hitOrMiss as matches } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { type BorderOptions, borderRule } from '../borders/border.ts';
import type { HitOrMissElement } from '../elements/hit-or-miss-element.ts';
import { maskOf } from './mask.ts';

/**
 * Hit-or-miss transform: the pixels at which every hit of the element lies on foreground and every
 * miss on background, (A ⊖ H) ∩ (Aᶜ ⊖ M) (Serra, 1982).
 *
 * @param image - any size
 * @param element - hits, misses and cells that do not matter
 * @param options - border rule: `background` (and `leptonica`, `scipy`, `scikit-image`) makes the
 *   outside satisfy misses and fail hits, `foreground` the reverse, `ignore` (and `opencv`) makes
 *   cells off the image not matter
 * @returns a new image of the same size
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { HitOrMissElement, hitOrMiss } from '@onebit/morphology';
 * const lineStart = new HitOrMissElement(['011']);
 * const image = BitImage.fromRows(['1110110']);
 * console.log(hitOrMiss(image, lineStart).toRows()[0]); // 1000100
 * console.log(hitOrMiss(image, lineStart, { border: 'foreground' }).toRows()[0]); // 0000100
 * ```
 */
export function hitOrMiss(
  image: BitImage,
  element: HitOrMissElement,
  options: BorderOptions = {},
): BitImage {
  const { originX, originY } = element;
  using hitRows = maskOf(element.hits, element);
  using missRows = maskOf(element.misses, element);
  const hit = { rows: hitRows, originX, originY };
  const miss = { rows: missRows, originX, originY };
  return BitImage.fromMatrix(matches(image.bits, hit, miss, borderRule(options).hitOrMiss));
}
