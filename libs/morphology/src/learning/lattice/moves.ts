import { type WindowSet, translated } from './window.ts';

/** A change of a chain's elements; undefined where it changes nothing or is not possible. */
export type Move = (sets: readonly WindowSet[]) => WindowSet[] | undefined;

/** The neighbours of a cell that make pairs with it, each pair once. */
const neighbours = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 1],
] as const;
const directions = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/**
 * Every move of a chain: turn one cell or two neighbouring cells in one element, or in every element
 * that a group holds; shift the elements of a group by a pixel; copy one element to another.
 *
 * @param steps - elements of the chain
 * @param side - of the window
 * @param tied - elements that are equal wherever the target is made of openings and closings
 */
export function movesOf(steps: number, side: number, tied: readonly (readonly number[])[]): Move[] {
  const alone = Array.from({ length: steps }, (_, step) => [step]);
  const groups = [...alone, ...tied.filter((group) => group.length > 1)];
  const moves: Move[] = [];
  for (const group of groups) {
    for (let at = 0; at < side * side; at++) {
      moves.push(turning(group, [at]));
      const [row, column] = [Math.floor(at / side), at % side];
      for (const [dx, dy] of neighbours) {
        const [x, y] = [column + dx, row + dy];
        if (x >= 0 && x < side && y < side) moves.push(turning(group, [at, y * side + x]));
      }
    }
    for (const [dx, dy] of directions) moves.push(shifting(group, side, dx, dy));
  }
  for (let from = 0; from < steps; from++) {
    for (let to = 0; to < steps; to++) {
      if (from !== to)
        moves.push((sets) => sets.map((set, step) => sets[step === to ? from : step] ?? set));
    }
  }
  return moves;
}

/** Turns the cells in every element of the group; in a pair that differs, both take the other's. */
function turning(group: readonly number[], cells: readonly number[]): Move {
  return (sets) =>
    sets.map((set, step) => {
      if (!group.includes(step)) return set;
      const turned = set.slice();
      for (const cell of cells) turned[cell]! ^= 1;
      return turned;
    });
}

function shifting(group: readonly number[], side: number, dx: number, dy: number): Move {
  return (sets) => {
    const moved = sets.map((set, step) =>
      group.includes(step) ? translated(set, side, dx, dy) : set,
    );
    return moved.every((set) => set !== undefined) ? moved : undefined;
  };
}
