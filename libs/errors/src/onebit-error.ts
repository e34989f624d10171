import { catalogue, type ErrorCode } from './catalogue.ts';

/** What an error tells beyond its code. */
export interface ErrorDetail {
  /** What would have been accepted. */
  readonly expected: string;
  /** What was received instead. */
  readonly received: string;
  /** What to do next. */
  readonly hint: string;
  /** Zero-based character or byte position of the fault in the input, where there is one. */
  readonly position?: number;
  /** The error that caused this one. */
  readonly cause?: unknown;
}

/**
 * The one error that Onebit's libraries throw on purpose: a code, what was expected, what was
 * received, and the next step.
 *
 * @param code - a key of the catalogue
 * @param detail - expected, received, hint, and where it applies the position in the input
 *
 * @example
 * ```ts
 * import { OnebitError } from '@onebit/errors';
 * const error = new OnebitError('size-invalid', {
 *   expected: 'a width of at least 1',
 *   received: '0',
 *   hint: 'Give the image a width.',
 * });
 * console.log(error.code); // size-invalid
 * console.log(error.message); // A size is not acceptable: expected a width of at least 1, received 0. Give the image a width.
 * ```
 */
export class OnebitError extends Error {
  override readonly name = 'OnebitError';
  readonly code: ErrorCode;
  readonly expected: string;
  readonly received: string;
  readonly hint: string;
  readonly position: number | undefined;

  constructor(code: ErrorCode, detail: ErrorDetail) {
    const { expected, received, hint, position, cause } = detail;
    super(
      `${catalogue[code]}: expected ${expected}, received ${received}. ${hint}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.expected = expected;
    this.received = received;
    this.hint = hint;
    this.position = position;
  }

  /** The error as plain data, as it crosses a worker or HTTP boundary. */
  toJSON(): { code: ErrorCode; title: string } & Omit<ErrorDetail, 'cause'> {
    return {
      code: this.code,
      title: catalogue[this.code],
      expected: this.expected,
      received: this.received,
      hint: this.hint,
      ...(this.position === undefined ? {} : { position: this.position }),
    };
  }

  /** Rebuilds the error that {@link toJSON} wrote, on the other side of a boundary. */
  static fromJSON(data: { code: ErrorCode } & Omit<ErrorDetail, 'cause'>): OnebitError {
    return new OnebitError(data.code, data);
  }
}
