import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkParameters, parseQuery } from './query.ts';

describe('parseQuery', () => {
  it.each([
    ['/x', {}],
    ['/x?', {}],
    ['/x?a', { a: '' }],
    ['/x?a=', { a: '' }],
    ['/x?a=b=c&&d=e', { a: 'b=c', d: 'e' }],
    ['/x?s=open:disk3+close:rect5x5', { s: 'open:disk3+close:rect5x5' }],
    ['/x?s=open:disk3%20%2B%20close:disk1', { s: 'open:disk3 + close:disk1' }],
    ['/x?s=open%3Adisk3+%2B+close%3Adisk1', { s: 'open:disk3 + close:disk1' }],
  ])('%s', (url, expected) => {
    expect({ ...parseQuery(url) }).toEqual(expected);
  });

  it('reads back what URLSearchParams and encodeURIComponent write', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, (name, value) => {
        const plain = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
        expect(parseQuery(`/x?${plain}`)[name]).toBe(value);
        const form = new URLSearchParams({ n: `${value}+` }).toString();
        expect(parseQuery(`/x?${form}`)['n']).toBe(`${value}+`);
      }),
    );
  });

  it('refuses a name that comes twice, also when encoded differently', () => {
    expect(() => parseQuery('/x?a=1&%61=2')).toThrow(
      expect.objectContaining({ code: 'parameter-repeated' }),
    );
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])(
    'takes %s for a name like any other',
    (name) => {
      expect(Object.entries(parseQuery(`/x?${name}=1`))).toEqual([[name, '1']]);
      expect(({} as Record<string, unknown>)['1']).toBeUndefined();
    },
  );

  it('refuses what is not UTF-8', () => {
    expect(() => parseQuery('/x?a=%ff')).toThrow(
      expect.objectContaining({ code: 'request-malformed' }),
    );
  });

  it('accepts a value at the limit and refuses one beyond', () => {
    expect(parseQuery('/x?a=1234', 4)['a']).toBe('1234');
    expect(() => parseQuery('/x?a=12345', 4)).toThrow(
      expect.objectContaining({ code: 'parameter-invalid' }),
    );
  });
});

describe('checkParameters', () => {
  const schema = z.strictObject({
    size: z.string().regex(/^\d+$/),
    tone: z.enum(['a', 'b']).optional(),
  });
  const words = { size: 'a number', tone: 'a or b' };

  it.each([
    [{}, 'parameter-missing', 'size: a number', 'no size'],
    [{ size: 'x' }, 'parameter-invalid', 'size: a number', 'x'],
    [{ size: '1', tone: 'c' }, 'parameter-invalid', 'tone: a or b', 'c'],
    [{ size: '1', colour: 'c' }, 'parameter-unknown', 'only the parameters size, tone', 'colour'],
  ])('%j', (raw, code, expected, received) => {
    expect(() => checkParameters(schema, raw, words)).toThrow(
      expect.objectContaining({ code, expected, received }),
    );
  });

  it('gives the parsed parameters', () => {
    expect(checkParameters(schema, { size: '12' }, words)).toEqual({ size: '12' });
  });
});
