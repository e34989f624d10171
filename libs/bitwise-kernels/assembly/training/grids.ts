/**
 * Moves rows of floats or bits between two pictures along a grid: `outer` lines of `inner` points,
 * with the strides of either side in bytes. Pooling, repeating channels, taking patches and putting
 * their gradients back are all made of these.
 */

/** to += factor * from, `columns` floats a point. */
export function addGrid(
  from: usize,
  fromOuter: usize,
  fromInner: usize,
  to: usize,
  toOuter: usize,
  toInner: usize,
  outer: i32,
  inner: i32,
  columns: i32,
  factor: f32,
): void {
  const whole = (<usize>(columns & ~3)) << 2;
  const end = (<usize>columns) << 2;
  const four = f32x4.splat(factor);
  for (let line = 0; line < outer; line++) {
    let source = from;
    let target = to;
    for (let point = 0; point < inner; point++) {
      for (let at: usize = 0; at < whole; at += 16) {
        const sum = f32x4.add(v128.load(target + at), f32x4.mul(four, v128.load(source + at)));
        v128.store(target + at, sum);
      }
      for (let at = whole; at < end; at += 4) {
        const sum = load<f32>(target + at) + factor * load<f32>(source + at);
        store<f32>(target + at, sum);
      }
      source += fromInner;
      target += toInner;
    }
    from += fromOuter;
    to += toOuter;
  }
}

/**
 * Overwrites `columns` bits from bit `offset` of every target row with the first bits of the
 * source row. Reads and writes up to 8 bytes past the last bit it changes.
 */
export function copyBitGrid(
  from: usize,
  fromOuter: usize,
  fromInner: usize,
  to: usize,
  toOuter: usize,
  toInner: usize,
  outer: i32,
  inner: i32,
  columns: i32,
  offset: i32,
): void {
  for (let line = 0; line < outer; line++) {
    let source = from;
    let target = to;
    for (let point = 0; point < inner; point++) {
      for (let bit = 0; bit < columns; bit += 32) {
        const width = min(32, columns - bit);
        const mask: u64 = ((<u64>1) << width) - 1;
        const place = target + ((<usize>(offset + bit)) >> 3);
        const shift = <u64>((offset + bit) & 7);
        const bits = (<u64>load<u32>(source + ((<usize>bit) >> 3))) & mask;
        store<u64>(place, (load<u64>(place) & ~(mask << shift)) | (bits << shift));
      }
      source += fromInner;
      target += toInner;
    }
    from += fromOuter;
    to += toOuter;
  }
}
