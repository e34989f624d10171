/** What a UTF-16 unit, or a code point above the basic plane, is to the tokenizer. */
export const Kind = {
  other: 1,
  space: 2,
  letter: 3,
  digit: 4,
  apostrophe: 5,
  exclamation: 6,
  question: 7,
  dot: 8,
  /** A character of a script that writes no spaces: a word of its own. */
  ideograph: 9,
  pictograph: 10,
  highSurrogate: 11,
  /** Joiners, variation selectors, other format characters: seen, never a token. */
  invisible: 12,
} as const;

const APOSTROPHE = 0x27;
const APOSTROPHES = new Set([0x27, 0x2018, 0x2019, 0x02bc, 0x60, 0xb4, 0xff07]);
const IDEOGRAPH =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
const LETTER = /^[\p{L}\p{M}]$/u;
const DIGIT = /^\p{N}$/u;
const PICTOGRAPH = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;
const SPACE = /^[\s\p{Z}\p{Cc}]$/u;
const INVISIBLE = /^[\p{Cf}\p{Emoji_Modifier}\uFE0E\uFE0F]$/u;

const kinds = new Uint8Array(0x10000);
const lowered = new Uint16Array(0x10000);

/** The kind of a UTF-16 unit; a low surrogate alone is `other`. */
export function kindOfUnit(unit: number): number {
  const known = kinds[unit]!;
  return known === 0 ? learn(unit) : known;
}

/** The lower-case form of a unit where that is one unit too, else the unit itself. */
export function lowerUnit(unit: number): number {
  if (kinds[unit] === 0) learn(unit);
  return lowered[unit]!;
}

function learn(unit: number): number {
  const character = String.fromCharCode(unit);
  const small = character.toLowerCase();
  lowered[unit] = small.length === 1 ? small.charCodeAt(0) : unit;
  if (APOSTROPHES.has(unit)) lowered[unit] = APOSTROPHE;
  const kind = unit >= 0xd800 && unit < 0xe000 ? kindOfSurrogate(unit) : kindOf(character, unit);
  kinds[unit] = kind;
  return kind;
}

const kindOfSurrogate = (unit: number): number => (unit < 0xdc00 ? Kind.highSurrogate : Kind.other);

const astral = new Map<number, number>();
/** Code points above the basic plane whose kind is kept; hostile text cannot make it grow further. */
const REMEMBERED = 4096;

/** The kind of a code point above the basic plane. */
export function kindOfCodePoint(codePoint: number): number {
  const known = astral.get(codePoint);
  if (known !== undefined) return known;
  const kind = kindOf(String.fromCodePoint(codePoint), codePoint);
  if (astral.size < REMEMBERED) astral.set(codePoint, kind);
  return kind;
}

function kindOf(character: string, codePoint: number): number {
  if (APOSTROPHES.has(codePoint)) return Kind.apostrophe;
  if (codePoint === 0x21 || codePoint === 0xff01) return Kind.exclamation;
  if (codePoint === 0x3f || codePoint === 0xff1f) return Kind.question;
  if (codePoint === 0x2e || codePoint === 0x2026) return Kind.dot;
  if (INVISIBLE.test(character)) return Kind.invisible;
  if (IDEOGRAPH.test(character)) return Kind.ideograph;
  if (LETTER.test(character)) return Kind.letter;
  if (DIGIT.test(character)) return Kind.digit;
  if (PICTOGRAPH.test(character)) return Kind.pictograph;
  return SPACE.test(character) ? Kind.space : Kind.other;
}
