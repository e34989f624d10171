import { NgramExtractor } from '@onebit/text';
import { describe, expect, it } from 'vitest';
import { hostileFamilies, hostileText } from './hostile-text.ts';

/** Looks at one place of the text; everything else may look at all of it. */
const atOnePlace = new Set<string | symbol>(['length', 'charCodeAt', 'codePointAt', 'startsWith']);

/** A text that counts how often a unit of it is looked at. */
function watched(text: string): { readonly text: string; readonly looks: () => number } {
  let looks = 0;
  const proxy = new Proxy(new String(text), {
    get(target, property) {
      const isPlace = typeof property === 'string' && /^\d+$/.test(property);
      looks += isPlace || atOnePlace.has(property) ? 1 : text.length;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { text: proxy as unknown as string, looks: () => looks };
}

describe('hostile text', () => {
  const extractor = new NgramExtractor({ words: 3, characters: [2, 6], shortestWord: 1 });
  /** Looks at the text and n-grams made from it. */
  const work = (family: string, units: number): number => {
    const { text, looks } = watched(hostileText(family, units));
    const { length } = extractor.extract(text);
    return looks() + length;
  };

  it('comes in at least thirty families, each of the length asked for', () => {
    expect(hostileFamilies.length).toBeGreaterThanOrEqual(30);
    for (const family of hostileFamilies) expect(hostileText(family, 1001)).toHaveLength(1001);
  });

  it.each(hostileFamilies)('of %s takes work in proportion to its length', (family) => {
    const [half, whole] = [work(family, 8000), work(family, 16_000)];
    expect(whole).toBeLessThanOrEqual(2 * half + 200);
    // A mask that does not close is looked at for 24 units before it is given up.
    expect(whole / 16_000).toBeLessThan(64);
  });

  it('is counted: a search in the rest of the text at every unit would show', () => {
    const searching = (units: number): number => {
      const { text, looks } = watched(hostileText('open brackets', units));
      for (let at = 0; at < text.length; at++) if (text.indexOf(']', at) >= 0) break;
      return looks();
    };
    expect(searching(2000) / searching(1000)).toBeGreaterThan(3.9);
  });
});
