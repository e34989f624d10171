const EYES = ':;=';
const NOSES = '-^o';
const MOUTHS = ')(][}{DdPpOo/\\|3*@$cCxX<>';
/** Emoticons without the eyes-nose-mouth form, longest first. */
const OTHERS = ['</3', '<3', '^_^', '^^', '-_-', '>.<', '>:(', '>:)'];
const FIRST_UNITS = new Set(
  [...EYES, ...OTHERS.map((form) => form[0]!)].map((c) => c.charCodeAt(0)),
);

/** Length of the emoticon that begins at an index, 0 where there is none. */
export function emoticonLength(text: string, at: number): number {
  if (!FIRST_UNITS.has(text.charCodeAt(at))) return 0;
  for (const form of OTHERS) if (text.startsWith(form, at)) return form.length;
  if (!EYES.includes(text[at]!)) return 0;
  const tear = text[at + 1] === "'" ? 1 : 0;
  const nose = NOSES.includes(text[at + 1 + tear] ?? ' ') ? 1 : 0;
  const after = at + 1 + tear + nose;
  if (isMouth(text, after)) return after + 1 - at;
  // ":o" and "=c": what looks like a nose may be the mouth.
  return nose === 1 && isMouth(text, after - 1) ? after - at : 0;
}

/** A mouth that is a letter must end the word: "=data" is no face. */
function isMouth(text: string, at: number): boolean {
  const mouth = text[at];
  if (mouth === undefined || !MOUTHS.includes(mouth)) return false;
  return !/[A-Za-z0-9]/.test(mouth) || !/[A-Za-z0-9]/.test(text[at + 1] ?? ' ');
}
