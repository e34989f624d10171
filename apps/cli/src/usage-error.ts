import type { OnebitError } from '@onebit/errors';

/** What a command line was refused for. */
export interface UsageDetail {
  readonly title: string;
  readonly expected: string;
  readonly received: string;
  readonly hint: string;
  /** The word of the command line that holds the fault … */
  readonly text?: string;
  /** … and the place of the fault in it. */
  readonly position?: number;
}

/** The command line itself is at fault: nothing was started, and the command ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly detail: UsageDetail;

  constructor(detail: UsageDetail) {
    super(`${detail.title}: expected ${detail.expected}, received ${detail.received}.`);
    this.detail = detail;
  }

  /** A library's refusal of a word of the command line, with the word to point into. */
  static from(error: OnebitError, text: string): UsageError {
    const { title, expected, received, hint, position } = error.toJSON();
    return new UsageError({
      title,
      expected,
      received,
      hint,
      ...(position === undefined ? {} : { text, position }),
    });
  }
}
