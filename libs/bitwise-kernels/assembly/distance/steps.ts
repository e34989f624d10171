/**
 * City-block and chessboard distances. First each row by itself, then down and up with one step a
 * row: straight for city-block, straight or diagonal for chessboard. A shortest path goes along its
 * first row and then only up or only down, so that two passes find it (A. Rosenfeld and J. L. Pfaltz,
 * 1968).
 */
import { MARGIN, fillFar, nearer, planeStride, widen } from './planes';
import { writeRow } from './rows';

/** The nearest of the three places of a row that a diagonal or straight step reaches. */
// @ts-ignore: decorator
@inline
function around(at: usize): v128 {
  return i16x8.min_u(i16x8.min_u(v128.load(at - 2), v128.load(at + 2)), v128.load(at));
}

/** Rows, and the way down. */
export function stepsDown(
  source: usize,
  rows: usize,
  columns: usize,
  stride: usize,
  plane: usize,
  diagonal: bool,
): void {
  const lanes = stride << 3;
  const above = planeStride(lanes);
  for (let row: usize = 0; row < rows; row++, source += stride, plane += above) {
    fillFar(plane, MARGIN);
    const here = plane + MARGIN;
    writeRow(source, stride, columns, lanes, here);
    if (row == 0) continue;
    for (let lane: usize = 0; lane < columns; lane += 8) {
      const at = here + (lane << 1);
      const other = diagonal ? around(at - above) : v128.load(at - above);
      v128.store(at, nearer(v128.load(at), other));
    }
    // Lanes past the last column are off the matrix again.
    for (let lane = columns; lane < ((columns + 7) & ~7); lane++) store<u16>(here + (lane << 1), 0xffff);
  }
}

/**
 * The way up for the rows [first, last), from the last one, into `slab`, whose rows have
 * `slabStride` bytes. The row below them was done before.
 */
export function stepsUp(
  rows: usize,
  columns: usize,
  stride: usize,
  plane: usize,
  diagonal: bool,
  first: usize,
  last: usize,
  slab: usize,
  slabStride: usize,
): void {
  const below = planeStride(stride << 3);
  for (let row = last; row > first; ) {
    row--;
    const here = plane + row * below + MARGIN;
    const to = slab + (row - first) * slabStride;
    for (let lane: usize = 0; lane < columns; lane += 8) {
      const at = here + (lane << 1);
      let value = v128.load(at);
      if (row + 1 < rows) {
        const other = diagonal ? around(at + below) : v128.load(at + below);
        value = nearer(value, other);
        v128.store(at, value);
      }
      widen(to + (lane << 2), value);
    }
    for (let lane = columns; lane < ((columns + 7) & ~7); lane++) store<u16>(here + (lane << 1), 0xffff);
  }
}
