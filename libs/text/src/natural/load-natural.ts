import { OnebitError } from '@onebit/errors';

/** The tokenizers of `natural` that this library has an adapter for. */
export type NaturalTokenizer = 'regexp' | 'word' | 'word-punct' | 'treebank';

/** The stemmers of `natural` that this library has an adapter for. */
export type NaturalStemmer = 'porter' | 'lancaster';

/** What `natural` does with texts, with its traps removed. */
export interface NaturalTools {
  /**
   * Splits a text.
   *
   * @param text - any string; typographic apostrophes are taken as plain ones
   * @param tokenizer - `regexp` keeps words, runs of ! and ?, emoticons and emoji; `word` drops all
   *   but words; `word-punct` and `treebank` keep every sign
   * @throws OnebitError `value-invalid` for other tokenizers
   */
  tokenize(text: string, tokenizer?: NaturalTokenizer): string[];
  /**
   * The stem of an English word.
   *
   * @param word - one word; it is lowered first
   * @param stemmer - Porter (1980) or Paice and Husk (Lancaster, 1990)
   * @throws OnebitError `value-invalid` for other stemmers
   */
  stem(word: string, stemmer?: NaturalStemmer): string;
}

/**
 * Words with inner apostrophes, masks in brackets, numbers, runs of ! and ?, emoticons, emoji.
 * Without the flag g the tokenizer would give the first match alone, and with a group that captures
 * it would give some matches twice.
 */
const PATTERN =
  /\p{L}[\p{L}\p{M}\p{N}]*(?:'\p{L}[\p{L}\p{M}]*)*|\[\p{Lu}+\]|\p{N}+|[!?]+|<3|[:;=][-^o]?[()DPp/|]|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F|\u200D\p{Extended_Pictographic})*/gu;
const APOSTROPHES = /[\u2018\u2019\u02BC\uFF07]/g;

/**
 * Loads the parts of the package `natural` (MIT) that read texts, one module at a time: imported
 * whole it opens drivers of five databases, reads an `.env` file and prints to standard output. The
 * package is optional; this library's own {@link tokenize} needs none of it.
 *
 * @throws OnebitError `natural-missing` where it is not installed
 */
export async function loadNatural(): Promise<NaturalTools> {
  const [splitters, treebank, porter, lancaster] = await Promise.all([
    import('natural/lib/natural/tokenizers/regexp_tokenizer.js'),
    import('natural/lib/natural/tokenizers/treebank_word_tokenizer.js'),
    import('natural/lib/natural/stemmers/porter_stemmer.js'),
    import('natural/lib/natural/stemmers/lancaster_stemmer.js'),
  ]).catch((cause: unknown) => {
    throw new OnebitError('natural-missing', {
      expected: 'the package natural, 5.2 to 8',
      received: cause instanceof Error ? cause.message.split('\n', 1)[0]! : String(cause),
      hint: 'Install it beside this package: npm install natural',
      cause,
    });
  });
  const { RegexpTokenizer, WordTokenizer, WordPunctTokenizer } = splitters.default;
  const tokenizers: Readonly<
    Record<NaturalTokenizer, { tokenize(text: string): string[] | null }>
  > = {
    regexp: new RegexpTokenizer({ pattern: PATTERN, gaps: false }),
    word: new WordTokenizer(),
    'word-punct': new WordPunctTokenizer(),
    treebank: new treebank.default(),
  };
  const stemmers = { porter: porter.default, lancaster: lancaster.default };
  return {
    tokenize: (text, tokenizer = 'regexp') =>
      joinSurrogates(choose(tokenizers, tokenizer).tokenize(text.replace(APOSTROPHES, "'")) ?? []),
    stem: (word, stemmer = 'porter') => choose(stemmers, stemmer).stem(word.toLowerCase()),
  };
}

/** Puts together what a tokenizer without the flag u has cut in the middle of a character. */
function joinSurrogates(tokens: readonly string[]): string[] {
  const joined: string[] = [];
  for (const token of tokens) {
    const before = joined.at(-1);
    const cut = before !== undefined && /^[\ud800-\udbff]$/.test(before);
    if (cut && /^[\udc00-\udfff]$/.test(token)) joined[joined.length - 1] = before + token;
    else joined.push(token);
  }
  return joined;
}

function choose<Name extends string, Tool>(tools: Readonly<Record<Name, Tool>>, name: Name): Tool {
  if (Object.hasOwn(tools, name)) return tools[name];
  throw new OnebitError('value-invalid', {
    expected: `one of ${Object.keys(tools).join(', ')}`,
    received: String(name),
    hint: 'Leave it out for the first one.',
  });
}
