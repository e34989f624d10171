/**
 * Votes of look-up tables over windows of bits that lie one a byte.
 *
 * The planes stand in one block with zeros round each, rows `stride` bytes apart. `inputs` holds, for
 * every table and each of its inputs, the byte that the input reads, relative to the byte of the
 * place; input 0 is bit 0 of the index into the table. `votes` holds one signed byte an entry.
 */

/** sums[x] += vote of each table of at most 4 inputs, 16 places at a time. */
function addSmall(
  place: usize,
  sums: usize,
  columns: usize,
  inputs: usize,
  votes: usize,
  depth: u32,
): void {
  const table = v128.load(votes);
  const a = place + <usize>load<i32>(inputs);
  const b = depth > 1 ? place + <usize>load<i32>(inputs, 4) : 0;
  const c = depth > 2 ? place + <usize>load<i32>(inputs, 8) : 0;
  const d = depth > 3 ? place + <usize>load<i32>(inputs, 12) : 0;
  for (let x: usize = 0; x < columns; x += 16) {
    let index = i64x2.splat(0);
    if (depth > 3) index = v128.load(d + x);
    if (depth > 2) index = i8x16.add(i8x16.add(index, index), v128.load(c + x));
    if (depth > 1) index = i8x16.add(i8x16.add(index, index), v128.load(b + x));
    index = i8x16.add(i8x16.add(index, index), v128.load(a + x));
    const vote = i8x16.swizzle(table, index);
    const to = sums + (x << 1);
    v128.store(to, i16x8.add(v128.load(to), i16x8.extend_low_i8x16_s(vote)));
    v128.store(to, i16x8.add(v128.load(to, 16), i16x8.extend_high_i8x16_s(vote)), 16);
  }
}

/** The same for tables of any number of inputs, one place at a time. */
function addLarge(
  place: usize,
  sums: usize,
  columns: usize,
  inputs: usize,
  votes: usize,
  depth: u32,
): void {
  for (let x: usize = 0; x < columns; x++) {
    let index: usize = 0;
    for (let input: u32 = 0; input < depth; input++) {
      const from = place + x + <usize>load<i32>(inputs + (<usize>input << 2));
      index |= <usize>load<u8>(from) << input;
    }
    const to = sums + (x << 1);
    store<i16>(to, load<i16>(to) + <i16>load<i8>(votes + index));
  }
}

/**
 * Writes bytes of 1 where the votes of all tables reach `threshold`, 0 elsewhere.
 *
 * @param place - byte of the first place in the first plane
 * @param sums - room for 2 bytes a column, rounded up to 16 columns
 * @param result - rows x columns bytes without gaps, and 16 bytes of room behind
 */
export function vote(
  place: usize,
  stride: usize,
  rows: u32,
  columns: usize,
  inputs: usize,
  votes: usize,
  tables: u32,
  depth: u32,
  threshold: i32,
  sums: usize,
  result: usize,
): void {
  const entries: usize = depth < 4 ? 16 : (<usize>1) << depth;
  const least = i16x8.splat(<i16>(threshold - 1));
  const one = i8x16.splat(1);
  for (let row: u32 = 0; row < rows; row++) {
    memory.fill(sums, 0, (columns + 15) << 1);
    for (let table: u32 = 0; table < tables; table++) {
      const from = inputs + (<usize>(table * depth) << 2);
      const entry = votes + table * entries;
      if (depth <= 4) addSmall(place, sums, columns, from, entry, depth);
      else addLarge(place, sums, columns, from, entry, depth);
    }
    for (let x: usize = 0; x < columns; x += 16) {
      const low = i16x8.gt_s(v128.load(sums + (x << 1)), least);
      const high = i16x8.gt_s(v128.load(sums + (x << 1), 16), least);
      v128.store(result + x, v128.and(i8x16.narrow_i16x8_s(low, high), one));
    }
    place += stride;
    result += columns;
  }
}
