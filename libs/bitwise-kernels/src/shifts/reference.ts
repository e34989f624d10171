/** How the shifted copies of a string are taken together. */
export type ShiftOperation = 'or' | 'and';

/**
 * destination[i] = the operation over source[i + shift] for every shift.
 *
 * @param source - words, with `first` words before the string and as many behind it
 * @param first - where the string begins
 * @param words - how long it is
 */
export function gatherReference(
  operation: ShiftOperation,
  source: Uint32Array,
  first: number,
  words: number,
  shifts: readonly number[],
  destination: Uint32Array,
): void {
  const empty = operation === 'or' ? 0 : -1;
  for (let word = 0; word < words; word++) {
    let gathered = empty;
    for (const shift of shifts) {
      const from = first + word + (shift >> 5);
      const bits = shift & 31;
      const low = source[from]! >>> bits;
      const copy = bits === 0 ? low : low | (source[from + 1]! << (32 - bits));
      if (operation === 'or') gathered |= copy;
      else gathered &= copy;
    }
    destination[first + word] = gathered;
  }
}

/** How many bits of the mask lie where the others differ. */
export function differencesReference(
  a: Uint32Array,
  b: Uint32Array,
  mask: Uint32Array,
  words: number,
): number {
  let count = 0;
  for (let word = 0; word < words; word++) {
    let bits = (a[word]! ^ b[word]!) & mask[word]!;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
