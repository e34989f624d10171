import { OnebitError } from '@onebit/errors';

/** The task's name in addresses. */
export const TASK = 'emotion-classification';

/** Texts of one request. */
export const MAX_TEXTS = 256;

/** The refusal of lines that are all blank. */
export const linesMissing = (): OnebitError =>
  new OnebitError('value-invalid', {
    expected: 'lines: strings, or objects with a string "text"',
    received: 'blank lines only',
    hint: 'Write one JSON document a line.',
  });
