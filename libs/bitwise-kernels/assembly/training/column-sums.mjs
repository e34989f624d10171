/**
 * Sums over the rows of a matrix, one a column, in 64-bit floats and in rising order of row: a sum
 * over the hundred thousand pixels of a batch keeps its digits, and its order is fixed.
 *
 * An exported function takes the pointers of its matrices (32-bit floats), of its column vectors
 * and sums (64-bit floats), rows, columns. The sums start from what they hold.
 */
const lines = (items, one) => items.map(one).join('\n');

const pair = {
  add: (a, b) => `f64x2.add(${a}, ${b})`,
  subtract: (a, b) => `f64x2.sub(${a}, ${b})`,
  multiply: (a, b) => `f64x2.mul(${a}, ${b})`,
  belowZero: (a) => `f64x2.min(${a}, f64x2.splat(0))`,
};
const single = {
  add: (a, b) => `(${a} + ${b})`,
  subtract: (a, b) => `(${a} - ${b})`,
  multiply: (a, b) => `(${a} * ${b})`,
  belowZero: (a) => `min<f64>(${a}, 0)`,
};

/** Name, matrices, column vectors, and the term that each row adds. */
const sums = [
  ['sumColumns', ['x'], [], () => 'x'],
  [
    'sumSquares',
    ['x'],
    ['mean'],
    (o) => o.multiply(o.subtract('x', 'mean'), o.subtract('x', 'mean')),
  ],
  ['sumProducts', ['dy', 'x'], ['mean'], (o) => o.multiply('dy', o.subtract('x', 'mean'))],
  [
    'sumNegatives',
    ['dy', 'x'],
    ['shift'],
    (o) => o.multiply('dy', o.belowZero(o.add('x', 'shift'))),
  ],
];

export function columnSums() {
  return sums.map(emit).join('\n');
}

function emit([name, matrices, vectors, term]) {
  const half = (which) => `      {
${lines(matrices, (matrix) => `        const ${matrix} = ${matrix}${which};`)}
${lines(vectors, (v) => `        const ${v} = v128.load(${v}At + (at << 1), ${which * 16});`)}
        const sum = v128.load(sums + (at << 1), ${which * 16});
        v128.store(sums + (at << 1), f64x2.add(sum, ${term(pair)}), ${which * 16});
      }`;
  return `
export function ${name}(
  ${[...matrices, ...vectors].map((input) => `${input}At: usize`).join(', ')},
  sums: usize, rows: i32, columns: i32,
): void {
  const whole = <usize>(columns & ~3) << 2;
  const end = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < whole; at += 16) {
${lines(
  matrices,
  (matrix) => `      const ${matrix} = v128.load(${matrix}At + at);
      const ${matrix}0 = f64x2.promote_low_f32x4(${matrix});
      const ${matrix}1 = f64x2.promote_low_f32x4(v128.shuffle<f32>(${matrix}, ${matrix}, 2, 3, 2, 3));`,
)}
${half(0)}
${half(1)}
    }
    for (let at = whole; at < end; at += 4) {
${lines(matrices, (matrix) => `      const ${matrix} = <f64>load<f32>(${matrix}At + at);`)}
${lines(vectors, (v) => `      const ${v} = load<f64>(${v}At + (at << 1));`)}
      store<f64>(sums + (at << 1), load<f64>(sums + (at << 1)) + ${term(single)});
    }
${lines(matrices, (matrix) => `    ${matrix}At += end;`)}
  }
}`;
}
