import { packThreshold } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import { BitImage } from '../bit-image.ts';
import { detectForeground, type Foreground, type ForegroundChoice } from '../foreground.ts';
import type { GreyImage } from '../grey-image.ts';
import { otsuLevelOfHistogram } from './otsu.ts';
import { checkSauvola, sauvola, type SauvolaOptions } from './sauvola.ts';

/** A fixed level (0 to 254: pixels above it are light), Otsu's level, or Sauvola's local rule. */
export type ThresholdMethod =
  { readonly fixed: number } | 'otsu' | { readonly sauvola: Partial<SauvolaOptions> };

/** What {@link binarize} may be told. */
export interface BinarizeOptions {
  /** Default: Otsu. */
  readonly method?: ThresholdMethod;
  /** Which side is foreground; default `auto`, see {@link detectForeground}. */
  readonly foreground?: 'auto' | Foreground;
}

/** What was done to make the image binary. */
export interface BinarizationReport extends ForegroundChoice {
  /** `bilevel` and `two-valued` images need no threshold of their own. */
  readonly method: 'bilevel' | 'two-valued' | 'fixed' | 'otsu' | 'sauvola';
  /** Pixels above this level are light; `null` where no single level was used. */
  readonly level: number | null;
  /** Sauvola's window and k, where it was used. */
  readonly sauvola: SauvolaOptions | null;
  /** Number of foreground pixels in the result. */
  readonly foregroundPixels: number;
}

const sauvolaDefaults: SauvolaOptions = { window: 25, k: 0.2 };

interface Split {
  light: BitImage;
  method: BinarizationReport['method'];
  level: number | null;
  sauvola: SauvolaOptions | null;
  twoValued: boolean;
}

/** Refuses a method and a foreground that are not known. */
export function checkBinarizeOptions({ method, foreground }: BinarizeOptions): void {
  if (foreground !== undefined && !['auto', 'light', 'dark'].includes(foreground)) {
    throw new OnebitError('value-invalid', {
      expected: 'foreground auto, light or dark',
      received: String(foreground),
      hint: 'Leave it out to have it detected and reported.',
    });
  }
  if (method === undefined || method === 'otsu') return;
  if (typeof method === 'object' && 'fixed' in method) {
    if (!Number.isInteger(method.fixed) || method.fixed < 0 || method.fixed > 254) {
      throw new OnebitError('value-invalid', {
        expected: 'a fixed level from 0 to 254 (pixels above it are light)',
        received: String(method.fixed),
        hint: '127 splits the range in the middle.',
      });
    }
    return;
  }
  if (typeof method === 'object' && 'sauvola' in method) {
    checkSauvola({ ...sauvolaDefaults, ...method.sauvola });
    return;
  }
  throw new OnebitError('value-invalid', {
    expected: "a method: { fixed: level }, 'otsu' or { sauvola: { window, k } }",
    received: JSON.stringify(method),
    hint: 'Leave it out for Otsu.',
  });
}

function above(grey: GreyImage, level: number): BitImage {
  return BitImage.fromMatrix(packThreshold(grey.data, grey.height, grey.width, level));
}

function split(grey: GreyImage, method: ThresholdMethod | undefined): Split {
  if (typeof method === 'object' && 'sauvola' in method) {
    const options = { ...sauvolaDefaults, ...method.sauvola };
    const light = sauvola(grey, options);
    return { light, method: 'sauvola', level: null, sauvola: options, twoValued: false };
  }
  const histogram = grey.histogram();
  const used = [...histogram.keys()].filter((level) => histogram[level]! > 0);
  const twoValued = used.length === 2 || (used.length === 1 && [0, 255].includes(used[0]!));
  const given = typeof method === 'object' ? method.fixed : undefined;
  let level = given;
  let name: Split['method'] = 'fixed';
  if (level === undefined && twoValued) {
    level = used.length === 2 ? (used[0]! + used[1]! - 1) >> 1 : 127;
    name = 'two-valued';
  } else if (level === undefined) {
    // Otsu's level of an image of one level is that level, which would make white paper dark.
    level = used.length === 1 ? 127 : otsuLevelOfHistogram(histogram);
    name = 'otsu';
  }
  return { light: above(grey, level!), method: name, level: level!, sauvola: null, twoValued };
}

/**
 * Makes a grey image binary and says how.
 *
 * An image that holds only two levels is split between them whatever they are; any other by the
 * method. Then the foreground is chosen, see {@link detectForeground}.
 *
 * @param grey - the image
 * @param options - method (default Otsu) and foreground (default `auto`)
 * @returns the image, 1 = foreground, and the report
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { GreyImage, binarize } from '@onebit/image';
 * const page = new GreyImage(4, 2, Uint8Array.of(250, 240, 30, 251, 246, 20, 245, 252));
 * const { image, report } = binarize(page);
 * console.log(image.toRows()); // [ '0010', '0100' ]
 * console.log(report.method, report.level, report.foreground); // otsu 30 dark
 * ```
 */
export function binarize(
  grey: GreyImage,
  options: BinarizeOptions = {},
): { image: BitImage; report: BinarizationReport } {
  checkBinarizeOptions(options);
  const { light, twoValued, ...how } = split(grey, options.method);
  return chooseForeground(light, twoValued, options.foreground ?? 'auto', how);
}

/** Turns light pixels into foreground pixels; `light` is consumed. */
export function chooseForeground(
  light: BitImage,
  twoValued: boolean,
  asked: 'auto' | Foreground,
  how: Pick<BinarizationReport, 'method' | 'level' | 'sauvola'>,
  definedByFile?: ForegroundChoice,
): { image: BitImage; report: BinarizationReport } {
  const choice: ForegroundChoice =
    asked === 'auto'
      ? (definedByFile ?? detectForeground(light, twoValued))
      : { foreground: asked, foregroundSource: 'given', foregroundReason: 'as asked for' };
  let image = light;
  if (choice.foreground === 'dark') {
    image = light.complement();
    light.dispose();
  }
  return { image, report: { ...how, ...choice, foregroundPixels: image.count() } };
}
