/**
 * The register tile of the float product: `rows` by `4 * vectors` sums stay in registers while a
 * panel of left rows and a panel of right columns stream past. Each sum takes its products in
 * rising order of depth, one multiplication and one addition each, rounded separately.
 */
const range = (n) => [...Array(n).keys()];
const lines = (items, one) => items.map(one).join('\n');

export function floatTile({ rows, vectors }) {
  const tile = range(rows).flatMap((row) => range(vectors).map((vector) => ({ row, vector })));
  return `
export const TILE_ROWS: i32 = ${rows};
export const TILE_COLUMNS: i32 = ${vectors * 4};

/** Adds left (depth x ${rows}) transposed times right (depth x ${vectors * 4}) to the tile at \`out\`. */
export function multiplyTile(left: usize, right: usize, depth: i32, out: usize, stride: usize): void {
${lines(range(rows), (row) => `  const out${row} = out + stride * ${row};`)}
${lines(tile, ({ row, vector }) => `  let sum${row}${vector} = v128.load(out${row}, ${vector * 16});`)}
  for (let k = 0; k < depth; k++) {
${lines(range(vectors), (vector) => `    const right${vector} = v128.load(right, ${vector * 16});`)}
${lines(range(rows), (row) => {
  const sums = range(vectors).map((vector) => {
    const sum = `sum${row}${vector}`;
    return `    ${sum} = f32x4.add(${sum}, f32x4.mul(left${row}, right${vector}));`;
  });
  return [`    const left${row} = v128.load32_splat(left, ${row * 4});`, ...sums].join('\n');
})}
    left += ${rows * 4};
    right += ${vectors * 16};
  }
${lines(tile, ({ row, vector }) => `  v128.store(out${row}, sum${row}${vector}, ${vector * 16});`)}
}`;
}
