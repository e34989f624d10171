import { OnebitError } from '@onebit/errors';
import { MODEL_LIMITS } from './limits.ts';

/**
 * Parses JSON that must be valid UTF-8, not nested too deep, and free of doubled keys: two readers
 * must never see two different models in one file.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refuse('UTF-8 text', 'bytes that are none', cause);
  }
  checkStructure(text);
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw refuse('plain keys', 'the key "__proto__"');
      return value;
    });
  } catch (cause) {
    if (cause instanceof OnebitError) throw cause;
    throw refuse('JSON', cause instanceof Error ? cause.message : 'something else', cause);
  }
}

/** One pass over the text: depth and doubled keys, which `JSON.parse` would let pass. */
function checkStructure(text: string): void {
  const keys: (Set<string> | undefined)[] = [];
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/gsu;
  for (const [word, colon] of text.matchAll(token)) {
    if (word === '{' || word === '[') {
      keys.push(word === '{' ? new Set() : undefined);
      if (keys.length > MODEL_LIMITS.jsonDepth) {
        throw refuse(`nesting of at most ${MODEL_LIMITS.jsonDepth}`, 'deeper nesting');
      }
    } else if (word === '}' || word === ']') {
      keys.pop();
    } else if (colon !== undefined) {
      const seen = keys.at(-1);
      const key = unescape(word.slice(0, word.lastIndexOf('"') + 1));
      if (seen?.has(key)) throw refuse('every key once', `the key "${key}" twice`);
      seen?.add(key);
    }
  }
}

/** "\\u0061" and "a" are one key. A malformed escape is left for `JSON.parse` to refuse. */
function unescape(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal;
  }
}

function refuse(expected: string, received: string, cause?: unknown): OnebitError {
  return new OnebitError('model-header-invalid', {
    expected,
    received,
    hint: 'The file is damaged or is no safetensors file; fetch it again.',
    cause,
  });
}
