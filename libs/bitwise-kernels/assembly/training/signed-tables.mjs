/**
 * The inner loops of the product of a bit matrix (bit 1 is +1, bit 0 is -1) with a float matrix.
 *
 * Eight columns of floats make one strip. For every group of `bits` successive float rows a table
 * holds all 2^bits signed sums of these rows, 8 floats each; a row of bits then costs one table
 * entry, found by its next `bits` bits, instead of `bits` multiplications. Tables of 8 bits halve
 * the look-ups of tables of 4 bits but cost 16 times as much to build, so they pay from a few
 * hundred rows of bits on.
 *
 * The sum inside an entry is a balanced tree: ((+-r0 +-r1) + (+-r2 +-r3)) + ((+-r4 +-r5) + (+-r6
 * +-r7)); the look-ups of a row are added in rising order. Both are part of the contract: the
 * reference does the same and gives the same bits.
 */
const VECTORS = 2;
const ROW_BYTES = VECTORS * 16;
const range = (n) => [...Array(n).keys()];
const lines = (items, one) => items.map(one).join('\n');

export function signedTables() {
  return [
    buildQuads(),
    buildOctets(),
    ...[1, 2].flatMap((words) => [accumulate(4, words), accumulate(8, words)]),
  ].join('\n');
}

/** One table of 16 entries for each 4 rows of the panel. */
function buildQuads() {
  return `
export function buildTables4(panel: usize, groups: i32, table: usize): void {
  for (let group = 0; group < groups; group++) {
${lines(range(VECTORS), quadVector)}
    panel += ${4 * ROW_BYTES};
    table += ${16 * ROW_BYTES};
  }
}`;
}

function quadVector(vector) {
  const at = (row) => row * ROW_BYTES + vector * 16;
  return `    {
      const r0 = v128.load(panel, ${at(0)});
      const r1 = v128.load(panel, ${at(1)});
      const r2 = v128.load(panel, ${at(2)});
      const r3 = v128.load(panel, ${at(3)});
      const low3 = f32x4.add(r0, r1);
      const low0 = f32x4.neg(low3);
      const low1 = f32x4.sub(r0, r1);
      const low2 = f32x4.neg(low1);
      const high3 = f32x4.add(r2, r3);
      const high0 = f32x4.neg(high3);
      const high1 = f32x4.sub(r2, r3);
      const high2 = f32x4.neg(high1);
${lines(
  range(16),
  (entry) =>
    `      v128.store(table, f32x4.add(low${entry & 3}, high${entry >> 2}), ${at(entry)});`,
)}
    }`;
}

/** One table of 256 entries for each 8 rows: every sum of a low and a high entry of 4 bits. */
function buildOctets() {
  const at = (row, vector) => row * ROW_BYTES + vector * 16;
  return `
export function buildTables8(panel: usize, groups: i32, table: usize, quads: usize): void {
  for (let group = 0; group < groups; group++) {
    buildTables4(panel, 2, quads);
    for (let high = quads + ${16 * ROW_BYTES}; high < quads + ${32 * ROW_BYTES}; high += ${ROW_BYTES}) {
${lines(range(VECTORS), (v) => `      const high${v} = v128.load(high, ${v * 16});`)}
${lines(range(16), (low) =>
  lines(
    range(VECTORS),
    (v) =>
      `      v128.store(table, f32x4.add(v128.load(quads, ${at(low, v)}), high${v}), ${at(low, v)});`,
  ),
)}
      table += ${16 * ROW_BYTES};
    }
    panel += ${8 * ROW_BYTES};
  }
}`;
}

/** Adds to every row's sums the table entries that `words` words of its bits select. */
function accumulate(bits, words) {
  const groupsPerWord = 32 / bits;
  const entries = 2 ** bits;
  const shift = Math.log2(ROW_BYTES);
  const mask = (entries - 1) << shift;
  const select = (group) => {
    const by = group * bits - shift;
    const moved = by < 0 ? `bits << ${-by}` : `bits >> ${by}`;
    return `(${moved}) & ${mask}`;
  };
  return `
export function accumulate${bits}Words${words}(
  tables: usize, index: usize, stride: usize, rows: i32, sums: usize,
): void {
  for (let row = 0; row < rows; row++) {
${lines(range(VECTORS), (v) => `    let sum${v} = v128.load(sums, ${v * 16});`)}
    let bits: u32;
    let entry: usize;
${lines(
  range(words),
  (word) => `    bits = load<u32>(index, ${word * 4});
${lines(range(groupsPerWord), (group) => {
  const base = (word * groupsPerWord + group) * entries * ROW_BYTES;
  return `    entry = tables + <usize>(${select(group)});
${lines(range(VECTORS), (v) => `    sum${v} = f32x4.add(sum${v}, v128.load(entry, ${base + v * 16}));`)}`;
})}`,
)}
${lines(range(VECTORS), (v) => `    v128.store(sums, sum${v}, ${v * 16});`)}
    index += stride;
    sums += ${ROW_BYTES};
  }
}`;
}
