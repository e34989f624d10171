import { OnebitError } from '@onebit/errors';
import { whatIs } from '../text/require-text.ts';
import { didYouMean, nearest } from '../text/suggestion.ts';

/** What a pixel off the image counts as. */
export type Outside = 0 | 1;

/** What the presets and the three plain rules mean, operator by operator. */
export interface BorderRule {
  /** What dilation reads off the image. */
  readonly dilation: Outside;
  /** What erosion reads off the image. */
  readonly erosion: Outside;
  /** What hit-or-miss reads off the image; `ignore`: cells off the image do not matter. */
  readonly hitOrMiss: Outside | 'ignore';
  /** Whether dilation is the union over the turned element: A+B' instead of A+B. */
  readonly turnedDilation: boolean;
  /** What rank filters and medians read off the image. */
  readonly rank: Outside | 'ignore' | 'replicate' | 'reflect';
}

/**
 * The border rules: what pixels off the image count as.
 *
 * - `background`: 0 in every step. Erosion eats from the frame, closing loses foreground there.
 * - `foreground`: 1 in every step. Dilation grows in from the frame.
 * - `ignore` (default): 0 for dilation, 1 for erosion, so that the outside never decides.
 *   Hit-or-miss does not care about cells off the image.
 * - `scikit-image`: `ignore`, as its binary functions have it; hit-or-miss as SciPy's.
 * - `opencv`: `ignore`, and dilation turns the element (A+B'), so that open and close by an
 *   asymmetric element shift as OpenCV's do.
 * - `leptonica`: `background`, its default boundary condition.
 * - `scipy`: `background`, SciPy's border_value 0.
 *
 * Measured against scikit-image 0.19, OpenCV 4.6, Leptonica 1.82 and SciPy 1.10. The presets differ
 * from the plain rules further in what a median reads (see the README's table).
 *
 * @example
 * ```ts
 * import { borders } from '@onebit/morphology';
 * console.log(borders.join(' ')); // background foreground ignore scikit-image opencv leptonica scipy
 * ```
 */
export const borders = [
  'background',
  'foreground',
  'ignore',
  'scikit-image',
  'opencv',
  'leptonica',
  'scipy',
] as const;

/** One of the {@link borders}. */
export type Border = (typeof borders)[number];

/** What {@link parseBorder} reads: a rule, a plain one also with `outside=` before it. */
export type BorderName = Border | `outside=${'background' | 'foreground' | 'ignore'}`;

/** Options of every operator that reads beyond the image. */
export interface BorderOptions {
  /** What pixels off the image count as; by default `ignore`. */
  readonly border?: BorderName;
}

const background: BorderRule = {
  dilation: 0,
  erosion: 0,
  hitOrMiss: 0,
  turnedDilation: false,
  rank: 0,
};
const ignore: BorderRule = {
  dilation: 0,
  erosion: 1,
  hitOrMiss: 'ignore',
  turnedDilation: false,
  rank: 'ignore',
};

const rules: Readonly<Record<Border, BorderRule>> = {
  background,
  foreground: { dilation: 1, erosion: 1, hitOrMiss: 1, turnedDilation: false, rank: 1 },
  ignore,
  'scikit-image': { ...ignore, hitOrMiss: 0, rank: 'replicate' },
  opencv: { ...ignore, turnedDilation: true, rank: 'replicate' },
  leptonica: background,
  scipy: { ...background, rank: 'reflect' },
};

/** The rule behind a name; `ignore` where none is given. */
export function borderRule({ border = 'ignore' }: BorderOptions): BorderRule {
  return rules[parseBorder(border)];
}

/** The rules that say what is outside, and may be written so. */
const plain: readonly Border[] = ['background', 'foreground', 'ignore'];
const OUTSIDE = 'outside=';

/**
 * Reads the name of a border rule; case does not matter.
 *
 * @param text - one of {@link borders}; a plain one also as `outside=background`,
 *   `outside=foreground`, `outside=ignore`
 * @returns the rule's own name
 * @throws OnebitError `border-unknown`
 *
 * @example
 * ```ts
 * import { parseBorder } from '@onebit/morphology';
 * console.log(parseBorder('OpenCV')); // opencv
 * console.log(parseBorder('outside=ignore')); // ignore
 * ```
 */
export function parseBorder(text: string): Border {
  const isText = typeof text === 'string';
  const written = isText ? text.toLowerCase() : '';
  const isOutside = written.startsWith(OUTSIDE);
  const name = isOutside ? written.slice(OUTSIDE.length) : written;
  const found = (isOutside ? plain : borders).find((border) => border === name);
  if (found !== undefined) return found;
  throw new OnebitError('border-unknown', {
    expected: `one of ${borders.join(', ')}`,
    received: isText ? `'${text}'` : whatIs(text),
    hint: `${didYouMean(nearest(name, borders))}Leave the border out for 'ignore'.`,
  });
}
