// The modules of `natural` that this room uses, as far as it uses them. They are declared here, since
// the package is optional and its own types begin with all of it, databases included.
declare module 'natural/lib/natural/tokenizers/regexp_tokenizer.js' {
  interface Tokenizer {
    tokenize(text: string): string[] | null;
  }
  interface Exports {
    readonly RegexpTokenizer: new (options: { pattern: RegExp; gaps: false }) => Tokenizer;
    readonly WordTokenizer: new () => Tokenizer;
    readonly WordPunctTokenizer: new () => Tokenizer;
  }
  const exports: Exports;
  export default exports;
}

declare module 'natural/lib/natural/tokenizers/treebank_word_tokenizer.js' {
  const TreebankWordTokenizer: new () => { tokenize(text: string): string[] };
  export default TreebankWordTokenizer;
}

declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}

declare module 'natural/lib/natural/stemmers/lancaster_stemmer.js' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}
