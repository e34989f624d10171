/** Distances within one row: to the nearest zero of the same row, FAR where the row has none. */
import { FAR } from './planes';

/** Zeros for the lanes [from, to); up to 7 lanes behind are overwritten too. */
// @ts-ignore: decorator
@inline
function writeZeros(row: usize, from: usize, to: usize): void {
  for (let lane = from; lane < to; lane += 8) v128.store(row + (lane << 1), i16x8.splat(0));
}

/** A run of ones [start, end): rising from its left zero, falling to its right one. */
// @ts-ignore: decorator
@inline
function writeRun(row: usize, start: usize, end: usize, columns: usize): void {
  const steps = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
  const hasLeft = start > 0;
  const hasRight = end < columns;
  let rising = hasLeft ? i16x8.add(steps, i16x8.splat(1)) : i16x8.splat(<i16>FAR);
  let falling = hasRight
    ? i16x8.sub(i16x8.splat(<i16>(end - start)), steps)
    : i16x8.splat(<i16>FAR);
  const up = i16x8.splat(hasLeft ? 8 : 0);
  const down = i16x8.splat(hasRight ? 8 : 0);
  for (let lane = start; lane < end; lane += 8) {
    v128.store(row + (lane << 1), i16x8.min_u(rising, falling));
    rising = i16x8.add(rising, up);
    falling = i16x8.sub(falling, down);
  }
}

/** Writes the row from left to right, so that each stretch covers what the one before ran over. */
export function writeRow(
  source: usize,
  stride: usize,
  columns: usize,
  lanes: usize,
  row: usize,
): void {
  let carry: u64 = 0;
  let at: usize = 0;
  let inside = false;
  for (let offset: usize = 0; offset < stride; offset += 8) {
    const word = load<u64>(source + offset);
    let turns = word ^ ((word << 1) | carry);
    carry = word >> 63;
    while (turns != 0) {
      const place = (offset << 3) + <usize>ctz(turns);
      turns &= turns - 1;
      if (inside) writeRun(row, at, place, columns);
      else writeZeros(row, at, place);
      inside = !inside;
      at = place;
    }
  }
  if (at < columns) {
    if (inside) writeRun(row, at, columns, columns);
    else writeZeros(row, at, columns);
  }
  for (let lane = columns; lane < lanes + 8; lane++) store<u16>(row + (lane << 1), FAR);
}
