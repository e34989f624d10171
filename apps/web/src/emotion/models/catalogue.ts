/** The model that is taken where none is asked for: the one that the library has inside, too. */
export const defaultModel = 'emotion-goemotions';

// Every model is a file beside the page, the default one as well: bytes are read as they come, where
// the text that the library has them in would have to be parsed first.
const files = import.meta.glob<string>('../../../../../models/emotion-*/model.safetensors', {
  query: '?url',
  import: 'default',
  eager: true,
});

const addresses = new Map(
  Object.entries(files).map(([path, address]) => [path.split('/').at(-2)!, address]),
);

/** Identifiers of all models that the page can load, the default one first. */
export const modelIds: readonly string[] = [...addresses.keys()].sort(
  (a, b) => Number(b === defaultModel) - Number(a === defaultModel),
);

/** Where the file of a model lies; undefined for one that is not there. */
export function addressOf(id: string): string | undefined {
  return addresses.get(id);
}

const notes: Readonly<Record<string, { readonly title: string; readonly note: string }>> = {
  'emotion-goemotions': {
    title: 'GoEmotions',
    note: 'Learned from 43,410 English comments on Reddit. Other languages, and English that is written otherwise, it hears badly or not at all.',
  },
  'emotion-brighter': {
    title: 'BRIGHTER, 24 languages',
    note: 'Learned from posts, speeches and news in 24 languages, and tells the language itself; short texts may be taken for a related one.',
  },
  'emotion-xed': {
    title: 'XED, English and Finnish',
    note: 'Learned from film subtitles in English and Finnish: Plutchik’s eight emotions, and neutral.',
  },
  'emotion-goemotions-small': {
    title: 'GoEmotions, small',
    note: 'The same English comments in less than a third of the bytes: a little less sure of rare labels.',
  },
};

/** What a model is called, and what it has heard; a model without words of ours goes by its name. */
export function noteOf(id: string): { readonly title: string; readonly note: string } {
  return notes[id] ?? { title: id.replace(/^emotion-/, ''), note: '' };
}
