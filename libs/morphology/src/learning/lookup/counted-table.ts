import type { VoteTables } from '@onebit/bitwise-kernels';
import type { Samples } from './samples.ts';
import type { Cell } from './windows.ts';

/**
 * The table over all patterns of a window that errs least on the samples: each pattern gets what it
 * becomes most often, and patterns that were never seen keep the pixel in the middle.
 */
export function countedTable(samples: Samples, cells: readonly Cell[]): VoteTables {
  const depth = cells.length;
  const counts = new Int32Array(2 ** depth);
  for (let sample = 0; sample < samples.count; sample++) {
    const pattern = samples.bits[sample * samples.wordsPerSample]!;
    counts[pattern]! += samples.wanted[sample] === 1 ? 1 : -1;
  }
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
