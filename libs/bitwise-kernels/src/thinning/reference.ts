import type { BitMatrix } from '../storage/bit-matrix.ts';
import { type ThinningMethod, thinningPasses } from './rules.ts';

/** Column and row steps to the eight neighbours, in the order of their bits. */
const around = [
  [1, 0],
  [1, -1],
  [0, -1],
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
] as const;

/** Thins one pixel at a time: each pass decides every pixel by the state before the pass. */
export function* thinReference(
  source: BitMatrix,
  method: ThinningMethod,
  destination: BitMatrix,
): Generator<void, void> {
  const { rows, columns } = source;
  const all = Array.from({ length: 256 }, (_, neighbours) => neighbours);
  const passes = thinningPasses[method].map((rule) => all.map(rule));
  let now = source.toBytes();
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= rows || column >= columns ? 0 : now[row * columns + column]!;
  for (let deleted = true; deleted;) {
    deleted = false;
    for (const deletes of passes) {
      const next = now.slice();
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          if (at(row, column) === 0) continue;
          let neighbours = 0;
          around.forEach(([right, down], bit) => {
            neighbours |= at(row + down, column + right) << bit;
          });
          if (!deletes[neighbours]) continue;
          next[row * columns + column] = 0;
          deleted = true;
        }
      }
      now = next;
    }
    yield;
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      destination.set(row, column, now[row * columns + column] === 1);
    }
  }
}
