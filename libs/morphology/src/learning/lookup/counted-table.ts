import type { VoteTables } from '@onebit/bitwise-kernels';
import type { Slices } from '../../sequence/slices.ts';
import { type Example, overStrips } from './byte-strips.ts';
import type { Cell } from './windows.ts';

/**
 * The table over all patterns of a window that errs least on the examples: each pattern gets what it
 * becomes most often, and patterns that were never seen keep the pixel in the middle. Counting is
 * cheap: every pixel counts, of large pictures too.
 *
 * @param cells - at most 16
 * @param frame - pixels at each side of a picture that do not count
 */
export function* countedTable(
  examples: readonly Example[],
  cells: readonly Cell[],
  frame: number,
): Slices<VoteTables> {
  const depth = cells.length;
  const counts = new Int32Array(2 ** depth);
  yield* overStrips(examples, cells, frame, (strip) => {
    const { reads, target, width } = strip;
    for (let place = 0; place < target.length; place++) {
      const [row, column] = [Math.floor(place / width), place % width];
      if (!strip.counts(row, column)) continue;
      const at = strip.at(row, column);
      let pattern = 0;
      for (let cell = 0; cell < depth; cell++) {
        const { bytes, move } = reads[cell]!;
        pattern |= bytes[at + move]! << cell;
      }
      counts[pattern]! += target[place] === 1 ? 1 : -1;
    }
  });
  const middle = cells.findIndex(({ plane, x, y }) => plane === 0 && x === 0 && y === 0);
  const votes = new Int8Array(counts.length);
  counts.forEach((count, pattern) => {
    const kept = middle >= 0 && ((pattern >>> middle) & 1) === 1;
    votes[pattern] = count > 0 || (count === 0 && kept) ? 1 : -1;
  });
  return { depth, inputs: inputsOf(cells), votes, threshold: 1 };
}

/** Cells as {@link VoteTables} holds them. */
export function inputsOf(cells: readonly Cell[]): Int16Array {
  return Int16Array.from(cells.flatMap(({ plane, x, y }) => [plane, x, y]));
}
