/**
 * Packing: one bit for each byte or float, 16 at a time.
 *
 * Packed rows: bit c of a row is bit c % 8 of byte c / 8 (so the lowest bit of each little-endian
 * word comes first); `stride` bytes from row to row, a multiple of 16; bits past `columns` are 0.
 * Unpacked rows follow each other without gaps.
 *
 * Reads and writes of unpacked data go up to 127 items past the last one, inside the slack that
 * the caller leaves there; what is read there is masked away.
 */

/** The lowest `count` bits, 0 <= count < 64. */
// @ts-ignore: decorator
@inline
function low(count: usize): u64 {
  return ((<u64>1) << (<u64>count)) - 1;
}

// @ts-ignore: decorator
@inline
function above16(source: usize, threshold: v128): u64 {
  return <u64>i8x16.bitmask(i8x16.gt_u(v128.load(source), threshold));
}

/** 64 bytes -> 64 bits: 1 where the byte is above the threshold. */
// @ts-ignore: decorator
@inline
function above64(source: usize, threshold: v128): u64 {
  return (
    above16(source, threshold) |
    (above16(source + 16, threshold) << 16) |
    (above16(source + 32, threshold) << 32) |
    (above16(source + 48, threshold) << 48)
  );
}

/** source: rows x columns bytes -> destination: packed rows. */
export function packThreshold(
  source: usize,
  rows: usize,
  columns: usize,
  threshold: i32,
  destination: usize,
  stride: usize,
): void {
  const level = i8x16.splat(<i8>threshold);
  const whole = columns >> 6;
  const rest = columns & 63;
  for (let row: usize = 0; row < rows; row++) {
    let to = destination + row * stride;
    const end = to + stride;
    let from = source + row * columns;
    for (let word: usize = 0; word < whole; word++) {
      store<u64>(to, above64(from, level));
      from += 64;
      to += 8;
    }
    if (rest > 0) {
      store<u64>(to, above64(from, level) & low(rest));
      to += 8;
    }
    if (to < end) store<u64>(to, 0);
  }
}

// @ts-ignore: decorator
@inline
function atLeastZero8(source: usize): v128 {
  const zero = f32x4.splat(0);
  return i16x8.narrow_i32x4_s(
    f32x4.ge(v128.load(source), zero),
    f32x4.ge(v128.load(source, 16), zero),
  );
}

// @ts-ignore: decorator
@inline
function atLeastZero16(source: usize): u64 {
  return <u64>(
    i8x16.bitmask(i8x16.narrow_i16x8_s(atLeastZero8(source), atLeastZero8(source + 32)))
  );
}

// @ts-ignore: decorator
@inline
function atLeastZero64(source: usize): u64 {
  return (
    atLeastZero16(source) |
    (atLeastZero16(source + 64) << 16) |
    (atLeastZero16(source + 128) << 32) |
    (atLeastZero16(source + 192) << 48)
  );
}

/** source: rows x columns floats -> destination: packed rows, 1 where the float is >= 0. */
export function packSigns(
  source: usize,
  rows: usize,
  columns: usize,
  destination: usize,
  stride: usize,
): void {
  const whole = columns >> 6;
  const rest = columns & 63;
  for (let row: usize = 0; row < rows; row++) {
    let to = destination + row * stride;
    const end = to + stride;
    let from = source + row * columns * 4;
    for (let word: usize = 0; word < whole; word++) {
      store<u64>(to, atLeastZero64(from));
      from += 256;
      to += 8;
    }
    if (rest > 0) {
      store<u64>(to, atLeastZero64(from) & low(rest));
      to += 8;
    }
    if (to < end) store<u64>(to, 0);
  }
}

/** Whether any of `count` floats is not a number. */
export function holdsNaN(source: usize, count: usize): bool {
  let found = i32x4.splat(0);
  const vectors = count >> 2;
  for (let index: usize = 0; index < vectors; index++) {
    const four = v128.load(source + (index << 4));
    found = v128.or(found, f32x4.ne(four, four));
  }
  for (let index = vectors << 2; index < count; index++) {
    const one = load<f32>(source + (index << 2));
    if (one != one) return true;
  }
  return v128.any_true(found);
}

// @ts-ignore: decorator
@inline
function spread(pair: v128, zero: v128, change: v128): v128 {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const set = i8x16.eq(v128.and(pair, bits), bits);
  return v128.xor(zero, v128.and(set, change));
}

/** source: packed rows -> destination: rows x columns bytes, `one` for 1 and `zero` for 0. */
export function unpack(
  source: usize,
  rows: usize,
  columns: usize,
  stride: usize,
  zeroByte: i32,
  oneByte: i32,
  destination: usize,
): void {
  const zero = i8x16.splat(<i8>zeroByte);
  const change = i8x16.splat(<i8>(zeroByte ^ oneByte));
  for (let row: usize = 0; row < rows; row++) {
    let from = source + row * stride;
    const end = from + stride;
    let to = destination + row * columns;
    while (from < end) {
      const x = v128.load(from);
      // prettier-ignore
      {
        v128.store(to, spread(v128.shuffle<u8>(x, x, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), zero, change));
        v128.store(to, spread(v128.shuffle<u8>(x, x, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), zero, change), 16);
        v128.store(to, spread(v128.shuffle<u8>(x, x, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5), zero, change), 32);
        v128.store(to, spread(v128.shuffle<u8>(x, x, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7), zero, change), 48);
        v128.store(to, spread(v128.shuffle<u8>(x, x, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9), zero, change), 64);
        v128.store(to, spread(v128.shuffle<u8>(x, x, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11), zero, change), 80);
        v128.store(to, spread(v128.shuffle<u8>(x, x, 12, 12, 12, 12, 12, 12, 12, 12, 13, 13, 13, 13, 13, 13, 13, 13), zero, change), 96);
        v128.store(to, spread(v128.shuffle<u8>(x, x, 14, 14, 14, 14, 14, 14, 14, 14, 15, 15, 15, 15, 15, 15, 15, 15), zero, change), 112);
      }
      from += 16;
      to += 128;
    }
  }
}
