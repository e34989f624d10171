/**
 * Unions and intersections of shifted copies of one bit string, and the places where two strings
 * differ.
 *
 * Bit order: bit i of a string is bit i % 128 of vector i / 128. A copy shifted by s has bit i + s at
 * place i. Each shift is four numbers in `table`: the byte of the lower load and its shift to the
 * right, the byte of the upper load and its shift to the left; both relative to the vector that is
 * written. A shift by whole bytes loads the same bytes twice.
 */

// @ts-ignore: decorator
@inline
function copyOf(at: usize, entry: usize): v128 {
  const low = i64x2.shr_u(v128.load(at + <usize>load<i32>(entry)), load<i32>(entry, 4));
  const high = i64x2.shl(v128.load(at + <usize>load<i32>(entry, 8)), load<i32>(entry, 12));
  return v128.or(low, high);
}

/** destination = OR of the copies; four vectors at a time, so `bytes` is a multiple of 64. */
export function union(
  source: usize,
  destination: usize,
  bytes: usize,
  table: usize,
  shifts: u32,
): void {
  const end = table + (<usize>shifts << 4);
  for (let at: usize = 0; at < bytes; at += 64) {
    const from = source + at;
    let a = i64x2.splat(0);
    let b = i64x2.splat(0);
    let c = i64x2.splat(0);
    let d = i64x2.splat(0);
    for (let entry = table; entry < end; entry += 16) {
      a = v128.or(a, copyOf(from, entry));
      b = v128.or(b, copyOf(from + 16, entry));
      c = v128.or(c, copyOf(from + 32, entry));
      d = v128.or(d, copyOf(from + 48, entry));
    }
    const to = destination + at;
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/** destination = AND of the copies; four vectors at a time, so `bytes` is a multiple of 64. */
export function intersection(
  source: usize,
  destination: usize,
  bytes: usize,
  table: usize,
  shifts: u32,
): void {
  const end = table + (<usize>shifts << 4);
  for (let at: usize = 0; at < bytes; at += 64) {
    const from = source + at;
    let a = i64x2.splat(-1);
    let b = i64x2.splat(-1);
    let c = i64x2.splat(-1);
    let d = i64x2.splat(-1);
    for (let entry = table; entry < end; entry += 16) {
      a = v128.and(a, copyOf(from, entry));
      b = v128.and(b, copyOf(from + 16, entry));
      c = v128.and(c, copyOf(from + 32, entry));
      d = v128.and(d, copyOf(from + 48, entry));
    }
    const to = destination + at;
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/** How many bits of `mask` lie where a and b differ. */
export function differences(a: usize, b: usize, mask: usize, bytes: usize): u32 {
  let total = i64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const differs = v128.and(v128.xor(v128.load(a + at), v128.load(b + at)), v128.load(mask + at));
    const bytewise = i8x16.popcnt(differs);
    const pairs = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytewise));
    total = i64x2.add(
      total,
      i64x2.add(i64x2.extend_low_i32x4_u(pairs), i64x2.extend_high_i32x4_u(pairs)),
    );
  }
  return <u32>(i64x2.extract_lane(total, 0) + i64x2.extract_lane(total, 1));
}
