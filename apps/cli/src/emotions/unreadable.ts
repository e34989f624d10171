import { OnebitError } from '@onebit/errors';

/** A file that does not hold the texts it should. */
export const unreadable = (
  expected: string,
  received: string,
  hint: string,
  cause?: unknown,
): OnebitError => new OnebitError('texts-unreadable', { expected, received, hint, cause });

/** The hint where the file may be right and another column was meant. */
export const CHECK_OR_NAME = 'Check the file, or name the column with --column.';
