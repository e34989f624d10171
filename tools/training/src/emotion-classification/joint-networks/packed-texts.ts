import type { WordSequences } from '../word-order-model.ts';

/**
 * Texts of a batch without padding: rows stand in order of position, and within a position in order
 * of the texts' lengths, longest first. So the texts that have a word at a position are its first rows.
 */
export interface PackedTexts {
  readonly texts: number;
  /** The text of each place, longest first: its index in the batch. */
  readonly order: Int32Array;
  /** How many texts have a word at each position. */
  readonly present: Int32Array;
  /** First row of each position, and the number of rows at the end. */
  readonly starts: Int32Array;
  /** The word of each row, as its index in {@link distinct}. */
  readonly words: Int32Array;
  /** Word numbers that occur, once each. */
  readonly distinct: Int32Array;
}

/** Packs rows of a corpus. */
export function packTexts({ offsets, words }: WordSequences, rows: Int32Array): PackedTexts {
  const length = (row: number): number => offsets[row + 1]! - offsets[row]!;
  const order = Int32Array.from(rows.keys()).sort(
    (a, b) => length(rows[b]!) - length(rows[a]!) || a - b,
  );
  const positions = rows.length === 0 ? 0 : length(rows[order[0]!]!);
  const present = new Int32Array(positions);
  for (const row of rows) {
    for (let position = 0; position < length(row); position++) present[position]! += 1;
  }
  const starts = new Int32Array(positions + 1);
  present.forEach((count, position) => (starts[position + 1] = starts[position]! + count));
  const packed = new Int32Array(starts[positions]!);
  const places = new Map<number, number>();
  for (let position = 0; position < positions; position++) {
    for (let place = 0; place < present[position]!; place++) {
      const word = words[offsets[rows[order[place]!]!]! + position]!;
      let index = places.get(word);
      if (index === undefined) places.set(word, (index = places.size));
      packed[starts[position]! + place] = index;
    }
  }
  return {
    texts: rows.length,
    order,
    present,
    starts,
    words: packed,
    distinct: Int32Array.from(places.keys()),
  };
}
