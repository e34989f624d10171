/**
 * Weighted sums of shifted copies of one string of 32-bit floats, and the products of two strings at
 * many shifts: a correlation and its gradient, for pictures that lie behind one another in one string.
 *
 * Every sum has a fixed order, so that each variant gives the same bits.
 */

/** Floats whose products are added in 32 bits before they join the sum of 64. */
const BLOCK: i32 = 512;

/**
 * destination[i] = (destination[i] or 0) + sum over k of weights[k] * source[i + shifts[k]], in rising
 * order of k; `floats` is a multiple of 16, shifts are in bytes.
 */
export function correlate(
  source: usize,
  destination: usize,
  floats: i32,
  weights: usize,
  shifts: usize,
  count: i32,
  add: bool,
): void {
  const bytes = (<usize>floats) << 2;
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < bytes; at += 64) {
    const to = destination + at;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    if (add) {
      a = v128.load(to);
      b = v128.load(to, 16);
      c = v128.load(to, 32);
      d = v128.load(to, 48);
    }
    for (let k: usize = 0; k < end; k += 4) {
      const weight = v128.load32_splat(weights + k);
      const from = source + at + <usize>load<i32>(shifts + k);
      a = f32x4.add(a, f32x4.mul(weight, v128.load(from)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(from, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(from, 32)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(from, 48)));
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

// @ts-ignore: decorator
@inline
function addLanes(sum: v128, to: usize): void {
  const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  const high = f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
  store<f64>(to, load<f64>(to) + <f64>(low + high));
}

/**
 * sums[k] += sum over i of fixed[i] * moved[i + shifts[k]]; `floats` is a multiple of 16, `count` of 4,
 * shifts are in bytes, sums are 64-bit floats.
 */
export function products(
  fixed: usize,
  moved: usize,
  floats: i32,
  shifts: usize,
  count: i32,
  sums: usize,
): void {
  for (let start = 0; start < floats; start += BLOCK) {
    const from = (<usize>start) << 2;
    const end = (<usize>min(floats, start + BLOCK)) << 2;
    for (let k = 0; k < count; k += 4) {
      const entry = shifts + ((<usize>k) << 2);
      const first = moved + <usize>load<i32>(entry);
      const second = moved + <usize>load<i32>(entry, 4);
      const third = moved + <usize>load<i32>(entry, 8);
      const fourth = moved + <usize>load<i32>(entry, 12);
      let a = f32x4.splat(0);
      let b = f32x4.splat(0);
      let c = f32x4.splat(0);
      let d = f32x4.splat(0);
      for (let at = from; at < end; at += 16) {
        const value = v128.load(fixed + at);
        a = f32x4.add(a, f32x4.mul(value, v128.load(first + at)));
        b = f32x4.add(b, f32x4.mul(value, v128.load(second + at)));
        c = f32x4.add(c, f32x4.mul(value, v128.load(third + at)));
        d = f32x4.add(d, f32x4.mul(value, v128.load(fourth + at)));
      }
      const to = sums + ((<usize>k) << 3);
      addLanes(a, to);
      addLanes(b, to + 8);
      addLanes(c, to + 16);
      addLanes(d, to + 24);
    }
  }
}

/** log2 e, and ln 2 in two parts: the first has zeros at its end, so that multiples of it are exact. */
const LOG2E: f32 = 1.44269504;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
/** Beyond it the logistic function is 0 or 1 to the last bit that counts. */
const FARTHEST: f32 = 40;

/**
 * destination[i] = 1 / (1 + exp(-scale * (source[i] - bias))); `floats` is a multiple of 16. e^r by its
 * Taylor polynomial of degree 6 after taking the powers of two out; values under 4e-18 stay there.
 */
export function logistic(
  source: usize,
  destination: usize,
  floats: i32,
  bias: f32,
  scale: f32,
): void {
  const bytes = (<usize>floats) << 2;
  const shift = f32x4.splat(bias);
  const factor = f32x4.splat(scale);
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < bytes; at += 16) {
    const z = f32x4.mul(factor, f32x4.sub(v128.load(source + at), shift));
    const x = f32x4.neg(f32x4.min(f32x4.abs(z), f32x4.splat(FARTHEST)));
    const power = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2E)));
    let r = f32x4.sub(x, f32x4.mul(power, f32x4.splat(LN2_HIGH)));
    r = f32x4.sub(r, f32x4.mul(power, f32x4.splat(LN2_LOW)));
    let e = f32x4.splat(<f32>(1.0 / 720));
    e = f32x4.add(f32x4.mul(e, r), f32x4.splat(<f32>(1.0 / 120)));
    e = f32x4.add(f32x4.mul(e, r), f32x4.splat(<f32>(1.0 / 24)));
    e = f32x4.add(f32x4.mul(e, r), f32x4.splat(<f32>(1.0 / 6)));
    e = f32x4.add(f32x4.mul(e, r), f32x4.splat(0.5));
    e = f32x4.add(f32x4.mul(e, r), one);
    e = f32x4.add(f32x4.mul(e, r), one);
    const whole = i32x4.trunc_sat_f32x4_s(power);
    e = f32x4.mul(e, i32x4.shl(i32x4.add(whole, i32x4.splat(127)), 23));
    const upper = f32x4.div(one, f32x4.add(one, e));
    const lower = f32x4.mul(e, upper);
    const negative = f32x4.lt(z, f32x4.splat(0));
    v128.store(destination + at, v128.bitselect(lower, upper, negative));
  }
}
