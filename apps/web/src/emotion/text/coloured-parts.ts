import type { Voice } from '../run/protocol.ts';

/** A part of the text and how strongly it is coloured: −1 (against) to 1 (for), 0 for not at all. */
export interface ColouredPart {
  /** Where it begins; a key that stays while the rest is typed. */
  readonly from: number;
  readonly part: string;
  readonly voice: number;
}

/** Log-odds from which a word has the full colour. */
const loud = 2.5;
/** Words quieter than this stay as they are. */
const quiet = 0.12;

/**
 * The text in parts by what its words said. Words that have changed since they were heard have no
 * colour until they are heard again.
 *
 * @param words - in their order
 */
export function colouredParts(text: string, words: readonly Voice[]): ColouredPart[] {
  const parts: ColouredPart[] = [];
  let from = 0;
  const add = (to: number, voice: number): void => {
    if (to > from) parts.push({ from, part: text.slice(from, to), voice });
    from = Math.max(from, to);
  };
  for (const { text: word, start, end, weight } of words) {
    if (start < from || Math.abs(weight) < quiet || text.slice(start, end) !== word) continue;
    add(start, 0);
    add(end, Math.sign(weight) * Math.sqrt(Math.min(1, Math.abs(weight) / loud)));
  }
  add(text.length, 0);
  return parts;
}
