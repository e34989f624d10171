import { type NgramSettings, TokenBuffer, tokenizeInto } from '@onebit/text';

/** What an n-gram takes in besides the characters that it covers. */
export interface NgramMarks {
  /** Whether it is a run of characters inside a word; else one of words. */
  readonly ofCharacters: boolean;
  /** Whether it begins with the edge of the word, or with the beginning of the text. */
  readonly opens: boolean;
  /** Whether it ends with the edge of the word, or with the end of the text. */
  readonly closes: boolean;
}

/**
 * The marks of all n-grams of a text, in the order in which the extractor gives them: it tells of each
 * where it lies, and an edge has no place of its own.
 *
 * @param text - any string
 * @param settings - those of the extractor
 */
export function ngramMarks(text: string, settings: NgramSettings): NgramMarks[] {
  const tokens = new TokenBuffer();
  tokenizeInto(text, tokens);
  return [...marksOfWords(tokens.length, settings.words), ...marksOfCharacters(tokens, settings)];
}

/** Runs of words by where they begin; -1 is the beginning of the text, `count` its end. */
function* marksOfWords(count: number, longest: number): Generator<NgramMarks> {
  if (count === 0) return;
  for (let first = -1; first < count; first++) {
    const last = Math.min(count, first + longest - 1);
    for (let token = Math.max(first, 0); token <= last; token++) {
      yield { ofCharacters: false, opens: first < 0, closes: token === count };
    }
  }
}

/** Runs of characters of each word by where they begin; -1 is its left edge, `length` its right one. */
function* marksOfCharacters(
  { length: count, begins, words }: TokenBuffer,
  { characters, shortestWord }: NgramSettings,
): Generator<NgramMarks> {
  if (!characters) return;
  const [shortest, longest] = characters;
  for (let token = 0; token < count; token++) {
    const length = begins[token + 1]! - begins[token]!;
    if (words[token] === 0 || length < shortestWord) continue;
    for (let first = -1; first <= length; first++) {
      const last = Math.min(length, first + longest - 1);
      for (let at = first + shortest - 1; at <= last; at++) {
        yield { ofCharacters: true, opens: first < 0, closes: at === length };
      }
    }
  }
}

/**
 * An n-gram as it is shown: `…` where its word goes on or may go on, `·` at an edge of the word, `^` and
 * `$` at the beginning and end of the text.
 */
export function marked(text: string, { ofCharacters, opens, closes }: NgramMarks): string {
  if (ofCharacters) return `${opens ? '·' : '…'}${text}${closes ? '·' : '…'}`;
  return `${opens ? '^' : ''}${text}${closes ? '$' : ''}`;
}
