/**
 * One pass of thinning over a picture that stands in two planes by turns.
 *
 * Planes: bit x of a row is bit x % 128 of vector x / 128; every row has a vector of zeros before and
 * behind its `vectors` vectors, and there is a row of zeros above and below, so that the eight
 * neighbours of any vector can be read. `step` counts passes; `stamps` holds for each vector (laid out
 * as the planes are, one u32 a vector) the last step in which it or a vector around it changed.
 *
 * A vector whose surroundings did not change since the same rule last saw it cannot change now; both
 * planes hold the same bits there, so it is passed over.
 */
import { deletable } from './rules';

/** The plane of west neighbours: every bit moves up by one place. */
// @ts-ignore: decorator
@inline
function west(at: usize, here: v128): v128 {
  return v128.or(i64x2.shl(here, 1), i64x2.shr_u(v128.load(at - 8), 63));
}

/** The plane of east neighbours: every bit moves down by one place. */
// @ts-ignore: decorator
@inline
function east(at: usize, here: v128): v128 {
  return v128.or(i64x2.shr_u(here, 1), i64x2.shl(v128.load(at + 8), 63));
}

// @ts-ignore: decorator
@inline
export function sweep(
  rule: u32,
  from: usize,
  to: usize,
  stamps: usize,
  rows: u32,
  vectors: u32,
  step: u32,
  period: u32,
): u32 {
  const stride = (<usize>vectors + 2) << 4;
  const stampStride = (<usize>vectors + 2) << 2;
  let changed: u32 = 0;
  for (let row: u32 = 1; row <= rows; row++) {
    let at = from + <usize>row * stride + 16;
    let stamp = stamps + <usize>row * stampStride + 4;
    const shift = to - from;
    for (let end = at + (<usize>vectors << 4); at < end; at += 16, stamp += 4) {
      if (load<u32>(stamp) + period < step) continue;
      const here = v128.load(at);
      if (!v128.any_true(here)) {
        // The other plane may still hold what the last pass deleted.
        v128.store(at + shift, here);
        continue;
      }
      const up = at - stride;
      const down = at + stride;
      const above = v128.load(up);
      const below = v128.load(down);
      const gone = v128.and(
        here,
        deletable(
          rule,
          east(at, here),
          east(up, above),
          above,
          west(up, above),
          west(at, here),
          west(down, below),
          below,
          east(down, below),
        ),
      );
      v128.store(at + shift, v128.andnot(here, gone));
      if (!v128.any_true(gone)) continue;
      changed = 1;
      for (let near = stamp - stampStride; near <= stamp + stampStride; near += stampStride) {
        store<u32>(near - 4, step);
        store<u32>(near, step);
        store<u32>(near, step, 4);
      }
    }
  }
  return changed;
}
