import type { Random } from '@onebit/bnn-training';
import type { WordSequences } from '../word-order-model.ts';

/** Rows in batches of like length, so that texts of a batch end together. */
export function batchesOfLikeLength(
  { offsets }: WordSequences,
  rows: Int32Array,
  size: number,
  random?: Random,
): Int32Array[] {
  const order = random ? Int32Array.from(random.permutation(rows.length), (at) => rows[at]!) : rows;
  const length = (row: number): number => offsets[row + 1]! - offsets[row]!;
  const sorted = order.slice().sort((a, b) => length(a) - length(b));
  const batches: Int32Array[] = [];
  for (let from = 0; from < sorted.length; from += size) {
    batches.push(sorted.subarray(from, from + size));
  }
  return batches;
}

/** Items in a random order. */
export const shuffled = <T>(items: readonly T[], random: Random): T[] =>
  Array.from(random.permutation(items.length), (at) => items[at]!);
