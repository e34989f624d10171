/**
 * Connected components from runs.
 *
 * A run is a maximal row of ones, [start, end). Rows are cut into runs 64 pixels at a time: the
 * positions where a pixel differs from its left neighbour are start, end, start, end, ... A run is
 * joined with the runs of the row above that it touches, in a forest whose roots are the smallest
 * run of each tree (R. E. Tarjan, 1975; path halving), so that numbering the roots in order numbers
 * the components in the order of their first pixels.
 *
 * Bit order: bit x of a row is bit x % 64 of its little-endian word x / 64. Padding bits are 0.
 * `runs` holds start and end as u32 each; `rowStarts` holds, for each row and one past the last,
 * the index of its first run; `labels` holds one u32 a run.
 */

/** How many runs there are: ones whose left neighbour is 0. */
export function countRuns(source: usize, rows: u32, stride: usize): u32 {
  let count: u64 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    let carry: u64 = 0;
    for (let end = source + stride; source < end; source += 8) {
      const word = load<u64>(source);
      count += popcnt(word & ~((word << 1) | carry));
      carry = word >> 63;
    }
  }
  return <u32>count;
}

/** Writes the runs of every row, and where each row's runs begin. */
export function findRuns(
  source: usize,
  rows: u32,
  columns: u32,
  stride: usize,
  rowStarts: usize,
  runs: usize,
): void {
  let to = runs;
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(rowStarts + (<usize>row << 2), <u32>((to - runs) >> 3));
    let carry: u64 = 0;
    let base: u32 = 0;
    for (let end = source + stride; source < end; source += 8) {
      const word = load<u64>(source);
      let turns = word ^ ((word << 1) | carry);
      carry = word >> 63;
      while (turns != 0) {
        store<u32>(to, base + <u32>ctz(turns));
        to += 4;
        turns &= turns - 1;
      }
      base += 64;
    }
    if (carry != 0) {
      store<u32>(to, columns);
      to += 4;
    }
  }
  store<u32>(rowStarts + (<usize>rows << 2), <u32>((to - runs) >> 3));
}

// @ts-ignore: decorator
@inline
function root(parents: usize, run: u32): u32 {
  let at = run;
  let parent = load<u32>(parents + (<usize>at << 2));
  while (parent != at) {
    const above = load<u32>(parents + (<usize>parent << 2));
    store<u32>(parents + (<usize>at << 2), above);
    at = above;
    parent = load<u32>(parents + (<usize>at << 2));
  }
  return at;
}

/**
 * Joins touching runs of neighbouring rows. [a, b) and [c, d) touch where a < d + reach and
 * c < b + reach: reach is 0 for sides alone (4), 1 for corners too (8).
 *
 * A run takes the root of the first run above that it touches; only a further one that has another
 * root costs a union. `touches` takes the number of runs above that each touches, one u32 a run.
 */
export function joinRuns(
  rows: u32,
  rowStarts: usize,
  runs: usize,
  parents: usize,
  touches: usize,
  reach: u32,
): void {
  const firstEnd = load<u32>(rowStarts, 4);
  for (let run: u32 = 0; run < firstEnd; run++) {
    store<u32>(parents + (<usize>run << 2), run);
    store<u32>(touches + (<usize>run << 2), 0);
  }
  for (let row: u32 = 1; row < rows; row++) {
    const starts = rowStarts + (<usize>row << 2);
    const lowerStart = load<u32>(starts);
    const lowerEnd = load<u32>(starts, 4);
    let upper = load<u32>(starts - 4);
    for (let lower = lowerStart; lower < lowerEnd; lower++) {
      const below = runs + (<usize>lower << 3);
      const start = load<u32>(below);
      const end = load<u32>(below, 4);
      let mine = lower;
      let count: u32 = 0;
      while (upper < lowerStart && load<u32>(runs + (<usize>upper << 3), 4) + reach <= start) upper++;
      while (upper < lowerStart) {
        const above = runs + (<usize>upper << 3);
        if (load<u32>(above) >= end + reach) break;
        count++;
        const other = root(parents, upper);
        if (mine == lower) {
          mine = other;
        } else if (other < mine) {
          store<u32>(parents + (<usize>mine << 2), other);
          mine = other;
        } else if (mine < other) {
          store<u32>(parents + (<usize>other << 2), mine);
        }
        // The last run above that touches this one may touch the next one too.
        if (load<u32>(above, 4) >= end) break;
        upper++;
      }
      store<u32>(parents + (<usize>lower << 2), mine);
      store<u32>(touches + (<usize>lower << 2), count);
    }
  }
}

/**
 * Replaces parents by component numbers from 1 on, in place: a root is the smallest run of its tree
 * and no parent is larger than its run, so every parent has its number before it is asked for.
 */
export function numberRuns(count: u32, labels: usize): u32 {
  let components: u32 = 0;
  for (let run: u32 = 0; run < count; run++) {
    const at = labels + (<usize>run << 2);
    const parent = load<u32>(at);
    if (parent == run) store<u32>(at, ++components);
    else store<u32>(at, load<u32>(labels + (<usize>parent << 2)));
  }
  return components;
}

/* Flags are one byte a component, index = number - 1. */

/** The ones of a word from bit `low` on. */
// @ts-ignore: decorator
@inline
function from(low: u32): u64 {
  return ~(<u64>0) << low;
}

/** The ones of a word up to and with bit `high`. */
// @ts-ignore: decorator
@inline
function upTo(high: u32): u64 {
  return ~(<u64>0) >> (63 - high);
}

/** Sets the flag of the components that share a pixel with the seed, a matrix of the same size. */
export function markSeed(
  seed: usize,
  stride: usize,
  rows: u32,
  rowStarts: usize,
  runs: usize,
  labels: usize,
  flags: usize,
): void {
  for (let row: u32 = 0; row < rows; row++, seed += stride) {
    const first = load<u32>(rowStarts + (<usize>row << 2));
    const end = load<u32>(rowStarts + (<usize>row << 2), 4);
    for (let run = first; run < end; run++) {
      const flag = flags + load<u32>(labels + (<usize>run << 2)) - 1;
      if (load<u8>(flag) != 0) continue;
      const at = runs + (<usize>run << 3);
      const start = load<u32>(at);
      const last = load<u32>(at, 4) - 1;
      const lastWord = last >> 6;
      let met: u64 = 0;
      let mask = from(start & 63);
      for (let word = start >> 6; word <= lastWord; word++) {
        if (word == lastWord) mask &= upTo(last & 63);
        met |= load<u64>(seed + (<usize>word << 3)) & mask;
        mask = ~(<u64>0);
      }
      if (met != 0) store<u8>(flag, 1);
    }
  }
}

/** Sets the pixels of the flagged components in the destination, which keeps its other ones. */
export function paintRuns(
  rows: u32,
  rowStarts: usize,
  runs: usize,
  labels: usize,
  flags: usize,
  destination: usize,
  stride: usize,
): void {
  for (let row: u32 = 0; row < rows; row++, destination += stride) {
    const first = load<u32>(rowStarts + (<usize>row << 2));
    const end = load<u32>(rowStarts + (<usize>row << 2), 4);
    for (let run = first; run < end; run++) {
      if (load<u8>(flags + load<u32>(labels + (<usize>run << 2)) - 1) == 0) continue;
      const at = runs + (<usize>run << 3);
      const start = load<u32>(at);
      const last = load<u32>(at, 4) - 1;
      const lastWord = last >> 6;
      let mask = from(start & 63);
      for (let word = start >> 6; word <= lastWord; word++) {
        if (word == lastWord) mask &= upTo(last & 63);
        const to = destination + (<usize>word << 3);
        store<u64>(to, load<u64>(to) | mask);
        mask = ~(<u64>0);
      }
    }
  }
}

/** Adds the pixels of every component into `areas` (u32), which starts as zeros. */
export function addAreas(count: u32, runs: usize, labels: usize, areas: usize): void {
  for (let run: u32 = 0; run < count; run++, runs += 8, labels += 4) {
    const to = areas + (<usize>(load<u32>(labels) - 1) << 2);
    store<u32>(to, load<u32>(to) + load<u32>(runs, 4) - load<u32>(runs));
  }
}

/** Bytes of one record of {@link measureRuns}. */
export const RECORD: u32 = 40;

/**
 * Measures every component into records of 40 bytes: left, top, right, bottom (u32, inclusive),
 * area (u32), Euler number (i32), sums of columns and of rows (f64, exact below 2^53).
 *
 * A component has the shape of its graph of touching runs, since the touch of two runs is one
 * interval and runs of two neighbouring rows never touch in a circle: Euler number = runs - touches.
 */
export function measureRuns(
  rows: u32,
  rowStarts: usize,
  runs: usize,
  labels: usize,
  touches: usize,
  components: u32,
  records: usize,
): void {
  for (let one: u32 = 0; one < components; one++) {
    const record = records + <usize>one * RECORD;
    store<u32>(record, u32.MAX_VALUE);
    store<u32>(record, u32.MAX_VALUE, 4);
    store<u64>(record, 0, 8);
    store<u64>(record, 0, 16);
    store<f64>(record, 0, 24);
    store<f64>(record, 0, 32);
  }
  for (let row: u32 = 0; row < rows; row++) {
    const starts = rowStarts + (<usize>row << 2);
    const first = load<u32>(starts);
    const end = load<u32>(starts, 4);
    for (let run = first; run < end; run++) {
      const at = runs + (<usize>run << 3);
      const start = load<u32>(at);
      const last = load<u32>(at, 4) - 1;
      const length = last + 1 - start;
      const record = records + <usize>(load<u32>(labels + (<usize>run << 2)) - 1) * RECORD;
      store<u32>(record, min(load<u32>(record), start));
      store<u32>(record, min(load<u32>(record, 4), row), 4);
      store<u32>(record, max(load<u32>(record, 8), last), 8);
      store<u32>(record, row, 12);
      store<u32>(record, load<u32>(record, 16) + length, 16);
      store<i32>(record, load<i32>(record, 20) + 1 - load<i32>(touches + (<usize>run << 2)), 20);
      const columnSum = (<f64>start + <f64>last) * <f64>length * 0.5;
      store<f64>(record, load<f64>(record, 24) + columnSum, 24);
      store<f64>(record, load<f64>(record, 32) + <f64>row * <f64>length, 32);
    }
  }
}

/**
 * Writes a value to the words from `place` on before `after`, and up to 64 bytes further: most runs and
 * gaps are short, and storing 16 words whatever their length spares a branch that is often wrong.
 */
// @ts-ignore: decorator
@inline
function fillPast(place: usize, after: usize, value: u32): void {
  const four = i32x4.splat(value);
  v128.store(place, four);
  v128.store(place, four, 16);
  v128.store(place, four, 32);
  v128.store(place, four, 48);
  for (place += 64; place < after; place += 16) v128.store(place, four);
}

/**
 * Writes the labels of the rows [first, last), `columns` u32 a row.
 *
 * From left to right zeros and labels are written in whole vectors; what goes too far is overwritten
 * by what comes next. `to` has room for 64 bytes more.
 */
export function paintLabels(
  first: u32,
  last: u32,
  columns: usize,
  rowStarts: usize,
  runs: usize,
  labels: usize,
  to: usize,
): void {
  for (let row = first; row < last; row++, to += columns << 2) {
    const end = load<u32>(rowStarts + (<usize>row << 2), 4);
    let place = to;
    for (let run = load<u32>(rowStarts + (<usize>row << 2)); run < end; run++) {
      const at = runs + (<usize>run << 3);
      const start = to + (<usize>load<u32>(at) << 2);
      fillPast(place, start, 0);
      place = to + (<usize>load<u32>(at, 4) << 2);
      fillPast(start, place, load<u32>(labels + (<usize>run << 2)));
    }
    fillPast(place, to + (columns << 2), 0);
  }
}
