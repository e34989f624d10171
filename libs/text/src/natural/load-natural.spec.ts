import { OnebitError } from '@onebit/errors';
import { beforeAll, describe, expect, it } from 'vitest';
import { tokenize } from '../tokens/tokenize.ts';
import { loadNatural, type NaturalTokenizer, type NaturalTools } from './load-natural.ts';

const found = await loadNatural().catch((error: unknown) => {
  if (error instanceof OnebitError && error.code === 'natural-missing') return undefined;
  throw error;
});
if (!found)
  console.warn('Skipped: natural is not installed in tools/benchmarks/peers (npm ci there).');

describe.skipIf(found)('natural, where it is not installed', () => {
  it('says so, and what to do', async () => {
    await expect(loadNatural()).rejects.toMatchObject({
      code: 'natural-missing',
      hint: expect.stringContaining('npm install natural') as string,
    });
  });
});

describe.skipIf(!found)('natural', () => {
  let natural: NaturalTools;
  beforeAll(() => {
    natural = found!;
  });

  const text = 'I can’t believe it!! Sooo good :-) 👍🏽 [NAME] <3';

  it('keeps what its own tokenizers lose', () => {
    expect(natural.tokenize(text)).toEqual([
      'I',
      "can't",
      'believe',
      'it',
      '!!',
      'Sooo',
      'good',
      ':-)',
      '👍🏽',
      '[NAME]',
      '<3',
    ]);
    expect(natural.tokenize(text, 'word')).toEqual([
      'I',
      'can',
      't',
      'believe',
      'it',
      'Sooo',
      'good',
      'NAME',
      '3',
    ]);
  });

  it.each<NaturalTokenizer>(['regexp', 'word', 'word-punct', 'treebank'])(
    'gives no half characters and takes every text: %s',
    (tokenizer) => {
      expect(natural.tokenize('👍 don’t', tokenizer).join(' ')).not.toMatch(/\p{Surrogate}/u);
      for (const odd of ['', ' ', '\ud800', '\u200d', 'a'.repeat(20_000), "'".repeat(9)]) {
        expect(Array.isArray(natural.tokenize(odd, tokenizer))).toBe(true);
      }
    },
  );

  it('finds the words that this library finds, but for n’t apart', () => {
    const plain = 'the cat sat on the mat and we were so happy';
    expect(natural.tokenize(plain)).toEqual(tokenize(plain).map((token) => token.text));
  });

  it('stems', () => {
    expect(natural.stem('Happiness')).toBe('happi');
    expect(natural.stem('maximum', 'lancaster')).toBe('maxim');
    expect(() => natural.stem('x', 'snowball' as 'porter')).toThrow(/one of porter, lancaster/);
  });
});
