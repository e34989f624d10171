/**
 * Reconstruction by dilation in sweeps: a row takes over from the row above (or below) what lies in
 * the mask, then fills along itself, 64 pixels a step.
 *
 * `filled` holds the result: rows of `stride` bytes with 16 bytes of zeros before and behind each, so
 * that the neighbours of any word can be read. Between calls every row is filled along itself. Bit
 * order: bit x of a row is bit x % 64 of word x / 64. `fresh` has room for one row. `stamps` holds
 * one u32 a row: the last sweep in which it changed.
 */

/** The places that touch a one of the row at `at`: straight, and with corners diagonally too. */
// @ts-ignore: decorator
@inline
function reached(at: usize, corners: bool): v128 {
  const here = v128.load(at);
  if (!corners) return here;
  const west = v128.or(i64x2.shl(here, 1), i64x2.shr_u(v128.load(at - 8), 63));
  const east = v128.or(i64x2.shr_u(here, 1), i64x2.shl(v128.load(at + 8), 63));
  return v128.or(here, v128.or(west, east));
}

/**
 * Upwards from `seed` along the ones of `room`, which hold it: the carry of an addition runs through
 * them and clears them on its way.
 */
// @ts-ignore: decorator
@inline
function upwards(seed: u64, room: u64): u64 {
  return (room & ~(room + seed)) | seed;
}

/** Downwards from `seed` along the ones of `room`, in doubling steps (P. Kogge and H. Stone, 1973). */
// @ts-ignore: decorator
@inline
function downwards(seed: u64, room: u64): u64 {
  seed |= room & (seed >> 1);
  room &= room >> 1;
  seed |= room & (seed >> 2);
  room &= room >> 2;
  seed |= room & (seed >> 4);
  room &= room >> 4;
  seed |= room & (seed >> 8);
  room &= room >> 8;
  seed |= room & (seed >> 16);
  room &= room >> 16;
  return seed | (room & (seed >> 32));
}

/** Fills a row from its fresh ones, first up, then down, and adds all to what it holds. */
function fillRow(filled: usize, mask: usize, fresh: usize, stride: usize): void {
  let carry: u64 = 0;
  for (let at: usize = 0; at < stride; at += 8) {
    const room = load<u64>(mask + at) & ~load<u64>(filled + at);
    const seed = load<u64>(fresh + at) | (carry & room);
    carry = 0;
    if (seed == 0) continue;
    const grown = upwards(seed, room);
    store<u64>(fresh + at, grown);
    carry = grown >> 63;
  }
  carry = 0;
  for (let at = stride; at > 0; ) {
    at -= 8;
    const before = load<u64>(filled + at);
    const room = load<u64>(mask + at) & ~before;
    const seed = load<u64>(fresh + at) | ((carry << 63) & room);
    carry = 0;
    if (seed == 0) continue;
    const grown = downwards(seed, room);
    store<u64>(filled + at, before | grown);
    carry = grown & 1;
  }
}

/** Takes over from a neighbouring row, or from the seed; returns whether the row changed. */
// @ts-ignore: decorator
@inline
function takeOver(
  from: usize,
  corners: bool,
  filled: usize,
  mask: usize,
  fresh: usize,
  stride: usize,
): bool {
  let some = i64x2.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const room = v128.andnot(v128.load(mask + at), v128.load(filled + at));
    const found = v128.and(room, reached(from + at, corners));
    v128.store(fresh + at, found);
    some = v128.or(some, found);
  }
  if (!v128.any_true(some)) return false;
  fillRow(filled, mask, fresh, stride);
  return true;
}

/** The number of the first sweep; the neighbours of planted rows look at them in it and in the next. */
const FIRST: u32 = 2;

/** Puts the seed into the mask, row by row, and fills the rows along themselves. */
export function plant(
  seed: usize,
  mask: usize,
  filled: usize,
  fresh: usize,
  stamps: usize,
  rows: usize,
  stride: usize,
): void {
  const filledStride = stride + 32;
  for (let row: usize = 0; row < rows; row++) {
    const planted = takeOver(seed + row * stride, false, filled + row * filledStride + 16, mask + row * stride, fresh, stride);
    store<u32>(stamps + (row << 2), planted ? FIRST : 0);
  }
}

/**
 * One sweep, down or up. A row whose neighbour did not change in this sweep or the last one has
 * nothing to take over. Returns how many rows changed.
 */
export function sweep(
  mask: usize,
  filled: usize,
  fresh: usize,
  stamps: usize,
  rows: usize,
  stride: usize,
  corners: bool,
  down: bool,
  number: u32,
): u32 {
  const filledStride = stride + 32;
  let changed: u32 = 0;
  for (let step: usize = 1; step < rows; step++) {
    const row = down ? step : rows - 1 - step;
    const other = down ? row - 1 : row + 1;
    if (load<u32>(stamps + (other << 2)) + 1 < number) continue;
    const here = filled + row * filledStride + 16;
    const there = filled + other * filledStride + 16;
    if (!takeOver(there, corners, here, mask + row * stride, fresh, stride)) continue;
    store<u32>(stamps + (row << 2), number);
    changed++;
  }
  return changed;
}

/** Copies the result to rows of `stride` bytes that follow one another. */
export function unload(filled: usize, destination: usize, rows: usize, stride: usize): void {
  let from = filled + 16;
  for (const end = destination + rows * stride; destination < end; from += 32) {
    for (const row = destination + stride; destination < row; destination += 16, from += 16) {
      v128.store(destination, v128.load(from));
    }
  }
}
