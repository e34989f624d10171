import { EMOTION_LIMITS } from '@onebit/emotion-classification';
import { OnebitError } from '@onebit/errors';
import { MAX_TEXTS } from './task.ts';

const expected = `texts: a string, or a list of 1 to ${MAX_TEXTS} strings`;

/**
 * A JSON body as far as it is an object with texts of some kind.
 *
 * @throws OnebitError `value-invalid` for anything else
 */
export function bodyWithTexts(document: unknown): Record<string, unknown> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new OnebitError('value-invalid', {
      expected: `${expected}, in an object`,
      received: describe(document),
      hint: 'Send an object such as {"texts": ["Thank you!"]}.',
    });
  }
  if ('texts' in document) return { ...document };
  const others = Object.keys(document);
  throw new OnebitError('value-invalid', {
    expected,
    received: others.length > 0 ? `no texts, but ${describe(others.join(', '))}` : 'no texts',
    hint: 'Name the member "texts", as in {"texts": ["Thank you!"]}.',
  });
}

/**
 * The texts of a request, one or many.
 *
 * @param most - how many there may be
 * @throws OnebitError `value-invalid`, `text-too-long`
 */
export function checkTexts(given: unknown, most = MAX_TEXTS): readonly string[] {
  const texts: unknown = typeof given === 'string' ? [given] : given;
  if (!Array.isArray(texts)) {
    throw new OnebitError('value-invalid', {
      expected,
      received: describe(texts),
      hint: 'Put a text in quotes, or texts in a list.',
    });
  }
  if (texts.length === 0 || texts.length > most) {
    throw new OnebitError('value-invalid', {
      expected,
      received: `a list of ${texts.length}`,
      hint:
        texts.length === 0
          ? 'Send at least one text.'
          : 'Send longer lists in several requests, or as application/x-ndjson, a text a line.',
    });
  }
  texts.forEach((one: unknown, at) => {
    if (typeof one !== 'string') {
      throw new OnebitError('value-invalid', {
        expected: `texts[${at}] to be a string`,
        received: describe(one),
        hint: 'Put the text in quotes.',
      });
    }
    if (one.length > EMOTION_LIMITS.characters) {
      throw new OnebitError('text-too-long', {
        expected: `texts[${at}] to have at most ${EMOTION_LIMITS.characters} characters`,
        received: `${one.length}`,
        hint: 'Classify the text in parts, such as paragraphs.',
      });
    }
  });
  return texts as string[];
}

/** A value of a body in a few words. */
export const describe = (value: unknown): string =>
  value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 100);
