import { describeValue } from './describe-value.ts';
import { OnebitError } from './onebit-error.ts';

/**
 * Checks that the options of a call are an object of known members, that `signal` is an AbortSignal and
 * `onProgress` a function where they are given; the other values are for the caller to check.
 *
 * @param options - what the call was given
 * @param known - names of the options that the call takes
 * @returns the same options, to be read by name
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { checkCallOptions } from '@onebit/errors';
 * try {
 *   checkCallOptions({ explian: true }, ['explain', 'signal']);
 * } catch (error) {
 *   console.log(error.received); // the string "explian"
 * }
 * ```
 */
export function checkCallOptions(
  options: unknown,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw refuseValue('an object of options', options, 'Leave the options out to have none.');
  }
  const other = Object.keys(options).find((name) => !known.includes(name));
  if (other !== undefined) {
    const hint = 'Correct the name, or leave the option out.';
    throw refuseValue(`no other options than ${known.join(', ')}`, other, hint);
  }
  const values = options as Readonly<Record<string, unknown>>;
  const { signal, onProgress } = values;
  if (signal !== undefined && !isSignal(signal)) {
    const hint = 'Give the signal of a new AbortController().';
    throw refuseValue('an AbortSignal as "signal"', signal, hint);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw refuseValue(
      'a function as "onProgress"',
      onProgress,
      'Give a function, or leave it out.',
    );
  }
  return values;
}

/**
 * The error for a value that a call cannot take.
 *
 * @param expected - what the call takes
 * @param received - the value, which is described
 * @param hint - the next step
 *
 * @example
 * ```ts
 * import { refuseValue } from '@onebit/errors';
 * console.log(refuseValue('a name', null, 'Give one.').received); // null
 * ```
 */
export function refuseValue(expected: string, received: unknown, hint: string): OnebitError {
  return new OnebitError('value-invalid', { expected, received: describeValue(received), hint });
}

const isSignal = (signal: unknown): boolean =>
  typeof signal === 'object' &&
  signal !== null &&
  'aborted' in signal &&
  'addEventListener' in signal;
