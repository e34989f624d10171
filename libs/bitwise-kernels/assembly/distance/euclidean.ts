/**
 * Exact squared Euclidean distances: down and up each column, then along each row
 * min over x' of (x - x')² + g(x')², g being the distance within the column.
 *
 * Along the row 8 places look outwards together for as long as a nearer zero may be found; where that
 * is farther than REACH columns, the run of ones is done by the lower envelope of its parabolas
 * (A. Meijster, J. Roerdink and W. Hesselink, 2000). Zeros bound a run on both sides: nothing beyond
 * them is nearer, so that a run needs its own columns and those two alone.
 */
import { FAR, MARGIN, fillFar, lanesOf, nearer, planeStride, widen } from './planes';

/** How many columns 8 places look outwards; its square and more fit into 16 bits. */
const REACH: u32 = 32;
/** Column distances above this are as good as FAR within REACH. */
const CAP: i16 = 255;

/** The way down each column. */
export function columnsDown(
  source: usize,
  rows: usize,
  columns: usize,
  stride: usize,
  plane: usize,
): void {
  const lanes = stride << 3;
  const above = planeStride(lanes);
  for (let row: usize = 0; row < rows; row++, source += stride, plane += above) {
    fillFar(plane, MARGIN);
    fillFar(plane + MARGIN + (lanes << 1), MARGIN);
    for (let place: usize = 0; place < lanes; place += 8) {
      const at = plane + MARGIN + (place << 1);
      const ones = lanesOf(source, place, columns);
      const before = row == 0 ? i16x8.splat(<i16>FAR) : v128.load(at - above);
      v128.store(at, v128.and(ones, i16x8.add_sat_u(before, i16x8.splat(1))));
    }
  }
}

/**
 * The way up and along the rows [first, last), from the last one, into `slab`. `squares` has room for
 * a row of u16 with REACH lanes before and behind; `hard` for a byte a vector of 8 lanes; `sites` and
 * `turns` for a u32 a place each.
 */
export function rowsUp(
  source: usize,
  rows: usize,
  columns: usize,
  stride: usize,
  plane: usize,
  first: usize,
  last: usize,
  slab: usize,
  slabStride: usize,
  squares: usize,
  hard: usize,
  sites: usize,
  turns: usize,
): void {
  const lanes = stride << 3;
  const below = planeStride(lanes);
  fillFar(squares - (REACH << 1), REACH << 1);
  fillFar(squares + (lanes << 1), REACH << 1);
  for (let row = last; row > first;) {
    row--;
    const here = plane + row * below + MARGIN;
    const to = slab + (row - first) * slabStride;
    for (let lane: usize = 0; lane < lanes; lane += 8) {
      const at = here + (lane << 1);
      let value = v128.load(at);
      if (row + 1 < rows) {
        value = nearer(value, v128.load(at + below));
        v128.store(at, value);
      }
      const capped = i16x8.min_u(value, i16x8.splat(CAP));
      v128.store(squares + (lane << 1), i16x8.mul(capped, capped));
    }
    // Lanes past the last column are off the matrix.
    for (let lane = columns; lane < lanes; lane++) store<u16>(squares + (lane << 1), FAR);
    if (lookOutwards(columns, squares, to, hard)) {
      finishRuns(source + row * stride, stride, columns, here, to, hard, sites, turns);
    }
  }
}

/** Returns whether some vector has to look farther; those are marked. */
function lookOutwards(columns: usize, squares: usize, to: usize, hard: usize): bool {
  let farther = false;
  for (let lane: usize = 0; lane < columns; lane += 8) {
    const at = squares + (lane << 1);
    let best = v128.load(at);
    let step: u32 = 1;
    let open = v128.any_true(best);
    while (open && step < REACH) {
      const square = i16x8.splat(<i16>(step * step));
      if (!v128.any_true(i16x8.gt_u(best, square))) {
        open = false;
      } else {
        const side = i16x8.min_u(v128.load(at - (step << 1)), v128.load(at + (step << 1)));
        best = i16x8.min_u(best, i16x8.add_sat_u(side, square));
        step++;
      }
    }
    // Every place is within REACH of the last step, or the search was given up.
    if (open) {
      open = v128.any_true(i16x8.gt_u(best, i16x8.splat(<i16>(step * step))));
    }
    store<u8>(hard + (lane >> 3), open ? 1 : 0);
    if (open) farther = true;
    widen(to + (lane << 2), best);
  }
  return farther;
}

/** The runs of ones of which some vector is marked. */
function finishRuns(
  source: usize,
  stride: usize,
  columns: usize,
  row: usize,
  to: usize,
  hard: usize,
  sites: usize,
  turns: usize,
): void {
  let carry: u64 = 0;
  let start: usize = 0;
  let inside = false;
  for (let offset: usize = 0; offset < stride; offset += 8) {
    const word = load<u64>(source + offset);
    let changes = word ^ ((word << 1) | carry);
    carry = word >> 63;
    while (changes != 0) {
      const place = (offset << 3) + <usize>ctz(changes);
      changes &= changes - 1;
      if (inside) finishRun(start, place, columns, row, to, hard, sites, turns);
      inside = !inside;
      start = place;
    }
  }
  if (inside) finishRun(start, columns, columns, row, to, hard, sites, turns);
}

/**
 * The lower envelope over the run [start, end) and the zeros at its sides. Site i takes over from
 * site j < i at the place after floor((i² - j² + g(i)² - g(j)²) / (2 (i - j))).
 */
function finishRun(
  start: usize,
  end: usize,
  columns: usize,
  row: usize,
  to: usize,
  hard: usize,
  sites: usize,
  turns: usize,
): void {
  let marked = false;
  for (let vector = start >> 3; vector <= (end - 1) >> 3; vector++) {
    if (load<u8>(hard + vector) != 0) marked = true;
  }
  if (!marked) return;
  const low: i64 = start > 0 ? <i64>start - 1 : 0;
  const high: i64 = end < columns ? <i64>end : <i64>end - 1;
  let top: isize = -1;
  for (let site = low; site <= high; site++) {
    const g = <i64>load<u16>(row + ((<usize>site) << 1));
    if (g == FAR) continue;
    let from = low;
    while (top >= 0) {
      const other = <i64>load<u32>(sites + ((<usize>top) << 2));
      const h = <i64>load<u16>(row + ((<usize>other) << 1));
      // Distances at the place from which `other` rules.
      const turn = <i64>load<u32>(turns + ((<usize>top) << 2));
      const mine = (turn - site) * (turn - site) + g * g;
      const theirs = (turn - other) * (turn - other) + h * h;
      if (theirs <= mine) {
        const numerator = site * site - other * other + g * g - h * h;
        // Not negative: `other` is at least as near at `turn`, which is not negative.
        from = numerator / (2 * (site - other)) + 1;
        break;
      }
      top--;
    }
    if (top >= 0 && from > high) continue;
    top++;
    store<u32>(sites + ((<usize>top) << 2), <u32>site);
    store<u32>(turns + ((<usize>top) << 2), <u32>from);
  }
  if (top < 0) return;
  for (let place = <i64>end - 1; place >= <i64>start; place--) {
    while (place < <i64>load<u32>(turns + ((<usize>top) << 2))) top--;
    const site = <i64>load<u32>(sites + ((<usize>top) << 2));
    const g = <i64>load<u16>(row + ((<usize>site) << 1));
    store<u32>(to + ((<usize>place) << 2), <u32>((place - site) * (place - site) + g * g));
  }
}
