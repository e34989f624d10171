/** Logic word by word. Padding bits are 0 in the operands and stay 0. */

/** What {@link combineReference} can compute. */
export type LogicOperation = 'and' | 'or' | 'xor' | 'and-not';

const onWords: Record<LogicOperation, (a: number, b: number) => number> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  'and-not': (a, b) => a & ~b,
};

/** destination[i] = a[i] operation b[i]. */
export function combineReference(
  operation: LogicOperation,
  a: Uint32Array,
  b: Uint32Array,
  destination: Uint32Array,
): void {
  const onWord = onWords[operation];
  for (let index = 0; index < a.length; index++) {
    destination[index] = onWord(a[index]!, b[index]!);
  }
}

/** The bits of word `index` of a row that lie within `columns`. */
function columnMask(index: number, columns: number): number {
  const kept = Math.min(32, Math.max(0, columns - index * 32));
  return kept === 32 ? 0xffffffff : 2 ** kept - 1;
}

/** Turns every bit within `columns`; the padding stays 0. */
export function complementReference(
  source: Uint32Array,
  destination: Uint32Array,
  columns: number,
  wordsPerRow: number,
): void {
  for (let index = 0; index < source.length; index++) {
    destination[index] = ~source[index]! & columnMask(index % wordsPerRow, columns);
  }
}

/** Counts the bits that are 1: pairs, then nibbles, then bytes, then one product adds the bytes. */
export function popcountReference(words: Uint32Array): number {
  let count = 0;
  for (let word of words) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
