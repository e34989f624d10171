/**
 * Logic on whole vectors: `bytes` is a multiple of 16, the destination may be one of the sources.
 * Padding bits are 0 in the sources and stay 0.
 */

export function and(a: usize, b: usize, destination: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(destination + at, v128.and(v128.load(a + at), v128.load(b + at)));
  }
}

export function or(a: usize, b: usize, destination: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(destination + at, v128.or(v128.load(a + at), v128.load(b + at)));
  }
}

export function xor(a: usize, b: usize, destination: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(destination + at, v128.xor(v128.load(a + at), v128.load(b + at)));
  }
}

export function andNot(a: usize, b: usize, destination: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(destination + at, v128.andnot(v128.load(a + at), v128.load(b + at)));
  }
}

/** Rows of `stride` bytes of which `columns` bits count. */
export function complement(
  source: usize,
  destination: usize,
  rows: usize,
  columns: usize,
  stride: usize,
): void {
  // The last vector of a row keeps (columns - 1) % 128 + 1 bits.
  const kept = ((columns - 1) & 127) + 1;
  const ones: u64 = ~(<u64>0);
  const lowHalf = kept >= 64 ? ones : ones >> (<u64>(64 - kept));
  const highHalf = kept <= 64 ? 0 : ones >> (<u64>(128 - kept));
  const mask = i64x2.replace_lane(i64x2.splat(<i64>lowHalf), 1, <i64>highHalf);
  for (let row: usize = 0; row < rows; row++) {
    const from = source + row * stride;
    const to = destination + row * stride;
    const last = stride - 16;
    for (let at: usize = 0; at < last; at += 16) {
      v128.store(to + at, v128.not(v128.load(from + at)));
    }
    v128.store(to + last, v128.andnot(mask, v128.load(from + last)));
  }
}

/** How many bits are 1. Scalar: one popcnt for 64 bits beats six vector operations for 128. */
export function popcount(source: usize, bytes: usize): f64 {
  let first: u64 = 0;
  let second: u64 = 0;
  for (let at: usize = 0; at < bytes; at += 16) {
    first += popcnt(load<u64>(source + at));
    second += popcnt(load<u64>(source + at, 8));
  }
  return <f64>(first + second);
}

export function equal(a: usize, b: usize, bytes: usize): bool {
  for (let at: usize = 0; at < bytes; at += 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  }
  return true;
}
