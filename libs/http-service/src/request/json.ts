import { OnebitError } from '@onebit/errors';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Position of the first bracket that opens more than `depth` levels, or -1. */
function tooDeepAt(bytes: Uint8Array, depth: number): number {
  let level = 0;
  let quoted = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (quoted) {
      if (byte === BACKSLASH) {
        index++;
      } else if (byte === QUOTE) {
        quoted = false;
      }
    } else if (byte === QUOTE) {
      quoted = true;
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++level > depth) {
        return index;
      }
    } else if (byte === 0x5d || byte === 0x7d) {
      level--;
    }
  }
  return -1;
}

/**
 * Parses a JSON body with bounded nesting.
 *
 * @param bytes - the body, UTF-8
 * @param depth - levels of brackets accepted
 * @throws OnebitError `body-malformed` for what is not JSON, not UTF-8 or nested too deeply
 *
 * @example
 * ```ts
 * import { parseJson } from '@onebit/http-service/inference';
 * console.log(parseJson(new TextEncoder().encode('{"a":[1]}'), 32)); // { a: [ 1 ] }
 * ```
 */
export function parseJson(bytes: Uint8Array, depth: number): unknown {
  const deep = tooDeepAt(bytes, depth);
  if (deep >= 0) {
    throw new OnebitError('body-malformed', {
      expected: `JSON of at most ${String(depth)} levels`,
      received: 'deeper nesting',
      hint: 'Flatten the document.',
      position: deep,
    });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new OnebitError('body-malformed', {
      expected: 'a JSON document in UTF-8',
      received: `${String(bytes.length)} bytes that are not one`,
      hint: 'Check the body with a JSON validator.',
    });
  }
}
