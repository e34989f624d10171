/**
 * Writes the unrolled kernels of the products of bit matrices.
 *
 * AssemblyScript has neither macros nor arrays of vectors, and only local variables live in
 * registers: every tile is therefore written out, and this file is what writes it. The formulas
 * stand in docs/products.md; the hand-written driver and the outputs stand beside this file.
 */

/** Bits of K that one table index covers. Few rows repay small tables only, many rows large ones. */
export const GROUP_BITS = [6, 7, 8];
/** Lanes of a table: one vector of 16 columns, or two. Two share the cost of reading the index. */
export const TABLE_VECTORS = [1, 2];
/** Groups handled in one pass: eight indices of 16 bits fill one vector. */
export const GROUPS = 8;

/** The texts 0..count-1 through a function, joined. */
const each = (count, text, separator = '\n') =>
  Array.from({ length: count }, (_, index) => text(index)).join(separator);

/**
 * Adds one pass of eight table entries to every row.
 *
 * indices  rows x 8 u16, each already the byte offset of its entry in its table
 * table    8 tables of 2^bits entries of `vectors` x 16 u8
 * partial  rows x vectors x 16 u8, the sums since the last flush
 * counts   rows x vectors x 16 u16, the sums before it (flush only)
 *
 * The flush is a kernel of its own: a branch in the loop would cost every pass an eighth.
 */
function accumulate(bits, vectors, flushes) {
  const entry = 16 * vectors;
  const group = (j) => `    entry = table + <usize>load<u16>(indices, ${2 * j});
${each(vectors, (v) => `    s${v} = i8x16.add(s${v}, v128.load(entry, ${(j << bits) * entry + 16 * v}));`)}`;
  const keep = (v) => `    v128.store(partial, s${v}, ${16 * v});`;
  const widen = (v, half) => {
    const at = 32 * v + (half === 'low' ? 0 : 16);
    const wide = `i16x8.extend_${half}_i8x16_u(s${v})`;
    return `    v128.store(counts, i16x8.add(v128.load(counts, ${at}), ${wide}), ${at});`;
  };
  const flush = (v) => `${widen(v, 'low')}
${widen(v, 'high')}
    v128.store(partial, i8x16.splat(0), ${16 * v});`;
  return `
export function ${flushes ? 'flush' : 'keep'}${bits}x${entry}(
  rows: i32, indices: usize, table: usize, partial: usize, counts: usize,
): void {
  let entry: usize = 0;
  for (let row = 0; row < rows; row++) {
${each(vectors, (v) => `    let s${v} = v128.load(partial, ${16 * v});`)}
${each(GROUPS, group)}
${each(vectors, flushes ? flush : keep)}
    indices += ${2 * GROUPS};
    partial += ${entry};
    counts += ${2 * entry};
  }
}`;
}

const tableKernels = GROUP_BITS.flatMap((bits) =>
  TABLE_VECTORS.flatMap((vectors) => [
    { bits, vectors, flushes: false },
    { bits, vectors, flushes: true },
  ]),
);

/** The one switch from (bits, vectors, flushes) to its unrolled kernel. */
function dispatch() {
  const arm = ({ bits, vectors, flushes }) =>
    `  if (bits == ${bits} && vectors == ${vectors} && ${flushes ? '' : '!'}flushes) {
    return ${flushes ? 'flush' : 'keep'}${bits}x${16 * vectors}(rows, indices, table, partial, counts);
  }`;
  return `
export function accumulate(
  bits: i32, vectors: i32, flushes: bool, rows: i32, indices: usize, table: usize, partial: usize, counts: usize,
): void {
${tableKernels.map(arm).join('\n')}
}`;
}

/**
 * Fills a table from its entries 0, 8, 16, ...: an entry is the one without its lowest set bit
 * plus that bit's step. Both vectors of an entry go out together, so a cache line is written once.
 *
 * start, end  the table of one group
 * steps       3 x vectors x 16 i8: what the low three bits add
 */
function fill(vectors) {
  const entry = 16 * vectors;
  const store = (l, v) => {
    const low = l & -l;
    return `    const e${l}_${v} = i8x16.add(e${l - low}_${v}, step${Math.log2(low)}_${v});
    v128.store(start, e${l}_${v}, ${l * entry + 16 * v});`;
  };
  return `
export function fill${entry}(start: usize, end: usize, steps: usize): void {
${each(3, (bit) => each(vectors, (v) => `  const step${bit}_${v} = v128.load(steps, ${bit * entry + 16 * v});`))}
  for (; start < end; start += ${8 * entry}) {
${each(vectors, (v) => `    const e0_${v} = v128.load(start, ${16 * v});`)}
${each(7, (l) => each(vectors, (v) => store(l + 1, v)))}
  }
}`;
}

/**
 * The loop round a register tile: the disagreements of `rows` packed rows with n others.
 *
 * a, b     packed rows, aStride and bStride bytes from row to row
 * steps    steps of the tile's loop over a row
 * counts   rows x n u16, countStride bytes from row to row
 *
 * At a ragged edge the last column is computed and written again instead of branching. The loop
 * over further rows is the caller's: one more level here, and the engine spills the sums.
 */
function tile(name, rows, columns, body) {
  return `
export function ${name}(
  a: usize, aStride: usize, b: usize, bStride: usize, n: i32, steps: i32, counts: usize, countStride: usize,
): void {
  for (let j = 0; j < n; j += ${columns}) {
${each(rows, (r) => `    let a${r} = a + aStride * ${r};`)}
${each(
  columns,
  (c) => `    const j${c} = <usize>min(j + ${c}, n - 1);
    let b${c} = b + j${c} * bStride;`,
)}
${body}
  }
}`;
}

/**
 * Scalar popcounts of 64 bits, one or two vectors of a row a step: two halve the share of the
 * loop itself, and an odd number of vectors needs one.
 */
export function scalarTile(rows, columns, vectors) {
  const cells = rows * columns;
  const words = 2 * vectors;
  const row = (cell) => Math.floor(cell / columns);
  const column = (cell) => cell % columns;
  const word = (index) => `      {
${each(rows, (r) => `        const x${r} = load<u64>(a${r}, ${8 * index});`)}
${each(columns, (c) => `        const y${c} = load<u64>(b${c}, ${8 * index});`)}
${each(cells, (cell) => `        c${cell} += popcnt<u64>(x${row(cell)} ^ y${column(cell)});`)}
      }`;
  return tile(
    `scalar${rows}x${columns}by${words}`,
    rows,
    columns,
    `${each(cells, (cell) => `    let c${cell}: i64 = 0;`)}
    for (let step = 0; step < steps; step++) {
${each(words, word)}
${each(rows, (r) => `      a${r} += ${8 * words};`)}
${each(columns, (c) => `      b${c} += ${8 * words};`)}
    }
${each(cells, (cell) => `    store<u16>(counts + countStride * ${row(cell)} + (j${column(cell)} << 1), <u16>c${cell});`)}`,
  );
}

/**
 * Vector popcounts of 128 bits, for processors that count bits in vector registers. A byte of a
 * sum grows by at most 8 a step, so sums are widened every 31 steps.
 */
function vectorTile(columns) {
  const across = (c) =>
    Array.from({ length: 4 }, (_, lane) => `i32x4.extract_lane(t${c}, ${lane})`).join(' + ');
  return tile(
    `vector1x${columns}`,
    1,
    columns,
    `${each(columns, (c) => `    let t${c} = i32x4.splat(0);`)}
    for (let left = steps; left > 0; left -= 31) {
${each(columns, (c) => `      let s${c} = i8x16.splat(0);`)}
      for (let step = min(left, 31); step > 0; step--) {
        const x = v128.load(a0);
        a0 += 16;
${each(
  columns,
  (c) => `        s${c} = i8x16.add(s${c}, i8x16.popcnt(v128.xor(x, v128.load(b${c}))));
        b${c} += 16;`,
)}
      }
${each(columns, (c) => `      t${c} = i32x4.add(t${c}, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(s${c})));`)}
    }
${each(columns, (c) => `    store<u16>(counts + (j${c} << 1), <u16>(${across(c)}));`)}`,
  );
}

/**
 * A register tile of integer products: `rows` rows of activations against 4 x vectors columns.
 *
 * activations  m rows of pairs x 2 i16, dense
 * panel        pairs x 4 * vectors columns x 2 i16: the two weights of a pair lie side by side
 * sums         m x 4 * vectors i32
 *
 * One instruction multiplies eight i16 and adds neighbours: a pair of K for four columns.
 */
function integerTile(rows, vectors) {
  const cells = rows * vectors;
  const row = (cell) => Math.floor(cell / vectors);
  const column = (cell) => cell % vectors;
  const width = 4 * vectors;
  return `
export function integer${rows}x${width}(m: i32, pairs: i32, activations: usize, panel: usize, sums: usize): void {
  const stride = <usize>pairs << 2;
  for (let i = 0; i < m; i += ${rows}) {
${each(
  rows,
  (r) => `    const i${r} = <usize>min(i + ${r}, m - 1);
    let a${r} = activations + i${r} * stride;`,
)}
${each(cells, (cell) => `    let c${cell} = i32x4.splat(0);`)}
    let w = panel;
    for (let pair = 0; pair < pairs; pair++) {
${each(
  rows,
  (r) => `      const x${r} = v128.load32_splat(a${r});
      a${r} += 4;`,
)}
${each(vectors, (v) => `      const w${v} = v128.load(w, ${16 * v});`)}
      w += ${16 * vectors};
${each(cells, (cell) => `      c${cell} = i32x4.add(c${cell}, i32x4.dot_i16x8_s(x${row(cell)}, w${column(cell)}));`)}
    }
${each(cells, (cell) => `    v128.store(sums + i${row(cell)} * ${4 * width}, c${cell}, ${16 * column(cell)});`)}
  }
}`;
}

/** The scalar tiles alone, for engines without SIMD too. */
export const scalarTiles = () =>
  [1, 2].flatMap((vectors) => [scalarTile(1, 4, vectors), scalarTile(2, 2, vectors)]).join('\n');

/** The sources of the family, by file name. */
export default function generate() {
  const tables = tableKernels.map(({ bits, vectors, flushes }) =>
    accumulate(bits, vectors, flushes),
  );
  return {
    'accumulate.ts': [...tables, dispatch(), ...TABLE_VECTORS.map(fill)].join('\n'),
    'tiles.ts': [scalarTiles(), vectorTile(4), integerTile(2, 4)].join('\n'),
  };
}
