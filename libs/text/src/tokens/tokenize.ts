import { Kind, kindOfCodePoint, kindOfUnit, lowerUnit } from './character-class.ts';
import { emoticonLength } from './emoticons.ts';
import { TokenBuffer } from './token-buffer.ts';

const APOSTROPHE = 0x27;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const N = 0x6e;
const T = 0x74;
const ZERO_WIDTH_JOINER = 0x200d;
const REGIONAL_FIRST = 0x1f1e6;
const REGIONAL_LAST = 0x1f1ff;
/** Longest mask in brackets, such as [NAME]. */
const LONGEST_MASK = 24;
/** A letter stands at most so often in a row; further ones say only that the word is stretched. */
const LONGEST_RUN = 2;
/** A run of ! and ? counts up to here. */
const LONGEST_MARK = 3;

/** A token and where it stands in the text, in UTF-16 units. */
export interface Token {
  /** Lower case, plain apostrophe, stretches shortened. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a text into words with inner apostrophes (`n't` apart), masks such as `[NAME]`, runs of
 * `!` and `?`, dots of two and more, emoticons and emoji; characters of scripts without spaces are
 * tokens of their own. One pass, linear in the length, safe on lone surrogates.
 *
 * @param text - any string
 * @returns the tokens in their order
 *
 * @example
 * ```ts
 * import { tokenize } from '@onebit/text';
 * const tokens = tokenize("I can't believe it, [NAME]!! Sooooo good :-) 👍🏽");
 * console.log(tokens.map(({ text }) => text).join(' ')); // i ca n't believe it [name] !! soo good :-) 👍
 * ```
 */
export function tokenize(text: string): Token[] {
  const buffer = new TokenBuffer();
  tokenizeInto(text, buffer);
  return Array.from({ length: buffer.length }, (_, at) => ({
    text: buffer.textOf(at),
    start: buffer.startOf(at),
    end: buffer.ends[at]!,
  }));
}

/**
 * As {@link tokenize}, into a buffer that is used again: nothing is allocated for a text of usual length.
 *
 * @param text - any string
 * @param buffer - cleared first
 */
export function tokenizeInto(text: string, buffer: TokenBuffer): void {
  buffer.clear();
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    switch (kindOfUnit(unit)) {
      case Kind.letter:
      case Kind.digit:
        at = readWord(text, at, buffer);
        break;
      case Kind.ideograph:
        buffer.push(lowerUnit(unit), at);
        buffer.close(true, ++at);
        break;
      case Kind.exclamation:
      case Kind.question:
        at = readMarks(text, at, buffer);
        break;
      case Kind.dot:
        at = readDots(text, at, buffer);
        break;
      case Kind.pictograph:
      case Kind.highSurrogate:
        at = readCodePoint(text, at, buffer);
        break;
      case Kind.other:
        at = readOther(text, at, buffer);
        break;
      default:
        at++;
    }
  }
}

/** Letters and digits; an apostrophe between letters stays inside. */
function readWord(text: string, from: number, buffer: TokenBuffer): number {
  let at = from;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const kind = kindOfUnit(unit);
    if (kind === Kind.letter) pushUnstretched(lowerUnit(unit), at, buffer);
    else if (kind === Kind.digit) buffer.push(unit, at);
    else if (kind === Kind.apostrophe && at + 1 < text.length) {
      if (kindOfUnit(text.charCodeAt(at + 1)) !== Kind.letter) break;
      buffer.push(APOSTROPHE, at);
    } else if (kind !== Kind.invisible) break;
  }
  const negated = buffer.last(0) === T && buffer.last(1) === APOSTROPHE && buffer.last(2) === N;
  if (negated && buffer.pending > 3) buffer.close(true, buffer.originOfLast(2), 3);
  buffer.close(true, at);
  return at;
}

function pushUnstretched(unit: number, origin: number, buffer: TokenBuffer): void {
  for (let back = 0; back < LONGEST_RUN; back++) {
    if (buffer.last(back) !== unit) {
      buffer.push(unit, origin);
      return;
    }
  }
}

/** A run of ! and ?, of which the first three count. */
function readMarks(text: string, from: number, buffer: TokenBuffer): number {
  let at = from;
  for (; at < text.length; at++) {
    const kind = kindOfUnit(text.charCodeAt(at));
    if (kind !== Kind.exclamation && kind !== Kind.question) break;
    if (buffer.pending < LONGEST_MARK) buffer.push(kind === Kind.question ? 0x3f : 0x21, at);
  }
  buffer.close(false, at);
  return at;
}

/** Two dots and more, or one ellipsis, are a token; a full stop is none. */
function readDots(text: string, from: number, buffer: TokenBuffer): number {
  let at = from;
  while (at < text.length && kindOfUnit(text.charCodeAt(at)) === Kind.dot) at++;
  if (at - from === 1 && text.charCodeAt(from) === 0x2e) return at;
  buffer.push(0x2026, from);
  buffer.close(false, at);
  return at;
}

/** An emoji with what is joined to it, a flag, or a letter above the basic plane. */
function readCodePoint(text: string, from: number, buffer: TokenBuffer): number {
  let at = from;
  const first = text.codePointAt(at)!;
  const kind = first > 0xffff ? kindOfCodePoint(first) : kindOfUnit(first);
  const width = first > 0xffff ? 2 : 1;
  if (kind !== Kind.pictograph) {
    if (kind !== Kind.letter && kind !== Kind.ideograph && kind !== Kind.digit) return at + width;
    pushCodePoint(text, at, width, buffer);
    buffer.close(true, at + width);
    return at + width;
  }
  pushCodePoint(text, at, width, buffer);
  at += width;
  if (first >= REGIONAL_FIRST && first <= REGIONAL_LAST) {
    const second = text.codePointAt(at) ?? 0;
    if (second >= REGIONAL_FIRST && second <= REGIONAL_LAST) {
      pushCodePoint(text, at, 2, buffer);
      at += 2;
    }
  }
  at = readJoined(text, at, buffer);
  buffer.close(false, at);
  return at;
}

/** Skin tones and variation selectors are passed over; what follows a joiner belongs to the emoji. */
function readJoined(text: string, from: number, buffer: TokenBuffer): number {
  let at = from;
  let joined = false;
  while (at < text.length) {
    const codePoint = text.codePointAt(at)!;
    const width = codePoint > 0xffff ? 2 : 1;
    const kind = width === 2 ? kindOfCodePoint(codePoint) : kindOfUnit(codePoint);
    if (kind === Kind.invisible) joined ||= codePoint === ZERO_WIDTH_JOINER;
    else if (joined && kind === Kind.pictograph) {
      pushCodePoint(text, at, width, buffer);
      joined = false;
    } else break;
    at += width;
  }
  return at;
}

function pushCodePoint(text: string, at: number, width: number, buffer: TokenBuffer): void {
  for (let next = at; next < at + width; next++) buffer.push(text.charCodeAt(next), next);
}

/** A mask in brackets or an emoticon; all else is no token. */
function readOther(text: string, from: number, buffer: TokenBuffer): number {
  const length = text.charCodeAt(from) === OPEN ? maskLength(text, from) : 0;
  const taken = length === 0 ? emoticonLength(text, from) : length;
  if (taken === 0) return from + 1;
  for (let at = from; at < from + taken; at++) buffer.push(lowerUnit(text.charCodeAt(at)), at);
  buffer.close(false, from + taken);
  return from + taken;
}

/** Length of `[` letters `]`, 0 where there is none; looks ahead a fixed distance only. */
function maskLength(text: string, from: number): number {
  const limit = Math.min(text.length, from + LONGEST_MASK);
  let at = from + 1;
  while (at < limit && kindOfUnit(text.charCodeAt(at)) === Kind.letter) at++;
  return at > from + 1 && at < limit && text.charCodeAt(at) === CLOSE ? at + 1 - from : 0;
}
