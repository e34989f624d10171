import type { VoteTables } from './vote-tables.ts';

/**
 * Votes place by place; see {@link VoteTables}.
 *
 * @param planes - rows x columns bytes of 0 and 1 each
 * @returns rows x columns bytes of 0 and 1
 */
export function voteReference(
  planes: readonly Uint8Array[],
  rows: number,
  columns: number,
  { depth, inputs, votes, threshold }: VoteTables,
): Uint8Array {
  const result = new Uint8Array(rows * columns);
  const tables = inputs.length / (3 * depth);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let table = 0; table < tables; table++) {
        let index = 0;
        for (let input = 0; input < depth; input++) {
          const at = 3 * (table * depth + input);
          const x = column + inputs[at + 1]!;
          const y = row + inputs[at + 2]!;
          if (x < 0 || x >= columns || y < 0 || y >= rows) continue;
          index |= planes[inputs[at]!]![y * columns + x]! << input;
        }
        sum += votes[(table << depth) + index]!;
      }
      if (sum >= threshold) result[row * columns + column] = 1;
    }
  }
  return result;
}
