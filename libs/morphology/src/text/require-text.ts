import { OnebitError } from '@onebit/errors';

/**
 * Refuses what a caller without types hands over in place of a text.
 *
 * @throws OnebitError `value-invalid`
 */
export function requireText(value: unknown, expected: string, hint: string): void {
  if (typeof value === 'string') return;
  throw new OnebitError('value-invalid', { expected, received: whatIs(value), hint });
}

/** A value that is no text, in a word or two for a message. */
export function whatIs(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
