import { checkCallOptions, refuseValue } from '@onebit/errors';
import type { MaskOptions } from './mask.ts';

/** How far a separation is. */
export interface SeparationProgress {
  /** Share of the sound that is separated, 0 to 1, never falling. */
  readonly done: number;
  /** Seconds to the end at the present pace. */
  readonly etaSeconds: number;
}

/** What a separation may be given. */
export interface SeparateOptions extends MaskOptions {
  /**
   * 2 always gives two talkers; `auto`, the default, gives one track and silence where the report
   * finds a single talker.
   */
  readonly talkers?: 2 | 'auto';
  /**
   * Whether all of the sound is read before any of it is separated: what is wrong with it comes
   * before the work, for 32 kB a second.
   */
  readonly readFirst?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SeparationProgress) => void;
}

/** The options of masks: does not compile where one is missing. */
const maskOptions: Readonly<Record<keyof MaskOptions, true>> = { mask: true, confidence: true };
/** The options of a separation. */
const separateOptions: Readonly<Record<keyof SeparateOptions, true>> = {
  ...maskOptions,
  talkers: true,
  readFirst: true,
  signal: true,
  onProgress: true,
};

/**
 * Checks the options of a stream; the values of the masks are checked where masks are made.
 *
 * @throws OnebitError `value-invalid`
 */
export function checkMaskOptions(options: unknown): asserts options is MaskOptions {
  checkCallOptions(options, Object.keys(maskOptions));
}

/**
 * Checks the options of a separation; the values of the masks are checked where masks are made.
 *
 * @throws OnebitError `value-invalid`
 */
export function checkSeparateOptions(options: unknown): asserts options is SeparateOptions {
  const names = Object.keys(separateOptions);
  const { talkers, readFirst } = checkCallOptions(options, names);
  if (talkers !== undefined && talkers !== 2 && talkers !== 'auto') {
    throw refuseValue(
      '2 or "auto" as "talkers"',
      talkers,
      'More than two talkers are not separated.',
    );
  }
  if (readFirst !== undefined && typeof readFirst !== 'boolean') {
    throw refuseValue('true or false as "readFirst"', readFirst, 'Leave it out for false.');
  }
}
