/**
 * Moves rows of packed bits between two matrices along a grid: `outer` lines of `inner` points,
 * with the strides of either side in bytes.
 */

/**
 * Overwrites `columns` bits from bit `offset` of every target row with the first bits of the
 * source row.
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
  const wholeBytes = ((columns | offset) & 7) == 0;
  if (wholeBytes && columns == 64) {
    to += (<usize>offset) >> 3;
    for (let line = 0; line < outer; line++) {
      let source = from;
      let target = to;
      for (let point = 0; point < inner; point++) {
        store<u64>(target, load<u64>(source));
        source += fromInner;
        target += toInner;
      }
      from += fromOuter;
      to += toOuter;
    }
    return;
  }
  for (let line = 0; line < outer; line++) {
    let source = from;
    let target = to;
    for (let point = 0; point < inner; point++) {
      if (wholeBytes) copyBytes(source, target + ((<usize>offset) >> 3), columns >> 3);
      else copyBits(source, target, columns, offset);
      source += fromInner;
      target += toInner;
    }
    from += fromOuter;
    to += toOuter;
  }
}

/** Bytes of one record of a plan of copies: nine words. */
const RECORD: usize = 36;

/**
 * Carries out a plan of copies: grids of points from `x` to `patches`.
 *
 * plan     records of nine words: byte offset in x, its strides from line to line and from point to
 *          point, the same three in the patches, lines, points a line, and bits << 8 | bit offset
 *          in the first byte of a target point
 */
export function copyPlanned(plan: usize, records: i32, x: usize, patches: usize): void {
  for (; records > 0; records--) {
    const bits = load<u32>(plan, 32);
    copyBitGrid(
      x + <usize>load<u32>(plan),
      <usize>load<u32>(plan, 4),
      <usize>load<u32>(plan, 8),
      patches + <usize>load<u32>(plan, 12),
      <usize>load<u32>(plan, 16),
      <usize>load<u32>(plan, 20),
      load<i32>(plan, 24),
      load<i32>(plan, 28),
      <i32>(bits >> 8),
      <i32>(bits & 0xff),
    );
    plan += RECORD;
  }
}

/** Fills rows of `stride` bytes with zeros, or with `columns` ones and zeros behind them. */
export function fillRows(to: usize, rows: i32, stride: i32, columns: i32, ones: bool): void {
  memory.fill(to, 0, <usize>rows * <usize>stride);
  if (!ones) return;
  const last: u32 = (1 << (columns & 7)) - 1;
  for (let row = 0; row < rows; row++) {
    memory.fill(to, 0xff, <usize>(columns >> 3));
    if (last != 0) store<u8>(to + ((<usize>columns) >> 3), <u8>last);
    to += <usize>stride;
  }
}

function copyBytes(from: usize, to: usize, count: i32): void {
  for (; count >= 8; count -= 8) {
    store<u64>(to, load<u64>(from));
    from += 8;
    to += 8;
  }
  if (count & 4) {
    store<u32>(to, load<u32>(from));
    from += 4;
    to += 4;
  }
  if (count & 2) {
    store<u16>(to, load<u16>(from));
    from += 2;
    to += 2;
  }
  if (count & 1) store<u8>(to, load<u8>(from));
}

/** Eight bits at a time into one or two bytes, and never a byte beyond the last bit. */
function copyBits(from: usize, to: usize, columns: i32, offset: i32): void {
  for (let bit = 0; bit < columns; bit += 8) {
    const place = to + ((<usize>(offset + bit)) >> 3);
    const shift = (offset + bit) & 7;
    const width = min(8, columns - bit);
    const mask: u32 = ((1 << width) - 1) << shift;
    const bits = ((<u32>load<u8>(from + ((<usize>bit) >> 3))) << shift) & mask;
    store<u8>(place, (load<u8>(place) & ~mask) | bits);
    if (shift + width > 8) {
      store<u8>(place, (load<u8>(place, 1) & ~(mask >> 8)) | (bits >> 8), 1);
    }
  }
}

/** to |= from where `either`, to &= from otherwise; `vectors` times 16 bytes a point. */
export function combineBitGrid(
  from: usize,
  fromOuter: usize,
  fromInner: usize,
  to: usize,
  toOuter: usize,
  toInner: usize,
  outer: i32,
  inner: i32,
  vectors: i32,
  either: bool,
): void {
  const bytes = (<usize>vectors) << 4;
  for (let line = 0; line < outer; line++) {
    let source = from;
    let target = to;
    for (let point = 0; point < inner; point++) {
      for (let at: usize = 0; at < bytes; at += 16) {
        const old = v128.load(target + at);
        const bits = v128.load(source + at);
        v128.store(target + at, either ? v128.or(old, bits) : v128.and(old, bits));
      }
      source += fromInner;
      target += toInner;
    }
    from += fromOuter;
    to += toOuter;
  }
}
