/**
 * Adds rows of floats of one matrix to rows of another along a grid: `outer` lines of `inner`
 * points, with the strides of either side in bytes. Pooling, repeating channels, taking patches and
 * putting their gradients back are all made of this.
 *
 * to += factor * from, `columns` floats a point.
 */
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
