// Products of 8-bit integers: the layers that meet pixels at one end and scores at the other.
//
// sums  rows x 16 i32, dense: one tile of 16 columns

/** Widens rows of k bytes to rows of kPadded i16 with zeros behind; unsigned bytes. */
export function widenUnsigned(source: usize, rows: i32, k: i32, kPadded: i32, to: usize): void {
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (; at + 8 <= k; at += 8) {
      v128.store(to + (<usize>at << 1), v128.load8x8_u(source + <usize>at));
    }
    for (; at < k; at++) store<i16>(to + (<usize>at << 1), <i16>load<u8>(source + <usize>at));
    for (; at < kPadded; at++) store<i16>(to + (<usize>at << 1), 0);
    source += <usize>k;
    to += <usize>kPadded << 1;
  }
}

/** Widens rows of k bytes to rows of kPadded i16 with zeros behind; signed bytes. */
export function widenSigned(source: usize, rows: i32, k: i32, kPadded: i32, to: usize): void {
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (; at + 8 <= k; at += 8) {
      v128.store(to + (<usize>at << 1), v128.load8x8_s(source + <usize>at));
    }
    for (; at < k; at++) store<i16>(to + (<usize>at << 1), <i16>load<i8>(source + <usize>at));
    for (; at < kPadded; at++) store<i16>(to + (<usize>at << 1), 0);
    source += <usize>k;
    to += <usize>kPadded << 1;
  }
}

/** out = sum, i32; `columns` of the 16. */
export function placeSums(sums: usize, rows: i32, columns: i32, out: usize, outStride: usize): void {
  for (let row = 0; row < rows; row++) {
    memory.copy(out, sums, <usize>columns << 2);
    sums += 64;
    out += outStride;
  }
}

/** out = sum * scale[column] + shift[column], rounded after each operation, f32. */
export function scaleSums(
  sums: usize, rows: i32, columns: i32, out: usize, outStride: usize, scale: usize, shift: usize,
): void {
  const whole = <usize>(columns & ~3) << 2;
  const end = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < whole; at += 16) {
      const sum = f32x4.convert_i32x4_s(v128.load(sums + at));
      v128.store(out + at, f32x4.add(f32x4.mul(sum, v128.load(scale + at)), v128.load(shift + at)));
    }
    for (let at = whole; at < end; at += 4) {
      store<f32>(out + at, <f32>load<i32>(sums + at) * load<f32>(scale + at) + load<f32>(shift + at));
    }
    sums += 64;
    out += outStride;
  }
}

/** One mask a lane: sum >= bound, for four columns. */
// @ts-ignore: decorator
@inline
function reaches(sums: usize, bounds: usize): v128 {
  return i32x4.ge_s(v128.load(sums), v128.load(bounds));
}

/**
 * out bit = (sum >= bounds[column]) xor flip, 16 bits at a time; bits past `columns` are zero.
 * bounds holds 16 i32; flips holds the 16 flips as bits.
 */
export function decideSums(
  sums: usize, rows: i32, columns: i32, out: usize, outStride: usize, bounds: usize, flips: i32,
): void {
  const kept = columns < 16 ? (1 << columns) - 1 : 0xffff;
  for (let row = 0; row < rows; row++) {
    const low = i16x8.narrow_i32x4_s(reaches(sums, bounds), reaches(sums + 16, bounds + 16));
    const high = i16x8.narrow_i32x4_s(reaches(sums + 32, bounds + 32), reaches(sums + 48, bounds + 48));
    const bits = i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
    store<u16>(out, <u16>((bits ^ flips) & kept));
    sums += 64;
    out += outStride;
  }
}
