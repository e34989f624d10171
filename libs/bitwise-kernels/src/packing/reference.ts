/**
 * Packing item by item, to be checked by eye. Unpacked data is row-major without gaps; a packed
 * row has `wordsPerRow` words, lowest column in the lowest bit, zeros past the last column.
 */

/** Sets each bit of `words` to what `isOne` says of the item with the same row and column. */
function packWhere(
  isOne: (index: number) => boolean,
  rows: number,
  columns: number,
  words: Uint32Array,
): void {
  const wordsPerRow = words.length / rows;
  words.fill(0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (isOne(row * columns + column)) {
        words[row * wordsPerRow + (column >>> 5)]! |= 1 << (column & 31);
      }
    }
  }
}

/** Bit 1 where the byte is above the threshold. */
export function packThresholdReference(
  bytes: Uint8Array,
  rows: number,
  columns: number,
  threshold: number,
  words: Uint32Array,
): void {
  packWhere((index) => bytes[index]! > threshold, rows, columns, words);
}

/** Bit 1 where the float is at least 0; -0 counts as 0. */
export function packSignsReference(
  values: Float32Array,
  rows: number,
  columns: number,
  words: Uint32Array,
): void {
  packWhere((index) => values[index]! >= 0, rows, columns, words);
}

/** The byte `one` for each bit that is 1, `zero` for each other. */
export function unpackReference(
  words: Uint32Array,
  rows: number,
  columns: number,
  zero: number,
  one: number,
  bytes: Uint8Array,
): void {
  const wordsPerRow = words.length / rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const word = words[row * wordsPerRow + (column >>> 5)]!;
      bytes[row * columns + column] = (word >>> (column & 31)) & 1 ? one : zero;
    }
  }
}
