import { truncated, unreadable } from '../refusals.ts';

/** The six formats of the family: bits, grey, colour; as text (1 to 3) or as bytes (4 to 6). */
export type NetpbmFormat = 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6';

/** What the head of a Netpbm file declares. */
export interface NetpbmHeader {
  readonly format: NetpbmFormat;
  readonly width: number;
  readonly height: number;
  /** The level of white, 1 to 65,535; 1 for P1 and P4. */
  readonly maximum: number;
  /** Offset of the first byte of pixels. */
  readonly start: number;
}

/** Whether the byte separates tokens: space, tab, LF, VT, FF, CR. */
export function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Offset of the first byte at or after `at` that is neither blank nor in a comment. */
export function skipBlanks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length) {
    if (bytes[at] === 0x23) {
      while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++;
    } else if (!isBlank(bytes[at]!)) {
      break;
    } else {
      at++;
    }
  }
  return at;
}

/** Reads one decimal number; leaves the offset behind its last digit. */
export function readNumber(
  bytes: Uint8Array,
  at: number,
  what: string,
): { value: number; next: number } {
  const from = skipBlanks(bytes, at);
  let value = 0;
  let next = from;
  for (; next < bytes.length; next++) {
    const digit = bytes[next]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    if (value > 0xffffffff) {
      throw unreadable(`${what} below 2^32`, 'a longer number', { position: from });
    }
  }
  if (from >= bytes.length) throw truncated(what, 'the end of the file', from);
  if (next === from) {
    throw unreadable(what, `byte 0x${bytes[from]!.toString(16)}`, { position: from });
  }
  return { value, next };
}

/** Reads the head of a Netpbm file. */
export function readNetpbmHeader(bytes: Uint8Array): NetpbmHeader {
  const kind = bytes[1]! - 48;
  if (bytes[0] !== 0x50 || !(kind >= 1 && kind <= 6)) {
    throw unreadable('P1 to P6 at the start', 'something else', { position: 0 });
  }
  const format = `P${kind}` as NetpbmFormat;
  const width = readNumber(bytes, 2, 'a width');
  const height = readNumber(bytes, width.next, 'a height');
  let maximum = 1;
  let next = height.next;
  if (kind !== 1 && kind !== 4) {
    const read = readNumber(bytes, next, 'a level of white');
    maximum = read.value;
    next = read.next;
    if (maximum < 1 || maximum > 65535) {
      throw unreadable('a level of white from 1 to 65535', String(maximum));
    }
  }
  if (next >= bytes.length) throw truncated('pixels after the header', 'the end of the file', next);
  // Exactly one blank ends the header of the byte formats: the next byte is a pixel already.
  if (kind >= 4) {
    if (!isBlank(bytes[next]!)) {
      throw unreadable('a blank after the header', 'another byte', { position: next });
    }
    next++;
  }
  return { format, width: width.value, height: height.value, maximum, start: next };
}
