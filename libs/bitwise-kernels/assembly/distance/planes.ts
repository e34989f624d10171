/**
 * The plane of distances: one u16 a place, `lanes` of them a row (columns rounded up to whole bit
 * vectors) with a margin of 8 lanes before and behind. Margins, and lanes past the last column, hold
 * FAR: what is off the matrix sets no distance. All sums saturate at FAR.
 *
 * Bit order of the source: bit x of a row is bit x % 8 of byte x / 8.
 */

/** Farther than any place: rows + columns stay below it. */
export const FAR: u16 = 0xffff;
/** Bytes of a margin. */
export const MARGIN: usize = 16;

// @ts-ignore: decorator
@inline
export function planeStride(lanes: usize): usize {
  return (lanes << 1) + 2 * MARGIN;
}

/** 8 places as lanes of all ones or zeros; places from `columns` on count as ones. */
// @ts-ignore: decorator
@inline
export function lanesOf(source: usize, place: usize, columns: usize): v128 {
  let byte = <u32>load<u8>(source + (place >> 3));
  if (place + 8 > columns) byte |= place >= columns ? 0xff : 0xff << <u32>(columns - place);
  const bits = i16x8(1, 2, 4, 8, 16, 32, 64, 128);
  return i16x8.eq(v128.and(i16x8.splat(<i16>byte), bits), bits);
}

/** Fills lanes with FAR; `bytes` is a multiple of 16. */
export function fillFar(at: usize, bytes: usize): void {
  for (const end = at + bytes; at < end; at += 16) v128.store(at, i16x8.splat(-1));
}

/** min(here, other + 1) */
// @ts-ignore: decorator
@inline
export function nearer(here: v128, other: v128): v128 {
  return i16x8.min_u(here, i16x8.add_sat_u(other, i16x8.splat(1)));
}

/** Writes 8 lanes as u32. */
// @ts-ignore: decorator
@inline
export function widen(to: usize, lanes: v128): void {
  v128.store(to, i32x4.extend_low_i16x8_u(lanes));
  v128.store(to, i32x4.extend_high_i16x8_u(lanes), 16);
}
