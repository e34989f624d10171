import { type ThinningMethod, thinning } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import { BitImage } from '@onebit/image';
import { type Slices, finish } from '../sequence/slices.ts';

/** The thinnings of {@link thin}, by whom they follow. */
export const thinMethods = ['guo-hall', 'leptonica4', 'leptonica8'] as const;

/** One of the {@link thinMethods}. */
export type ThinMethod = (typeof thinMethods)[number];

/** Options of {@link thin}. */
export interface ThinOptions {
  /** `guo-hall` by default. */
  readonly method?: ThinMethod;
}

const kernels: Readonly<Record<ThinMethod, ThinningMethod>> = {
  'guo-hall': 'guo-hall',
  leptonica4: 'leptonica-4',
  leptonica8: 'leptonica-8',
};

/**
 * Skeleton by T. Y. Zhang and C. Y. Suen (1984), with the departures of scikit-image's
 * `skeletonize` (2-D, 0.19): equal to it pixel by pixel. The outside is background.
 *
 * @param image - any size
 * @returns a new image of the same size: lines one pixel wide
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { skeletonize } from '@onebit/morphology';
 * const bar = BitImage.fromRows(['1111111', '1111111', '1111111']);
 * console.log(skeletonize(bar).toRows().join('/')); // 0000010/1111100/0000000
 * ```
 */
export function skeletonize(image: BitImage): BitImage {
  return finish(skeletonizing(image));
}

/**
 * Thinning to lines that keep the image's connected components.
 *
 * - `guo-hall`: Z. Guo and R. W. Hall (1989), equal to scikit-image's `thin`
 * - `leptonica4`, `leptonica8`: D. Bloomberg (1991), equal to Leptonica's `pixThinConnected` for
 *   4- and 8-connected foreground
 *
 * The outside is background. The three give different lines: choose one and keep to it.
 *
 * @param image - any size
 * @param options - the method, `guo-hall` by default
 * @returns a new image of the same size
 * @throws OnebitError `value-invalid` for another method
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { thin } from '@onebit/morphology';
 * const bar = BitImage.fromRows(['1111111', '1111111', '1111111']);
 * console.log(thin(bar).toRows().join('/')); // 0000000/0111110/0000000
 * ```
 */
export function thin(image: BitImage, options: ThinOptions = {}): BitImage {
  return finish(thinningOf(image, options));
}

/** {@link skeletonize} in slices, one a round of passes. */
export function* skeletonizing(image: BitImage): Slices<BitImage> {
  return BitImage.fromMatrix(yield* thinning(image.bits, 'zhang-suen'));
}

/** {@link thin} in slices, one a round of passes. */
export function* thinningOf(
  image: BitImage,
  { method = 'guo-hall' }: ThinOptions = {},
): Slices<BitImage> {
  if (!Object.hasOwn(kernels, method)) {
    throw new OnebitError('value-invalid', {
      expected: `one of ${thinMethods.join(', ')}`,
      received: String(method),
      hint: 'Name a thinning, or leave it out for guo-hall.',
    });
  }
  return BitImage.fromMatrix(yield* thinning(image.bits, kernels[method]));
}
