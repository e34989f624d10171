import { catalogue, type ErrorCode, OnebitError } from '@onebit/errors';
import { statusOf } from './status.ts';

/** The media type of {@link Problem} (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** What a client is told about a failed request (RFC 9457 with Onebit's members). */
export interface Problem {
  /** Address of the page that describes the code. */
  readonly type: string;
  /** The code's title from the catalogue. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** The whole story in one sentence. */
  readonly detail: string;
  /** The id of the request, as in the header `X-Request-Id` and in the service's log. */
  readonly instance?: string;
  /** The error code: a key of the catalogue. */
  readonly code: ErrorCode;
  /** What would have been accepted. */
  readonly expected: string;
  /** What was received instead. */
  readonly received: string;
  /** What to do next. */
  readonly hint: string;
  /** Zero-based character or byte position of the fault in the input, where there is one. */
  readonly position?: number;
}

/**
 * The error as a client may see it: a known error as it is, anything else as `internal`, without
 * its message or stack (those are for the log, under the same request id).
 *
 * @param error - anything that was thrown
 * @returns an error of the catalogue
 */
function publicError(error: unknown): OnebitError {
  if (error instanceof OnebitError) {
    return error;
  }
  return new OnebitError('internal', {
    expected: 'the work to end with a result',
    received: 'a fault inside the service',
    hint: 'Send the request again; if it fails again, report it with the request id.',
    cause: error,
  });
}

/**
 * The problem document of an error.
 *
 * @param error - anything that was thrown; unknown errors become `internal`
 * @param requestId - the id to put into `instance`
 * @returns the document that goes over the wire
 *
 * @example
 * ```ts
 * import { OnebitError } from '@onebit/errors';
 * import { toProblem } from '@onebit/http-service';
 * const problem = toProblem(
 *   new OnebitError('body-missing', {
 *     expected: 'an image',
 *     received: 'no body',
 *     hint: 'Send the image as the body.',
 *   }),
 * );
 * console.log(problem.status); // 400
 * console.log(problem.type); // /problems/body-missing
 * console.log(toProblem(new Error('secret path')).detail.includes('secret')); // false
 * ```
 */
export function toProblem(error: unknown, requestId?: string): Problem {
  const known = publicError(error);
  return {
    type: `/problems/${known.code}`,
    title: catalogue[known.code],
    status: statusOf[known.code],
    detail: known.message,
    ...(requestId === undefined ? {} : { instance: requestId }),
    code: known.code,
    expected: known.expected,
    received: known.received,
    hint: known.hint,
    ...(known.position === undefined ? {} : { position: known.position }),
  };
}
