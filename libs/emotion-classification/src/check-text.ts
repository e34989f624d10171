import { describeValue, OnebitError } from '@onebit/errors';
import { EMOTION_LIMITS } from './limits.ts';

/**
 * The texts of a list in an array of its own, which nobody changes while they wait for their turn.
 *
 * @throws OnebitError `value-invalid` for what is no text, holes of the list among them;
 *   `text-too-long`
 */
export function checkTexts(texts: unknown): string[] {
  if (!Array.isArray(texts)) throw notText(describeValue(texts));
  const checked: string[] = [];
  // By its indices: forEach and its like pass over holes.
  for (let at = 0; at < texts.length; at++) checked.push(checkText(texts[at], `texts[${at}]`));
  return checked;
}

/**
 * A text that can be classified.
 *
 * @param name - what the caller knows it by, where it is one of many
 * @throws OnebitError `value-invalid`, `text-too-long`
 */
export function checkText(text: unknown, name?: string): string {
  if (typeof text !== 'string') {
    throw notText(`${describeValue(text)}${name === undefined ? '' : ` as ${name}`}`);
  }
  if (text.length <= EMOTION_LIMITS.characters) return text;
  throw new OnebitError('text-too-long', {
    expected: `at most ${EMOTION_LIMITS.characters} characters a text`,
    received: `${text.length}${name === undefined ? '' : ` in ${name}`}`,
    hint: 'Classify the text in parts, such as paragraphs.',
  });
}

const notText = (received: string): OnebitError =>
  new OnebitError('value-invalid', {
    expected: 'a string, or an array of strings',
    received,
    hint: 'Turn other values into text first.',
  });
