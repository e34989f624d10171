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
function above16(bytes: v128, level: v128): u64 {
  // Turning the top bit makes a signed comparison, one instruction, of the unsigned one.
  const turned = v128.xor(bytes, i8x16.splat(-128));
  return <u64>i8x16.bitmask(i8x16.gt_s(turned, level));
}

/** 64 bytes -> 64 bits: 1 where the byte is above the threshold, given with its top bit turned. */
// @ts-ignore: decorator
@inline
function above64(source: usize, level: v128): u64 {
  return (
    above16(v128.load(source, 0), level) |
    (above16(v128.load(source, 16), level) << 16) |
    (above16(v128.load(source, 32), level) << 32) |
    (above16(v128.load(source, 48), level) << 48)
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
  const level = i8x16.splat(<i8>(threshold ^ 128));
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

/** A byte of bits eight times, twice -> 255 where the bit of the lane's place is 1, 0 elsewhere. */
// @ts-ignore: decorator
@inline
function spread(copies: v128): v128 {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  return i8x16.eq(v128.and(copies, bits), bits);
}

/** 128 bits -> 128 bytes of 0 and 255. */
// prettier-ignore
// @ts-ignore: decorator
@inline
function spread128(x: v128, to: usize): void {
  v128.store(to, spread(v128.shuffle<u8>(x, x, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)), 0);
  v128.store(to, spread(v128.shuffle<u8>(x, x, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3)), 16);
  v128.store(to, spread(v128.shuffle<u8>(x, x, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5)), 32);
  v128.store(to, spread(v128.shuffle<u8>(x, x, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7)), 48);
  v128.store(to, spread(v128.shuffle<u8>(x, x, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9)), 64);
  v128.store(to, spread(v128.shuffle<u8>(x, x, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11)), 80);
  v128.store(to, spread(v128.shuffle<u8>(x, x, 12, 12, 12, 12, 12, 12, 12, 12, 13, 13, 13, 13, 13, 13, 13, 13)), 96);
  v128.store(to, spread(v128.shuffle<u8>(x, x, 14, 14, 14, 14, 14, 14, 14, 14, 15, 15, 15, 15, 15, 15, 15, 15)), 112);
}

/** 128 bits -> 128 bytes of zero and zero ^ change. */
// prettier-ignore
// @ts-ignore: decorator
@inline
function choose128(x: v128, to: usize, zero: v128, change: v128): void {
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)), change)), 0);
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3)), change)), 16);
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5)), change)), 32);
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7)), change)), 48);
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9)), change)), 64);
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11)), change)), 80);
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 12, 12, 12, 12, 12, 12, 12, 12, 13, 13, 13, 13, 13, 13, 13, 13)), change)), 96);
  v128.store(to, v128.xor(zero, v128.and(spread(v128.shuffle<u8>(x, x, 14, 14, 14, 14, 14, 14, 14, 14, 15, 15, 15, 15, 15, 15, 15, 15)), change)), 112);
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
  const plain = zeroByte == 0 && oneByte == 255;
  for (let row: usize = 0; row < rows; row++) {
    let from = source + row * stride;
    const end = from + stride;
    let to = destination + row * columns;
    if (plain) {
      for (; from < end; from += 16) {
        spread128(v128.load(from), to);
        to += 128;
      }
    } else {
      for (; from < end; from += 16) {
        choose128(v128.load(from), to, zero, change);
        to += 128;
      }
    }
  }
}
