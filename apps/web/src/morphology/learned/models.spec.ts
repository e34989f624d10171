import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAddressText, nameFor, toAddressText } from './models.ts';

describe('a model in an address', () => {
  it('reads back as the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const text = toAddressText(bytes);
        expect(encodeURIComponent(text)).toBe(text);
        expect([...fromAddressText(text)!]).toEqual([...bytes]);
      }),
    );
  });

  it('is nothing where the text is damaged', () => {
    for (const text of ['', 'a', '====', 'ä', 'a b']) expect(fromAddressText(text)).toBe(undefined);
  });
});

describe('the name of a model', () => {
  it('is that of its file, in characters that a sequence takes, and new', () => {
    expect(nameFor('My filter (2).safetensors', [])).toBe('my-filter-2');
    expect(nameFor('a.safetensors', ['a', 'a-2'])).toBe('a-3');
    expect(nameFor('+:+.safetensors', [])).toBe('taught');
  });
});
