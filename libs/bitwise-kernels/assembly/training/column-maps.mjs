/**
 * Maps over matrices of floats: each element of the output comes from the elements of the inputs
 * at the same place, from one number a column, and from numbers for the whole matrix. The formula
 * is written once and emitted twice, for four columns at a time and for the columns left over.
 *
 * An exported function takes the pointers of its matrices, of its column vectors, its numbers, the
 * pointers of its outputs, then rows and columns. Outputs may be inputs.
 */
const lines = (items, one) => items.map(one).join('\n');

/** The operations of a formula on four floats at once. */
const vector = {
  add: (a, b) => `f32x4.add(${a}, ${b})`,
  subtract: (a, b) => `f32x4.sub(${a}, ${b})`,
  multiply: (a, b) => `f32x4.mul(${a}, ${b})`,
  divide: (a, b) => `f32x4.div(${a}, ${b})`,
  smaller: (a, b) => `f32x4.min(${a}, ${b})`,
  larger: (a, b) => `f32x4.max(${a}, ${b})`,
  absolute: (a) => `f32x4.abs(${a})`,
  root: (a) => `f32x4.sqrt(${a})`,
  number: (value) => `f32x4.splat(${value})`,
  whereAtLeast: (a, b, yes, no) => `v128.bitselect(${yes}, ${no}, f32x4.ge(${a}, ${b}))`,
  whereAbove: (a, b, yes, no) => `v128.bitselect(${yes}, ${no}, f32x4.gt(${a}, ${b}))`,
};

/** The same operations on one float. */
const scalar = {
  add: (a, b) => `(${a} + ${b})`,
  subtract: (a, b) => `(${a} - ${b})`,
  multiply: (a, b) => `(${a} * ${b})`,
  divide: (a, b) => `(${a} / ${b})`,
  smaller: (a, b) => `min<f32>(${a}, ${b})`,
  larger: (a, b) => `max<f32>(${a}, ${b})`,
  absolute: (a) => `abs<f32>(${a})`,
  root: (a) => `sqrt<f32>(${a})`,
  number: (value) => `(<f32>${value})`,
  whereAtLeast: (a, b, yes, no) => `(${a} >= ${b} ? ${yes} : ${no})`,
  whereAbove: (a, b, yes, no) => `(${a} > ${b} ? ${yes} : ${no})`,
};

/** Name, matrices, column vectors, numbers, and the formula of each output. */
const maps = [
  ['addScaled', 'a b', '', 'factor', (o) => ({ out: o.add('a', o.multiply('factor', 'b')) })],
  ['scale', 'a', '', 'factor', (o) => ({ out: o.multiply('factor', 'a') })],
  ['multiply', 'a b', '', '', (o) => ({ out: o.multiply('a', 'b') })],
  ['rectify', 'x', '', '', (o) => ({ out: o.larger('x', o.number(0)) })],
  [
    'rectifyGradient',
    'dy x',
    '',
    '',
    (o) => ({ out: o.whereAbove('x', o.number(0), 'dy', o.number(0)) }),
  ],
  ['addColumns', 'x', 'shift', '', (o) => ({ out: o.add('x', 'shift') })],
  [
    'passInside',
    'dy x',
    'shift',
    'limit',
    (o) => ({
      out: o.whereAtLeast('limit', o.absolute(o.add('x', 'shift')), 'dy', o.number(0)),
    }),
  ],
  [
    'passQuadratic',
    'dy x',
    'shift',
    '',
    (o) => {
      const size = o.absolute(o.add('x', 'shift'));
      const slope = o.subtract(o.number(2), o.multiply(o.number(2), size));
      return { out: o.multiply('dy', o.larger(slope, o.number(0))) };
    },
  ],
  [
    'normalize',
    'x',
    'mean gain bias',
    '',
    (o) => ({ out: o.add(o.multiply(o.subtract('x', 'mean'), 'gain'), 'bias') }),
  ],
  [
    'normalizeGradient',
    'dy x',
    'mean gain dyMean slope',
    '',
    (o) => {
      const centred = o.subtract('dy', 'dyMean');
      const along = o.multiply(o.subtract('x', 'mean'), 'slope');
      return { out: o.multiply('gain', o.subtract(centred, along)) };
    },
  ],
  [
    'leaky',
    'x',
    'shift slope bias',
    '',
    (o) => {
      const moved = o.add('x', 'shift');
      const bent = o.whereAtLeast(moved, o.number(0), moved, o.multiply('slope', moved));
      return { out: o.add(bent, 'bias') };
    },
  ],
  [
    'leakyGradient',
    'dy x',
    'shift slope',
    '',
    (o) => ({
      out: o.whereAtLeast(o.add('x', 'shift'), o.number(0), 'dy', o.multiply('slope', 'dy')),
    }),
  ],
  [
    'adam',
    'weight gradient first second',
    '',
    'gradientFactor keepFirst takeFirst keepSecond takeSecond step rootFactor epsilon decay limit',
    (o) => {
      const g = o.multiply('gradientFactor', 'gradient');
      const first = o.add(o.multiply('keepFirst', 'first'), o.multiply('takeFirst', g));
      const second = o.add(
        o.multiply('keepSecond', 'second'),
        o.multiply('takeSecond', o.multiply(g, g)),
      );
      const size = o.add(o.multiply(o.root('newSecond'), 'rootFactor'), 'epsilon');
      const move = o.multiply('step', o.divide('newFirst', size));
      const moved = o.subtract(o.multiply('decay', 'weight'), move);
      const clipped = o.larger(o.smaller(moved, 'limit'), o.subtract(o.number(0), 'limit'));
      return { newFirst: first, newSecond: second, newWeight: clipped };
    },
  ],
];

export function columnMaps() {
  return maps.map(emit).join('\n');
}

function emit([name, matrices, vectors, numbers, formula]) {
  const words = (text) => text.split(' ').filter((word) => word !== '');
  const [inputs, columns, constants] = [words(matrices), words(vectors), words(numbers)];
  const fourfold = formula(vector);
  const single = formula(scalar);
  const outputs = Object.keys(fourfold);
  const parameters = [
    ...[...inputs, ...columns].map((input) => `${input}At: usize`),
    ...constants.map((constant) => `${constant}Value: f32`),
    ...outputs.map((output) => `${output}At: usize`),
  ];
  const places = [...inputs, ...outputs].map((matrix) => `${matrix}At`);
  const loads = (type, load) =>
    lines([...inputs, ...columns], (matrix) => `      const ${matrix}${type} = ${load(matrix)};`);
  return `
export function ${name}(
  ${parameters.join(', ')}, rows: i32, columns: i32,
): void {
  const whole = <usize>(columns & ~3) << 2;
  const end = <usize>columns << 2;
${lines(constants, (constant) => `  const ${constant}Four = f32x4.splat(${constant}Value);`)}
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < whole; at += 16) {
${lines(constants, (constant) => `      const ${constant} = ${constant}Four;`)}
${loads('', (matrix) => `v128.load(${matrix}At + at)`)}
${lines(outputs, (output) => `      const ${output} = ${fourfold[output]};`)}
${lines(outputs, (output) => `      v128.store(${output}At + at, ${output});`)}
    }
    for (let at = whole; at < end; at += 4) {
${lines(constants, (constant) => `      const ${constant} = ${constant}Value;`)}
${loads('', (matrix) => `load<f32>(${matrix}At + at)`)}
${lines(outputs, (output) => `      const ${output}: f32 = ${single[output]};`)}
${lines(outputs, (output) => `      store<f32>(${output}At + at, ${output});`)}
    }
${lines(places, (place) => `    ${place} += end;`)}
  }
}`;
}
