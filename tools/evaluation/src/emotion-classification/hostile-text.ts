/**
 * Pieces that make a careless tokenizer look again and again at what it has seen: marks that open and
 * never close, forms that end one unit too early, joiners, halves of characters, and plain long runs.
 */
const pieces: Readonly<Record<string, string>> = {
  letters: 'a',
  'letters and spaces': 'a ',
  'letters and stops': 'a.',
  'two letters': 'ab',
  digits: '0',
  'digits and commas': '0,',
  spaces: ' ',
  'line ends': '\r\n',
  apostrophes: "'",
  'letters and apostrophes': "a'",
  negations: "n't",
  'open brackets': '[',
  'open masks': '[a',
  'masks one unit too long': `[${'a'.repeat(23)}`,
  masks: '[name]',
  'closed brackets': ']',
  'exclamation marks': '!',
  'marks in turn': '!?',
  stops: '.',
  ellipses: '…',
  eyes: ':',
  'eyes and noses': ':-',
  'eyes and tears': ":'",
  'half hearts': '<',
  'broken half hearts': '</',
  'half kisses': '^',
  'half stares': '-_',
  'zero-width joiners': '\u200d',
  'letters and joiners': 'a\u200d',
  'joined emoji': '👨\u200d',
  'emoji with skin tones': '👍🏽',
  'half flags': '🇫',
  'skin tones alone': '🏽',
  'high surrogates': '\ud83d',
  'low surrogates': '\ude00',
  'combining marks': '\u0301',
  'letters with combining marks': 'e\u0301',
  ideographs: '我',
  'letters that grow when lowered': 'İ',
  'ligatures of words': 'ﷺ',
  zeros: '\0',
  'byte order marks': '\ufeff',
  markup: '<a href="',
};

/** Names of the families of hostile text. */
export const hostileFamilies: readonly string[] = Object.keys(pieces);

/**
 * A hostile text.
 *
 * @param family - one of {@link hostileFamilies}
 * @param units - its length in UTF-16 units
 */
export function hostileText(family: string, units: number): string {
  const piece = pieces[family]!;
  return piece.repeat(Math.ceil(units / piece.length)).slice(0, units);
}
