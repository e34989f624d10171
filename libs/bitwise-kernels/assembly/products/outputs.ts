// From counts of disagreements to outputs: dot = K - 2 * count, then the output's own form.
//
// counts  rows x columns u16, countStride bytes from row to row
// out     outStride bytes from row to row

/**
 * Turns a tile that counts row n of B against lanes of A, `rows` x lanes, into lanes x rows.
 * Only the first `used` lanes are written; the stride of the destination is in bytes.
 */
export function transposeCounts(
  counts: usize, rows: i32, lanes: i32, used: i32, destination: usize, stride: usize,
): void {
  const from = <usize>lanes << 1;
  const whole = rows & ~7;
  for (let lane = 0; lane < used; lane += 8) {
    const kept = min(8, used - lane);
    for (let row = 0; row < whole; row += 8) {
      let at = counts + <usize>row * from + (<usize>lane << 1);
      const r0 = v128.load(at);
      const r1 = v128.load((at += from));
      const r2 = v128.load((at += from));
      const r3 = v128.load((at += from));
      const r4 = v128.load((at += from));
      const r5 = v128.load((at += from));
      const r6 = v128.load((at += from));
      const r7 = v128.load((at += from));
      // Interleaving rows four apart three times turns an 8 x 8 block over.
      const s0 = v128.shuffle<u16>(r0, r4, 0, 8, 1, 9, 2, 10, 3, 11);
      const s1 = v128.shuffle<u16>(r0, r4, 4, 12, 5, 13, 6, 14, 7, 15);
      const s2 = v128.shuffle<u16>(r1, r5, 0, 8, 1, 9, 2, 10, 3, 11);
      const s3 = v128.shuffle<u16>(r1, r5, 4, 12, 5, 13, 6, 14, 7, 15);
      const s4 = v128.shuffle<u16>(r2, r6, 0, 8, 1, 9, 2, 10, 3, 11);
      const s5 = v128.shuffle<u16>(r2, r6, 4, 12, 5, 13, 6, 14, 7, 15);
      const s6 = v128.shuffle<u16>(r3, r7, 0, 8, 1, 9, 2, 10, 3, 11);
      const s7 = v128.shuffle<u16>(r3, r7, 4, 12, 5, 13, 6, 14, 7, 15);
      const t0 = v128.shuffle<u16>(s0, s4, 0, 8, 1, 9, 2, 10, 3, 11);
      const t1 = v128.shuffle<u16>(s0, s4, 4, 12, 5, 13, 6, 14, 7, 15);
      const t2 = v128.shuffle<u16>(s1, s5, 0, 8, 1, 9, 2, 10, 3, 11);
      const t3 = v128.shuffle<u16>(s1, s5, 4, 12, 5, 13, 6, 14, 7, 15);
      const t4 = v128.shuffle<u16>(s2, s6, 0, 8, 1, 9, 2, 10, 3, 11);
      const t5 = v128.shuffle<u16>(s2, s6, 4, 12, 5, 13, 6, 14, 7, 15);
      const t6 = v128.shuffle<u16>(s3, s7, 0, 8, 1, 9, 2, 10, 3, 11);
      const t7 = v128.shuffle<u16>(s3, s7, 4, 12, 5, 13, 6, 14, 7, 15);
      let to = destination + <usize>lane * stride + (<usize>row << 1);
      v128.store(to, v128.shuffle<u16>(t0, t4, 0, 8, 1, 9, 2, 10, 3, 11));
      if (kept > 1) v128.store((to += stride), v128.shuffle<u16>(t0, t4, 4, 12, 5, 13, 6, 14, 7, 15));
      if (kept > 2) v128.store((to += stride), v128.shuffle<u16>(t1, t5, 0, 8, 1, 9, 2, 10, 3, 11));
      if (kept > 3) v128.store((to += stride), v128.shuffle<u16>(t1, t5, 4, 12, 5, 13, 6, 14, 7, 15));
      if (kept > 4) v128.store((to += stride), v128.shuffle<u16>(t2, t6, 0, 8, 1, 9, 2, 10, 3, 11));
      if (kept > 5) v128.store((to += stride), v128.shuffle<u16>(t2, t6, 4, 12, 5, 13, 6, 14, 7, 15));
      if (kept > 6) v128.store((to += stride), v128.shuffle<u16>(t3, t7, 0, 8, 1, 9, 2, 10, 3, 11));
      if (kept > 7) v128.store((to += stride), v128.shuffle<u16>(t3, t7, 4, 12, 5, 13, 6, 14, 7, 15));
    }
    for (let row = whole; row < rows; row++) {
      for (let l = lane; l < lane + kept; l++) {
        store<u16>(
          destination + <usize>l * stride + (<usize>row << 1),
          load<u16>(counts + <usize>row * from + (<usize>l << 1)),
        );
      }
    }
  }
}

/** out = K - 2 * count, i32. */
export function emitInt32(
  counts: usize, countStride: usize, rows: i32, columns: i32, k: i32, out: usize, outStride: usize,
): void {
  const whole = columns & ~7;
  const all = i32x4.splat(k);
  for (let row = 0; row < rows; row++) {
    let from = counts;
    let to = out;
    for (let column = 0; column < whole; column += 8) {
      const c = v128.load(from);
      v128.store(to, i32x4.sub(all, i32x4.shl(i32x4.extend_low_i16x8_u(c), 1)));
      v128.store(to, i32x4.sub(all, i32x4.shl(i32x4.extend_high_i16x8_u(c), 1)), 16);
      from += 16;
      to += 32;
    }
    for (let column = whole; column < columns; column++) {
      store<i32>(to, k - ((<i32>load<u16>(from)) << 1));
      from += 2;
      to += 4;
    }
    counts += countStride;
    out += outStride;
  }
}

/** out = K - 2 * count, i16; exact because K is at most 32767. */
export function emitInt16(
  counts: usize, countStride: usize, rows: i32, columns: i32, k: i32, out: usize, outStride: usize,
): void {
  const whole = columns & ~7;
  const all = i16x8.splat(<i16>k);
  for (let row = 0; row < rows; row++) {
    let from = counts;
    let to = out;
    for (let column = 0; column < whole; column += 8) {
      v128.store(to, i16x8.sub(all, i16x8.shl(v128.load(from), 1)));
      from += 16;
      to += 16;
    }
    for (let column = whole; column < columns; column++) {
      store<i16>(to, <i16>(k - ((<i32>load<u16>(from)) << 1)));
      from += 2;
      to += 2;
    }
    counts += countStride;
    out += outStride;
  }
}

/** out = (K - 2 * count) * scale[column] + shift[column], rounded after each operation, f32. */
export function emitFloat(
  counts: usize, countStride: usize, rows: i32, columns: i32, k: i32, out: usize, outStride: usize, scale: usize, shift: usize,
): void {
  const whole = columns & ~7;
  const all = i32x4.splat(k);
  for (let row = 0; row < rows; row++) {
    let from = counts;
    let to = out;
    let at: usize = 0;
    for (let column = 0; column < whole; column += 8) {
      const c = v128.load(from);
      const low = f32x4.convert_i32x4_s(i32x4.sub(all, i32x4.shl(i32x4.extend_low_i16x8_u(c), 1)));
      const high = f32x4.convert_i32x4_s(i32x4.sub(all, i32x4.shl(i32x4.extend_high_i16x8_u(c), 1)));
      v128.store(to, f32x4.add(f32x4.mul(low, v128.load(scale + at)), v128.load(shift + at)));
      v128.store(to, f32x4.add(f32x4.mul(high, v128.load(scale + at, 16)), v128.load(shift + at, 16)), 16);
      from += 16;
      to += 32;
      at += 32;
    }
    for (let column = whole; column < columns; column++) {
      const dot = <f32>(k - ((<i32>load<u16>(from)) << 1));
      store<f32>(to, dot * load<f32>(scale + at) + load<f32>(shift + at));
      from += 2;
      to += 4;
      at += 4;
    }
    counts += countStride;
    out += outStride;
  }
}

/** One bit a lane: (count < bound) xor flip, for 8 columns. */
// @ts-ignore: decorator
@inline
function below(counts: usize, bounds: usize, flips: usize): v128 {
  return v128.xor(i16x8.lt_u(v128.load(counts), v128.load(bounds)), v128.load(flips));
}

/**
 * out bit = (count < bounds[column]) xor flips[column]; flips are 0 or 65535.
 *
 * The first column is bit 0 of `out`, and 16 columns are written at a time. bounds and flips go on
 * with zeros to a multiple of 16: no count is below 0, so the bits after the last column are zero.
 */
export function emitBits(
  counts: usize, countStride: usize, rows: i32, columns: i32, out: usize, outStride: usize, bounds: usize, flips: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let from = counts;
    let to = out;
    let at: usize = 0;
    for (let left = columns; left > 0; left -= 16) {
      const low = below(from, bounds + at, flips + at);
      const high = below(from + 16, bounds + at + 16, flips + at + 16);
      store<u16>(to, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
      from += 32;
      at += 32;
      to += 2;
    }
    counts += countStride;
    out += outStride;
  }
}

/**
 * The same decisions on a tile that stands turned: `columns` x `lanes` u16, one lane a row of the
 * result, of which the first `rows` are used. Bits are gathered without turning the counts over:
 * eight columns make one byte of every lane, 32 columns one word.
 *
 * out goes on in words of 32 columns; bounds and flips go on with zeros to a multiple of 32.
 */
export function emitBitsTurned(
  counts: usize, lanes: i32, rows: i32, columns: i32, out: usize, outStride: usize, bounds: usize, flips: usize,
): void {
  const stride = <usize>lanes << 1;
  for (let column = 0; column < columns; column += 32) {
    const turned = i32x4.splat(flipsOf(flips));
    for (let lane = 0; lane < rows; lane += 16) {
      const from = counts + (<usize>lane << 1);
      const a = byteOf(from, stride, bounds);
      const b = byteOf(from + stride * 8, stride, bounds + 16);
      const c = byteOf(from + stride * 16, stride, bounds + 32);
      const d = byteOf(from + stride * 24, stride, bounds + 48);
      const ab0 = v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const ab1 = v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const cd0 = v128.shuffle<u8>(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const cd1 = v128.shuffle<u8>(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const to = out + <usize>lane * outStride;
      const left = rows - lane;
      placeWords(v128.xor(v128.shuffle<u16>(ab0, cd0, 0, 8, 1, 9, 2, 10, 3, 11), turned), to, outStride, left);
      placeWords(v128.xor(v128.shuffle<u16>(ab0, cd0, 4, 12, 5, 13, 6, 14, 7, 15), turned), to + outStride * 4, outStride, left - 4);
      placeWords(v128.xor(v128.shuffle<u16>(ab1, cd1, 0, 8, 1, 9, 2, 10, 3, 11), turned), to + outStride * 8, outStride, left - 8);
      placeWords(v128.xor(v128.shuffle<u16>(ab1, cd1, 4, 12, 5, 13, 6, 14, 7, 15), turned), to + outStride * 12, outStride, left - 12);
    }
    counts += stride * 32;
    bounds += 64;
    flips += 64;
    out += 4;
  }
}

/** The flips of 32 columns as bits. */
// @ts-ignore: decorator
@inline
function flipsOf(flips: usize): i32 {
  const low = i8x16.bitmask(i8x16.narrow_i16x8_s(v128.load(flips), v128.load(flips, 16)));
  const high = i8x16.bitmask(i8x16.narrow_i16x8_s(v128.load(flips, 32), v128.load(flips, 48)));
  return low | (high << 16);
}

/** (count < bound) of eight columns for 16 lanes: bit c of a lane's byte is column c. */
function byteOf(counts: usize, stride: usize, bounds: usize): v128 {
  let byte = i8x16.splat(0);
  let bit = i8x16.splat(1);
  for (let column = 0; column < 8; column++) {
    const bound = v128.load16_splat(bounds);
    const low = i16x8.lt_u(v128.load(counts), bound);
    const high = i16x8.lt_u(v128.load(counts, 16), bound);
    byte = v128.or(byte, v128.and(i8x16.narrow_i16x8_s(low, high), bit));
    bit = i8x16.add(bit, bit);
    counts += stride;
    bounds += 2;
  }
  return byte;
}

/** Stores up to four words, one a row. */
// @ts-ignore: decorator
@inline
function placeWords(words: v128, to: usize, stride: usize, rows: i32): void {
  if (rows <= 0) return;
  store<i32>(to, i32x4.extract_lane(words, 0));
  if (rows > 1) store<i32>(to + stride, i32x4.extract_lane(words, 1));
  if (rows > 2) store<i32>(to + stride * 2, i32x4.extract_lane(words, 2));
  if (rows > 3) store<i32>(to + stride * 3, i32x4.extract_lane(words, 3));
}
