import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('parseJson', () => {
  it('agrees with JSON.parse', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(bytes(text), 64)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('counts nesting: the limit passes, one more is refused at its bracket', () => {
    const nested = (depth: number) => bytes('['.repeat(depth) + ']'.repeat(depth));
    expect(() => parseJson(nested(32), 32)).not.toThrow();
    expect(() => parseJson(nested(33), 32)).toThrow(
      expect.objectContaining({ code: 'body-malformed', position: 32 }),
    );
  });

  it('does not count brackets inside texts', () => {
    expect(parseJson(bytes(JSON.stringify(['[[["\\[[[', '{{'])), 1)).toEqual(['[[["\\[[[', '{{']);
  });

  it.each(['', '{', '[1,]', 'NaN', '{"a":1}x'])('refuses %j', (text) => {
    expect(() => parseJson(bytes(text), 32)).toThrow(
      expect.objectContaining({ code: 'body-malformed' }),
    );
  });

  it('refuses what is not UTF-8', () => {
    expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22), 32)).toThrow(
      expect.objectContaining({ code: 'body-malformed' }),
    );
  });

  it('leaves the prototype of objects alone', () => {
    const parsed = parseJson(bytes('{"__proto__":{"polluted":1}}'), 32) as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
