import { OnebitError } from '@onebit/errors';

/** What a JSON body holds beside its texts, and a line does not. */
const wishes = new Set(['model', 'explain', 'threshold', 'language', 'coOccurrence']);

/**
 * What a line of a request says is its text: the line's own value, or the member "text" of an object.
 * A record may have members of its own, such as a number; what would be a wish in a JSON body is
 * refused, since it would change nothing here.
 *
 * @param value - the JSON of the line
 * @returns the text, or whatever stands in its place
 * @throws OnebitError `value-invalid` for a wish
 */
export function textOfLine(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('text' in value)) return value;
  const wished = Object.keys(value).filter((name) => wishes.has(name));
  if (wished.length === 0) return value.text;
  throw new OnebitError('value-invalid', {
    expected: 'an object with "text" and no wishes',
    received: `also ${wished.join(', ')}`,
    hint:
      'Wishes hold for all lines and stand in the address: ' +
      '?model=…&explain=true&threshold=…&language=….',
  });
}
