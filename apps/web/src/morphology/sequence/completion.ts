import {
  argumentOf,
  elementWords,
  modelWords,
  numberWords,
  operationWords,
  patternWords,
  windowWords,
  type Word,
} from './vocabulary.ts';

/** Words that fit at the caret, and the part of the text that one of them would replace. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly words: readonly Word[];
}

const argumentWords = {
  element: elementWords,
  pattern: patternWords,
  window: windowWords,
  number: numberWords,
  model: modelWords,
  nothing: [],
} as const;

/** Finds the words that fit at the caret. */
export function complete(text: string, caret: number): Completion {
  const before = text.slice(0, caret);
  const cut = Math.max(before.lastIndexOf('+'), before.lastIndexOf(' ')) + 1;
  // The mark of a step that is off is no part of its name.
  const start = before[cut] === '~' ? cut + 1 : cut;
  const behind = /^[^\s+]*/.exec(text.slice(caret))?.[0] ?? '';
  const written = before.slice(start);
  const colon = written.indexOf(':');
  const from = start + (colon < 0 ? 0 : colon + 1);
  const prefix = before.slice(from).toLowerCase();
  const words =
    colon < 0
      ? operationWords
      : argumentWords[argumentOf(written.slice(0, colon).toLowerCase()) ?? 'nothing'];
  const fitting = words.filter((word) => word.text.startsWith(prefix) && word.text !== prefix);
  const to = caret + (colon < 0 ? behind.replace(/:.*/, '').length : behind.length);
  return { from, to, words: fitting };
}

/** Puts a word in its place; an operation that takes an argument gets its colon. */
export function accept(
  text: string,
  { from, to }: Completion,
  word: Word,
): { readonly text: string; readonly caret: number } {
  const takes = argumentOf(word.text) ?? 'nothing';
  const rest = text.slice(to);
  const colon = takes !== 'nothing' && !rest.startsWith(':') ? ':' : '';
  const inserted = word.text + colon;
  return { text: text.slice(0, from) + inserted + rest, caret: from + inserted.length };
}
