/** Bit transpose and sign packing. */

/** The bytes at `from`, `from + stride`, ... of `count` <= 16 rows; the missing ones are 0. */
function gatherBytes(from: usize, stride: usize, count: i32, scratch: usize): v128 {
  v128.store(scratch, i64x2.splat(0));
  for (let row = 0; row < count; row++) {
    store<u8>(scratch + <usize>row, load<u8>(from));
    from += stride;
  }
  return v128.load(scratch);
}

/**
 * Writes the transpose of `rows` x `columns` bits. Sixteen rows of one byte column make a vector;
 * its top bits are then sixteen successive bits of one output row.
 */
export function transposeBits(
  from: usize,
  fromStride: usize,
  rows: i32,
  columns: i32,
  to: usize,
  toStride: usize,
  scratch: usize,
): void {
  for (let row = 0; row < rows; row += 16) {
    const count = min(16, rows - row);
    for (let column = 0; column < columns; column += 8) {
      let bytes = gatherBytes(
        from + <usize>row * fromStride + ((<usize>column) >> 3),
        fromStride,
        count,
        scratch,
      );
      const width = min(8, columns - column);
      let target = to + <usize>(column + 7) * toStride + ((<usize>row) >> 3);
      for (let bit = 7; bit >= 0; bit--) {
        if (bit < width) store<u16>(target, <u16>i8x16.bitmask(bytes));
        bytes = i8x16.add(bytes, bytes);
        target -= toStride;
      }
    }
  }
}

/**
 * Packs the signs of values + shift (one shift a column): bit 1 where the sum is at least 0.
 * Returns whether every sum was a number.
 */
export function signBits(
  values: usize,
  shift: usize,
  rows: i32,
  columns: i32,
  to: usize,
  toStride: usize,
): bool {
  const zero = f32x4.splat(0);
  let strange = i32x4.splat(0);
  let strangeTail = false;
  const whole = columns & ~15;
  for (let row = 0; row < rows; row++) {
    memory.fill(to, 0, toStride);
    for (let column = 0; column < whole; column += 16) {
      const at = values + ((<usize>column) << 2);
      const by = shift + ((<usize>column) << 2);
      const v0 = f32x4.add(v128.load(at), v128.load(by));
      const v1 = f32x4.add(v128.load(at, 16), v128.load(by, 16));
      const v2 = f32x4.add(v128.load(at, 32), v128.load(by, 32));
      const v3 = f32x4.add(v128.load(at, 48), v128.load(by, 48));
      const low = i16x8.narrow_i32x4_s(f32x4.ge(v0, zero), f32x4.ge(v1, zero));
      const high = i16x8.narrow_i32x4_s(f32x4.ge(v2, zero), f32x4.ge(v3, zero));
      store<u16>(to + ((<usize>column) >> 3), <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
      const odd = v128.or(f32x4.ne(v0, v0), f32x4.ne(v1, v1));
      strange = v128.or(strange, v128.or(odd, v128.or(f32x4.ne(v2, v2), f32x4.ne(v3, v3))));
    }
    let tail: u32 = 0;
    for (let column = whole; column < columns; column++) {
      const at = (<usize>column) << 2;
      const value = load<f32>(values + at) + load<f32>(shift + at);
      if (value >= 0) tail |= 1 << (column - whole);
      if (value != value) strangeTail = true;
    }
    if (whole < columns) store<u16>(to + ((<usize>whole) >> 3), <u16>tail);
    values += (<usize>columns) << 2;
    to += toStride;
  }
  return !v128.any_true(strange) && !strangeTail;
}
