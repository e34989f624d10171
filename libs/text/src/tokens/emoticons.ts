/** What an emoticon may begin with: most signs in a text are passed over without a search. */
const FIRST_UNITS = new Set(Array.from(':;=<^->', (sign) => sign.charCodeAt(0)));
/** A mouth that is a letter or a digit must end the word: "=data" is no face. */
const MOUTH = String.raw`(?:[)(\]\[}{/\\|*@$<>]|[DdPpOo3cCxX](?![A-Za-z0-9]))`;
/** Eyes with or without tear and nose; hearts and looks. No part repeats, so a search ends at once. */
const EMOTICON = new RegExp(String.raw`[:;=]'?[-^o]?${MOUTH}|</?3|\^_?\^|-_-|>\.<|>:[()]`, 'y');

/** Length of the emoticon that begins at an index, 0 where there is none. */
export function emoticonLength(text: string, at: number): number {
  if (!FIRST_UNITS.has(text.charCodeAt(at))) return 0;
  EMOTICON.lastIndex = at;
  return EMOTICON.test(text) ? EMOTICON.lastIndex - at : 0;
}
