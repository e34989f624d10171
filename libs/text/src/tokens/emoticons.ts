/** Emoticons without the eyes-nose-mouth form, by their first unit, the longest first. */
const OTHERS = new Map<number, readonly string[]>([
  [0x3c, ['</3', '<3']],
  [0x5e, ['^_^', '^^']],
  [0x2d, ['-_-']],
  [0x3e, ['>.<', '>:(', '>:)']],
]);
const TEAR = 0x27;
const Part = { eye: 1, nose: 2, mouth: 4, inWord: 8 } as const;

/** The parts that each unit below 128 may be: a look into a table, since strings of one unit are slow. */
const parts = new Uint8Array(128);
for (const [units, part] of [
  [':;=', Part.eye],
  ['-^o', Part.nose],
  [')(][}{DdPpOo/\\|3*@$cCxX<>', Part.mouth],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', Part.inWord],
] as const) {
  for (let at = 0; at < units.length; at++) parts[units.charCodeAt(at)]! |= part;
}

/** Length of the emoticon that begins at an index, 0 where there is none. */
export function emoticonLength(text: string, at: number): number {
  const forms = OTHERS.get(text.charCodeAt(at));
  if (forms) return forms.find((form) => text.startsWith(form, at))?.length ?? 0;
  if (!is(Part.eye, text, at)) return 0;
  const tear = at + 1 < text.length && text.charCodeAt(at + 1) === TEAR ? 1 : 0;
  const nose = is(Part.nose, text, at + 1 + tear) ? 1 : 0;
  const after = at + 1 + tear + nose;
  if (isMouth(text, after)) return after + 1 - at;
  // ":o" and "=c": what looks like a nose may be the mouth.
  return nose === 1 && isMouth(text, after - 1) ? after - at : 0;
}

/** A mouth that is a letter must end the word: "=data" is no face. */
function isMouth(text: string, at: number): boolean {
  if (!is(Part.mouth, text, at)) return false;
  return !is(Part.inWord, text, at) || !is(Part.inWord, text, at + 1);
}

/** Whether the unit at a place, if there is one, may be a part. */
function is(part: number, text: string, at: number): boolean {
  const unit = at < text.length ? text.charCodeAt(at) : 0xffff;
  return unit < 128 && (parts[unit]! & part) !== 0;
}
