/**
 * Rank filters: a one where a window holds at least so many ones.
 *
 * Counts are bit-sliced: plane p of a count holds bit p of the count at 128 places at once. A full
 * adder of planes a, b with carry c is x = a ^ b, sum = x ^ c, carry' = x ? c : b.
 *
 * For every row the ones of the window's width are counted across (`across` planes a vector, kept for
 * the last `height` rows in `ring`), and added to the running count of the window (`whole` planes a
 * vector in `sums`); the row that leaves the window is subtracted.
 *
 * Bit order: bit x of a row is bit x % 128 of vector x / 128. `line` has room for a row and 32 bytes
 * on both sides, which hold what lies off the matrix.
 */

/** The plane of the places `shift` columns further on; -128 < shift < 128. */
// @ts-ignore: decorator
@inline
function shifted(at: usize, shift: i32): v128 {
  const from = at + <usize>(shift >> 3);
  const bits = shift & 7;
  const here = i64x2.shr_u(v128.load(from), bits);
  if (bits == 0) return here;
  return v128.or(here, i64x2.shl(v128.load(from + 8), 64 - bits));
}

/** Carry of a full adder whose half sum is known. */
// @ts-ignore: decorator
@inline
function carryOf(half: v128, b: v128, carry: v128): v128 {
  return v128.bitselect(carry, b, half);
}

/** Stores the count of three planes. */
// @ts-ignore: decorator
@inline
function storeThree(a: v128, b: v128, c: v128, to: usize, stride: usize): void {
  const half = v128.xor(a, b);
  v128.store(to, v128.xor(half, c));
  v128.store(to + stride, carryOf(half, b, c));
}

/** Counts 3 places across into 2 planes. */
function countThree(line: usize, to: usize, stride: usize, first: i32): void {
  for (let at: usize = 0; at < stride; at += 16) {
    const from = line + at;
    const b = shifted(from, first + 1);
    storeThree(shifted(from, first), b, shifted(from, first + 2), to + at, stride);
  }
}

/** The same of a place and its two neighbours, by constant shifts. */
function countNeighbours(line: usize, to: usize, stride: usize): void {
  for (let at: usize = 0; at < stride; at += 16) {
    const from = line + at;
    const here = v128.load(from);
    const west = v128.or(i64x2.shl(here, 1), i64x2.shr_u(v128.load(from - 8), 63));
    const east = v128.or(i64x2.shr_u(here, 1), i64x2.shl(v128.load(from + 8), 63));
    storeThree(west, here, east, to + at, stride);
  }
}

/** Counts 5 places across into 3 planes. */
function countFive(line: usize, to: usize, stride: usize, first: i32): void {
  for (let at: usize = 0; at < stride; at += 16) {
    const a = shifted(line + at, first);
    const b = shifted(line + at, first + 1);
    const c = shifted(line + at, first + 2);
    const d = shifted(line + at, first + 3);
    const e = shifted(line + at, first + 4);
    const firstHalf = v128.xor(a, b);
    const firstSum = v128.xor(firstHalf, c);
    const firstCarry = carryOf(firstHalf, b, c);
    const secondHalf = v128.xor(d, e);
    const secondCarry = carryOf(secondHalf, e, firstSum);
    v128.store(to + at, v128.xor(secondHalf, firstSum));
    v128.store(to + stride + at, v128.xor(firstCarry, secondCarry));
    v128.store(to + 2 * stride + at, v128.and(firstCarry, secondCarry));
  }
}

/** Counts `width` places across, one after the other. */
function countAcross(
  line: usize,
  to: usize,
  stride: usize,
  first: i32,
  width: i32,
  planes: u32,
): void {
  memory.fill(to, 0, <usize>planes * stride);
  for (let at: usize = 0; at < stride; at += 16) {
    for (let column: i32 = 0; column < width; column++) {
      let carry = shifted(line + at, first + column);
      let plane = to + at;
      while (v128.any_true(carry)) {
        const before = v128.load(plane);
        v128.store(plane, v128.xor(before, carry));
        carry = v128.and(before, carry);
        plane += stride;
      }
    }
  }
}

/** sums += row */
function add(sums: usize, row: usize, stride: usize, across: u32, whole: u32): void {
  for (let at: usize = 0; at < stride; at += 16) {
    let carry = i64x2.splat(0);
    let sum = sums + at;
    let from = row + at;
    let plane: u32 = 0;
    for (; plane < across; plane++, sum += stride, from += stride) {
      const a = v128.load(sum);
      const b = v128.load(from);
      const half = v128.xor(a, b);
      v128.store(sum, v128.xor(half, carry));
      carry = carryOf(half, b, carry);
    }
    for (; plane < whole; plane++, sum += stride) {
      const a = v128.load(sum);
      v128.store(sum, v128.xor(a, carry));
      carry = v128.and(a, carry);
    }
  }
}

/** sums -= row; the borrow is b where a and b differ, and goes on where they are equal. */
function subtract(sums: usize, row: usize, stride: usize, across: u32, whole: u32): void {
  for (let at: usize = 0; at < stride; at += 16) {
    let borrow = i64x2.splat(0);
    let sum = sums + at;
    let from = row + at;
    let plane: u32 = 0;
    for (; plane < across; plane++, sum += stride, from += stride) {
      const a = v128.load(sum);
      const b = v128.load(from);
      const half = v128.xor(a, b);
      v128.store(sum, v128.xor(half, borrow));
      borrow = v128.bitselect(b, borrow, half);
    }
    for (; plane < whole; plane++, sum += stride) {
      const a = v128.load(sum);
      v128.store(sum, v128.xor(a, borrow));
      borrow = v128.andnot(borrow, a);
    }
  }
}

/**
 * Where a count is at least `ones`: the carry out of count + (2^whole - ones), one operation a plane
 * since the addend is the same everywhere.
 */
function atLeast(sums: usize, to: usize, stride: usize, whole: u32, ones: u32): void {
  const addend = (<u64>1 << whole) - <u64>ones;
  for (let at: usize = 0; at < stride; at += 16) {
    let carry = i64x2.splat(0);
    let sum = sums + at;
    for (let plane: u32 = 0; plane < whole; plane++, sum += stride) {
      const a = v128.load(sum);
      carry = (addend >> plane) & 1 ? v128.or(a, carry) : v128.and(a, carry);
    }
    v128.store(to + at, carry);
  }
}

/**
 * Where three rows of counts across 3 places (2 planes each, one after the other) are at least 5 in
 * all. With S + 2X the lowest bits of the sum and Y, U the two carries into fours: both carries, or
 * one of them and anything below.
 */
function medianOfNine(counts: usize, to: usize, stride: usize): void {
  for (let at: usize = 0; at < stride; at += 16) {
    let from = counts + at;
    const ones0 = v128.load(from);
    const twos0 = v128.load((from += stride));
    const ones1 = v128.load((from += stride));
    const twos1 = v128.load((from += stride));
    const ones2 = v128.load((from += stride));
    const twos2 = v128.load(from + stride);
    const onesHalf = v128.xor(ones0, ones1);
    const sum = v128.xor(onesHalf, ones2);
    const carry = carryOf(onesHalf, ones1, ones2);
    const twosHalf = v128.xor(twos0, twos1);
    const twos = v128.xor(twosHalf, twos2);
    const fours = carryOf(twosHalf, twos1, twos2);
    const below = v128.or(sum, v128.xor(twos, carry));
    const moreFours = v128.and(twos, carry);
    const some = v128.or(fours, moreFours);
    const both = v128.and(fours, moreFours);
    v128.store(to + at, v128.or(both, v128.and(some, below)));
  }
}

/** The ones of the last vector of a row that lie within its columns. */
function lastMask(columns: u32): v128 {
  const kept = ((columns - 1) & 127) + 1;
  const ones = ~(<u64>0);
  const low = kept >= 64 ? ones : ones >> <u64>(64 - kept);
  const high = kept <= 64 ? 0 : ones >> <u64>(128 - kept);
  return i64x2.replace_lane(i64x2.splat(<i64>low), 1, <i64>high);
}

/** Sets a bit of `line`, whose first bit has the index 0, to that of a column; -1 stands for 0. */
// @ts-ignore: decorator
@inline
function copyBit(line: usize, index: i32, column: i32): void {
  const bit = column < 0 ? 0 : (<u32>load<u8>(line + <usize>(column >> 3)) >> (column & 7)) & 1;
  const at = line + <usize>(index >> 3);
  const kept = <u32>load<u8>(at) & ~(1 << (index & 7));
  store<u8>(at, kept | (bit << (index & 7)));
}

/**
 * destination = where the window holds at least `ones` ones. `across` and `whole` are the planes that
 * a count of `width` and of `width * height` needs; `sums` starts as zeros.
 *
 * `places` says what stands for rows and columns off the matrix, -1 for zeros: first the row of every
 * step, from `originY` above the matrix to `height - 1 - originY` below; then the columns 1 to
 * `originX` to the left, then those to the right.
 */
export function rank(
  source: usize,
  destination: usize,
  rows: i32,
  columns: u32,
  stride: usize,
  width: i32,
  height: i32,
  originX: i32,
  originY: i32,
  ones: u32,
  line: usize,
  ring: usize,
  sums: usize,
  across: u32,
  whole: u32,
  places: usize,
): void {
  const slotBytes = <usize>across * stride;
  const mask = lastMask(columns);
  const steps = rows + height - 1;
  const left = places + (<usize>steps << 2);
  const right = left + (<usize>originX << 2);
  const ahead = width - 1 - originX;
  // The smallest median needs no running count: three rows are summed anew.
  const nine = width == 3 && height == 3 && ones == 5;
  for (let step: i32 = 0; step < steps; step++) {
    const slot = ring + <usize>(step % height) * slotBytes;
    if (step >= height && !nine) subtract(sums, slot, stride, across, whole);
    const row = load<i32>(places + (<usize>step << 2));
    if (row < 0) {
      memory.fill(slot, 0, slotBytes);
    } else {
      memory.copy(line, source + <usize>row * stride, stride);
      for (let at: i32 = 0; at < originX; at++) {
        copyBit(line, -1 - at, load<i32>(left + (<usize>at << 2)));
      }
      for (let at: i32 = 0; at < ahead; at++) {
        copyBit(line, <i32>columns + at, load<i32>(right + (<usize>at << 2)));
      }
      if (width == 3 && originX == 1) countNeighbours(line, slot, stride);
      else if (width == 3) countThree(line, slot, stride, -originX);
      else if (width == 5) countFive(line, slot, stride, -originX);
      else countAcross(line, slot, stride, -originX, width, across);
      if (!nine) add(sums, slot, stride, across, whole);
    }
    if (step < height - 1) continue;
    const to = destination + <usize>(step - height + 1) * stride;
    if (nine) medianOfNine(ring, to, stride);
    else atLeast(sums, to, stride, whole, ones);
    const last = to + stride - 16;
    v128.store(last, v128.and(v128.load(last), mask));
  }
}
