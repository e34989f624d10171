import { OnebitError } from '@onebit/errors';
import { readZip, tooMany } from '../zip/read-zip.ts';

/** A before picture and its after picture, as files. */
export interface PairFiles {
  /** What the pair is called in messages. */
  readonly name: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** The refusal of pictures that do not make pairs. */
export function incomplete(received: string, hint: string): OnebitError {
  return new OnebitError('pairs-incomplete', {
    expected: 'an after picture for every before picture, and the reverse',
    received: received.slice(0, 300),
    hint,
  });
}

/** Which side a file of a zip belongs to, and to which pair. */
const side = /^(?:.*\/)?(before|after)\/([^/]+?)(?:\.[^./]*)?$/i;

/**
 * The pairs of a zip: the folders `before` and `after` hold pictures of the same names; extensions
 * may differ.
 *
 * @throws OnebitError `zip-unreadable`, `pairs-incomplete`, `batch-too-large`
 */
export async function pairsOfZip(
  bytes: Uint8Array,
  limits: { readonly pairs: number; readonly bytes: number },
): Promise<PairFiles[]> {
  const hint =
    'Put the pictures into folders: before/1.png and after/1.png, before/2.png and so on.';
  const { files } = await readZip(bytes, 2 * limits.pairs);
  const found = new Map<string, { before?: Uint8Array; after?: Uint8Array }>();
  for (const { name, read } of files) {
    const [, which, pair] = side.exec(name) ?? [];
    if (which === undefined || pair === undefined) {
      throw incomplete(`${name}, which lies in neither folder`, hint);
    }
    const sides = found.get(pair) ?? {};
    const key = which.toLowerCase() === 'before' ? 'before' : 'after';
    if (sides[key]) throw incomplete(`two ${key} pictures called ${pair}`, hint);
    sides[key] = await read(limits.bytes);
    found.set(pair, sides);
  }
  if (found.size === 0) throw incomplete('a zip without a picture', hint);
  if (found.size > limits.pairs) throw tooMany(2 * limits.pairs);
  return [...found].map(([name, { before, after }]) => {
    if (before && after) return { name, before, after };
    throw incomplete(`${name} only in the folder ${before ? 'before' : 'after'}`, hint);
  });
}
