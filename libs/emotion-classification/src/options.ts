import { OnebitError } from '@onebit/errors';
import { describeValue } from './describe-value.ts';
import type { ClassifyOptions } from './result.ts';

/** Every option: does not compile where one is missing. */
const all: Readonly<Record<keyof ClassifyOptions, true>> = {
  explain: true,
  threshold: true,
  language: true,
  signal: true,
  onProgress: true,
};

/** The options of a call for texts that are all there. */
export const textOptions: readonly string[] = Object.keys(all);
/** The options of a call for lines, of which nobody knows how many there are. */
export const lineOptions = textOptions.filter((name) => name !== 'onProgress');

/**
 * Checks that options are an object of known members; `explain`, `threshold` and `language` are
 * checked against the model later.
 *
 * @param known - names of the options that the call takes
 * @throws OnebitError `value-invalid`
 */
export function checkOptions(options: ClassifyOptions, known: readonly string[]): void {
  if (typeof options !== 'object' || (options as unknown) === null || Array.isArray(options)) {
    throw refuse('an object of options', options, 'Leave the options out to have none.');
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const hint = 'Correct the name, or leave the option out.';
    throw refuse(`no other options than ${known.join(', ')}`, name, hint);
  }
  const { signal, onProgress } = options;
  if (signal !== undefined && !isSignal(signal)) {
    const hint = 'Give the signal of a new AbortController().';
    throw refuse('an AbortSignal as "signal"', signal, hint);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    const hint = 'Give a function that takes { done, total }.';
    throw refuse('a function as "onProgress"', onProgress, hint);
  }
}

const isSignal = (signal: unknown): boolean =>
  typeof signal === 'object' &&
  signal !== null &&
  'aborted' in signal &&
  'addEventListener' in signal;

const refuse = (expected: string, received: unknown, hint: string): OnebitError =>
  new OnebitError('value-invalid', { expected, received: describeValue(received), hint });
