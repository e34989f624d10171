import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from './address.ts';

describe('the address', () => {
  it('keeps the sequence readable', () => {
    const parameters = new Map([['sequence', 'open:disk1+erode:101/010/101@1,0']]);
    expect(writeAddress({ task: 'filter', parameters })).toBe(
      '#/filter?sequence=open:disk1+erode:101/010/101@1,0',
    );
  });

  it('reads back what it wrote, whatever the values are', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), (pairs) => {
        const parameters = new Map(pairs);
        expect(readAddress(writeAddress({ task: 'filter', parameters }))).toEqual({
          task: 'filter',
          parameters,
        });
      }),
    );
  });

  it('takes damaged text as it stands', () => {
    expect(readAddress('#/filter?sequence=%E0%A4%A&=x&border').parameters).toEqual(
      new Map([['sequence', '%E0%A4%A']]),
    );
  });

  it('writes half a surrogate pair as the sign for what is unknown', () => {
    const written = writeAddress({ task: 'filter', parameters: new Map([['text', 'a\ud800']]) });
    expect(readAddress(written).parameters.get('text')).toBe('a\ufffd');
  });

  it('is empty for an empty hash', () => {
    expect(readAddress('')).toEqual({ task: '', parameters: new Map() });
  });
});
