import { describe, expect, it } from 'vitest';
import { accept, complete } from './completion.ts';

/** Completes at the bar in the text. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, completion: complete(text, caret) };
}

function words(marked: string): string[] {
  return at(marked).completion.words.map(({ text }) => text);
}

function taken(marked: string, word: string): string {
  const { text, completion } = at(marked);
  const found = completion.words.find((one) => one.text === word);
  const next = accept(text, completion, found!);
  return `${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`;
}

describe('completion', () => {
  it('offers operations where one begins', () => {
    expect(words('|')).toContain('open');
    expect(words('open:disk1 + |')).toContain('close');
    expect(words('open:disk1+cl|')).toEqual(expect.arrayContaining(['close', 'close-safe']));
    expect(words('open:disk1+cl|')).not.toContain('open');
  });

  it('offers elements behind the colon of an operation that takes one', () => {
    expect(words('open:|')).toContain('disk3');
    expect(words('open:hl|')).toEqual(['hline9', 'hline41']);
    expect(words('hit-or-miss:|')).not.toContain('disk3');
    expect(words('nonsense:|')).toEqual([]);
  });

  it('does not offer what already stands there', () => {
    expect(words('open:disk3|')).toEqual([]);
  });

  it('replaces the word at the caret and nothing else', () => {
    expect(taken('op| + close:disk1', 'open')).toBe('open:| + close:disk1');
    expect(taken('op|en:disk2', 'open')).toBe('open|:disk2');
    expect(taken('open:d|isk7 + close:disk1', 'disk2')).toBe('open:disk2| + close:disk1');
  });
});
