/**
 * Writes the morphology kernels: once for `or` (dilation) and once for `and` (erosion), on 128-bit
 * vectors or, for engines without SIMD, on 64-bit words.
 *
 * All of them compute out[y][x] = OP over the element's offsets (dx, dy) of in[y + dy][x + dx], one
 * output row at a time in a row buffer that stays in the first-level cache:
 *
 *   1. vertical: whole rows are combined, which needs no shifts;
 *   2. horizontal: the buffer is combined with itself shifted, which makes a run of offsets.
 *
 * A run of L grows by doubling (1, 2, 4, ... bits) and one last overlapping shift. Centred runs of
 * 3 to 31 are one pass with constant shifts: every stage keeps its previous vector in a local, so
 * nothing is stored between stages. Any other run doubles in place and is shifted back by a pass
 * with variable shifts.
 *
 * A row buffer has `pad` bytes on either side which, like the bits past the last column, hold the
 * value of the pixels outside the image. Beyond the pads lies slack that may be read and written
 * freely: what is read there never reaches the image.
 */

/** Largest half-width n of a centred run of 2n + 1 with constant shifts. */
const LARGEST_CENTRED = 15;

export default function generate() {
  return { 'index.ts': source(vector128) };
}

export function generateScalar() {
  return { 'index.ts': source(word64) };
}

const vector128 = {
  type: 'v128',
  bytes: 16,
  load: (at) => `v128.load(${at})`,
  store: (at, value) => `v128.store(${at}, ${value})`,
  or: (a, b) => `v128.or(${a}, ${b})`,
  and: (a, b) => `v128.and(${a}, ${b})`,
  splat: (word) => `i64x2.splat(<i64>(${word}))`,
  /** The vector `bits` higher in the stream: low bits from `current`, high ones from `next`. */
  ahead(current, next, bits) {
    if (bits % 8 === 0) return bytesFrom(current, next, bits / 8);
    const middle = `v128.shuffle<u64>(${current}, ${next}, 1, 2)`;
    return `v128.or(i64x2.shr_u(${current}, ${bits}), i64x2.shl(${middle}, ${64 - bits}))`;
  },
  /** The vector `bits` lower in the stream: high bits from `current`, low ones from `previous`. */
  behind(current, previous, bits) {
    if (bits % 8 === 0) return bytesFrom(previous, current, 16 - bits / 8);
    const middle = `v128.shuffle<u64>(${previous}, ${current}, 1, 2)`;
    return `v128.or(i64x2.shl(${current}, ${bits}), i64x2.shr_u(${middle}, ${64 - bits}))`;
  },
  shiftDown: (value, bits) => `i64x2.shr_u(${value}, ${bits})`,
  shiftUp: (value, bits) => `i64x2.shl(${value}, ${bits})`,
};

const word64 = {
  type: 'u64',
  bytes: 8,
  load: (at) => `load<u64>(${at})`,
  store: (at, value) => `store<u64>(${at}, ${value})`,
  or: (a, b) => `(${a} | ${b})`,
  and: (a, b) => `(${a} & ${b})`,
  splat: (word) => `(<u64>(${word}))`,
  ahead: (current, next, bits) => `((${current} >> ${bits}) | (${next} << ${64 - bits}))`,
  behind: (current, previous, bits) => `((${current} << ${bits}) | (${previous} >> ${64 - bits}))`,
  shiftDown: (value, bits) => `(${value} >> <u64>(${bits}))`,
  shiftUp: (value, bits) => `(${value} << <u64>(${bits}))`,
};

/** The 16 bytes from byte `first` of the 32 bytes `low`, `high`. */
function bytesFrom(low, high, first) {
  const lanes = Array.from({ length: 16 }, (_, lane) => first + lane);
  return `v128.shuffle<u8>(${low}, ${high}, ${lanes.join(', ')})`;
}

/** The doubling shifts of a run: 1, 2, 4, ... and what is then missing. */
function doublings(length) {
  const shifts = [];
  let reached = 1;
  for (; reached * 2 <= length; reached *= 2) shifts.push(reached);
  if (reached < length) shifts.push(length - reached);
  return shifts;
}

/** Gives each doubling shift of a centred run a direction, so that half of the run lies behind. */
function centredSteps(half) {
  const shifts = doublings(2 * half + 1);
  for (let choice = 0; ; choice++) {
    const steps = shifts.map((bits, index) => ({ bits, ahead: !((choice >> index) & 1) }));
    const behind = steps.reduce((sum, step) => sum + (step.ahead ? 0 : step.bits), 0);
    if (behind === half) return steps;
  }
}

function source(unit) {
  const forward = [1, 2, 3, 4, 5, 6];
  const parts = [common(unit)];
  for (const op of ['or', 'and']) {
    for (let half = 1; half <= LARGEST_CENTRED; half++) {
      parts.push(pipeline(unit, op, `${op}Centred${half}`, centredSteps(half)));
    }
    for (const power of forward) {
      const steps = doublings(2 ** power).map((bits) => ({ bits, ahead: true }));
      parts.push(pipeline(unit, op, `${op}Forward${2 ** power}`, steps));
    }
    parts.push(horizontal(unit, op), vertical(unit, op), entries(unit, op));
  }
  return parts.join('\n');
}

/**
 * One pass over `bytes` from `from` to `to` (which may be `from`): a stage for each step, each
 * holding its previous input. A stage that looks ahead answers one unit late.
 */
function pipeline(unit, op, name, steps) {
  const delay = steps.filter((step) => step.ahead).length;
  const body = [`let x = ${unit.load('from + at')};`];
  steps.forEach(({ bits, ahead }, stage) => {
    const held = `held${stage}`;
    const result = ahead
      ? unit[op](held, unit.ahead(held, 'x', bits))
      : unit[op]('x', unit.behind('x', held, bits));
    body.push(`const y${stage} = ${result}; ${held} = x; x = y${stage};`);
  });
  const held = steps.map((_, stage) => `  let held${stage} = ${unit.splat('0')};`).join('\n');
  return `
function ${name}(from: usize, to: usize, bytes: usize): void {
${held}
  let at: usize = -${unit.bytes};
  for (let warm = 0; warm <= ${delay}; warm++) {
    ${body.join('\n    ')}
    at += ${unit.bytes};
  }
  const end = to + bytes;
  while (to < end) {
    ${body.join('\n    ')}
    ${unit.store('to', 'x')};
    at += ${unit.bytes};
    to += ${unit.bytes};
  }
}
`;
}

/** What or and and share: filling, and the bits past the last column. */
function common(unit) {
  const offsets = Array.from({ length: 16 / unit.bytes }, (_, index) => index * unit.bytes);
  const mask = (offset) => unit.load(`mask${offset ? ` + ${offset}` : ''}`);
  const at = (offset) => `at${offset ? ` + ${offset}` : ''}`;
  const inverse = (value) => (unit.type === 'v128' ? `v128.not(${value})` : `~${value}`);
  const keep = offsets
    .map((o) => `  ${unit.store(at(o), unit.and(unit.load(at(o)), mask(o)))};`)
    .join('\n');
  const copy = offsets
    .map(
      (o) => `  ${unit.store(`to${o ? ` + ${o}` : ''}`, unit.load(`from${o ? ` + ${o}` : ''}`))};`,
    )
    .join('\n');
  const merge = offsets
    .map((o) => {
      const inside = unit.and(unit.load(at(o)), mask(o));
      const outside = unit.and(unit.load(`other${o ? ` + ${o}` : ''}`), inverse(mask(o)));
      return `  ${unit.store(at(o), unit.or(inside, outside))};`;
    })
    .join('\n');
  return `
/** Slack for the units that a pass reads before and after its range. */
const SLACK: usize = 256;
const BLOCK: usize = 64;

// @ts-ignore: decorator
@inline
function filling(outside: i32): ${unit.type} {
  const word: u64 = outside ? ~(<u64>0) : 0;
  return ${unit.splat('word')};
}

function fill(at: usize, bytes: usize, value: ${unit.type}): void {
  for (const end = at + bytes; at < end; at += ${unit.bytes}) ${unit.store('at', 'value')};
}

/** Writes the 16 bytes whose bits are 1 where the last vector of a row holds columns. */
function writeMask(mask: usize, columns: usize): void {
  const kept = ((columns - 1) & 127) + 1;
  const ones: u64 = ~(<u64>0);
  store<u64>(mask, kept >= 64 ? ones : ones >> (<u64>(64 - kept)));
  store<u64>(mask, kept <= 64 ? 0 : ones >> (<u64>(128 - kept)), 8);
}

// @ts-ignore: decorator
@inline
function copy16(to: usize, from: usize): void {
${copy}
}

/** Zeroes the bits past the last column in the last 16 bytes of a row. */
// @ts-ignore: decorator
@inline
function zeroPadding(at: usize, mask: usize): void {
${keep}
}

/** Takes the bits past the last column from \`other\`. */
// @ts-ignore: decorator
@inline
function takePadding(at: usize, mask: usize, other: usize): void {
${merge}
}

/** Where row \`row\` of the source stands; rows outside read the constant row. */
// @ts-ignore: decorator
@inline
function rowAt(source: usize, row: i32, rows: i32, stride: usize, constant: usize): usize {
  return <u32>row < <u32>rows ? source + <usize>row * stride : constant;
}
`;
}

/** The run of offsets a .. a + length - 1 over a padded row. */
function horizontal(unit, op) {
  const cases = Array.from(
    { length: LARGEST_CENTRED },
    (_, index) => `      case ${index + 1}: ${op}Centred${index + 1}(from, to, bytes); return;`,
  ).join('\n');
  // A shift by 1 to 8 bits beyond whole bytes never meets the undefined shift by 64.
  const shifted = (at, bits) =>
    unit.or(
      unit.shiftDown(unit.load(at), bits),
      unit.shiftUp(unit.load(`${at} + 8`), `64 - ${bits}`),
    );
  return `
function ${op}Shifted(from: usize, to: usize, bytes: usize, a: i32): void {
  const bits = ((a - 1) & 7) + 1;
  from += (a - bits) >> 3;
  for (let at: usize = 0; at < bytes; at += ${unit.bytes}) {
    const source = from + at;
    ${unit.store('to + at', shifted('source', 'bits'))};
  }
}

function ${op}ShiftedTwice(from: usize, to: usize, bytes: usize, a: i32, b: i32): void {
  const bitsA = ((a - 1) & 7) + 1;
  const bitsB = ((b - 1) & 7) + 1;
  const fromA = from + ((a - bitsA) >> 3);
  const fromB = from + ((b - bitsB) >> 3);
  for (let at: usize = 0; at < bytes; at += ${unit.bytes}) {
    const sourceA = fromA + at;
    const sourceB = fromB + at;
    ${unit.store('to + at', unit[op](shifted('sourceA', 'bitsA'), shifted('sourceB', 'bitsB')))};
  }
}

/** Combines the row with itself \`offset\` bytes ahead, in place. */
function ${op}Ahead(at: usize, bytes: usize, offset: usize): void {
  for (const end = at + bytes; at < end; at += ${unit.bytes}) {
    ${unit.store('at', unit[op](unit.load('at'), unit.load('at + offset')))};
  }
}

/**
 * row: padded; its content is used up. to: \`stride\` bytes, or the padded row around them where
 * \`whole\` is set; another buffer than row.
 */
function ${op}Run(row: usize, to: usize, stride: usize, pad: usize, whole: bool, a: i32, length: i32): void {
  let from = row;
  let bytes = stride;
  if (whole) {
    from -= pad;
    to -= pad;
    bytes += 2 * pad;
  }
  if (length & 1 && a == -(length >> 1)) {
    switch (length >> 1) {
${cases}
    }
  }
  const start = row - pad;
  const all = stride + 2 * pad;
  let reached: i32 = 1;
  if (length >= 64) { ${op}Forward64(start, start, all); reached = 64; }
  else if (length >= 32) { ${op}Forward32(start, start, all); reached = 32; }
  else if (length >= 16) { ${op}Forward16(start, start, all); reached = 16; }
  else if (length >= 8) { ${op}Forward8(start, start, all); reached = 8; }
  else if (length >= 4) { ${op}Forward4(start, start, all); reached = 4; }
  else if (length >= 2) { ${op}Forward2(start, start, all); reached = 2; }
  for (; reached * 2 <= length; reached *= 2) ${op}Ahead(start, all, <usize>(reached >> 3));
  if (reached == length) ${op}Shifted(from, to, bytes, a);
  else ${op}ShiftedTwice(from, to, bytes, a, a + length - reached);
}
`;
}

/** Combining whole rows. */
function vertical(unit, op) {
  const lanes = [0, 1, 2, 3];
  const each = (text) => lanes.map(text).join('\n');
  const offset = (lane) => (lane ? ` + ${lane * unit.bytes}` : '');
  const step = 4 * unit.bytes;
  return `
/** list: \`count\` pointers of rows of \`bytes\`, count >= 1. to: their combination. */
function ${op}Rows(list: usize, count: usize, to: usize, bytes: usize): void {
  const end = list + (count << 2);
  const first = <usize>load<u32>(list);
  let at: usize = 0;
  for (; at + ${step} <= bytes; at += ${step}) {
    const start = first + at;
${each((lane) => `    let x${lane} = ${unit.load(`start${offset(lane)}`)};`)}
    for (let entry = list + 4; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
${each((lane) => `      x${lane} = ${unit[op](`x${lane}`, unit.load(`row${offset(lane)}`))};`)}
    }
    const out = to + at;
${each((lane) => `    ${unit.store(`out${offset(lane)}`, `x${lane}`)};`)}
  }
  for (; at < bytes; at += ${unit.bytes}) {
    let x = ${unit.load('first + at')};
    for (let entry = list + 4; entry < end; entry += 4) {
      x = ${unit[op]('x', unit.load('<usize>load<u32>(entry) + at'))};
    }
    ${unit.store('to + at', 'x')};
  }
}

${strip(unit, op, 4)}
${strip(unit, op, 1)}`;
}

/**
 * A strip of \`lanes\` units of \`count\` vertical runs of \`height\` rows, the first starting at row
 * \`top\` (van Herk, Gil and Werman): suffixes of the first run go to \`suffixes\`, prefixes of what
 * follows stay in locals; three operations a row whatever the height.
 */
function strip(unit, op, width) {
  const lanes = Array.from({ length: width }, (_, lane) => lane);
  const each = (text) => lanes.map(text).join('\n');
  const offset = (lane) => (lane ? ` + ${lane * unit.bytes}` : '');
  const bytes = width * unit.bytes;
  const neutral = unit.splat(op === 'or' ? '0' : '-1');
  return `
function ${op}Strip${width}(source: usize, rows: i32, stride: usize, constant: usize, at: usize, top: i32, height: i32, count: i32, suffixes: usize, to: usize, toStride: usize): void {
${each((lane) => `  let x${lane} = ${neutral};`)}
  for (let row = height - 1; row >= 0; row--) {
    const from = rowAt(source, top + row, rows, stride, constant) + at;
${each((lane) => `    x${lane} = ${unit[op](`x${lane}`, unit.load(`from${offset(lane)}`))};`)}
    if (row < count) {
      const suffix = suffixes + <usize>row * ${bytes};
${each((lane) => `      ${unit.store(`suffix${offset(lane)}`, `x${lane}`)};`)}
    }
  }
${each((lane) => `  ${unit.store(`to${offset(lane)}`, `x${lane}`)};`)}
${each((lane) => `  x${lane} = ${neutral};`)}
  for (let row = 1; row < count; row++) {
    const from = rowAt(source, top + height + row - 1, rows, stride, constant) + at;
    suffixes += ${bytes};
    to += toStride;
${each((lane) => `    x${lane} = ${unit[op](`x${lane}`, unit.load(`from${offset(lane)}`))};`)}
${each((lane) => `    ${unit.store(`to${offset(lane)}`, unit[op](`x${lane}`, unit.load(`suffixes${offset(lane)}`)))};`)}
  }
}
`;
}

/** The exported kernels. */
function entries(unit, op) {
  return `
/**
 * A rectangle: offsets a .. a + width - 1 by top .. top + height - 1, in blocks of rows.
 * work: mask (16), constant row (stride), suffixes (4096), then min(height, 64) padded rows.
 */
export function ${op}Rectangle(source: usize, destination: usize, rows: i32, columns: usize, stride: usize, outside: i32, a: i32, width: i32, top: i32, height: i32, pad: usize, work: usize): void {
  const value = filling(outside);
  const mask = work;
  writeMask(mask, columns);
  const constant = mask + 16;
  fill(constant, stride, value);
  const suffixes = constant + stride;
  const buffer = suffixes + 4096 + SLACK + pad;
  const bufferStride = stride + 2 * (pad + SLACK);
  const block = min(height, <i32>BLOCK);
  for (let y: i32 = 0; y < rows; y += block) {
    const count = min(block, rows - y);
    let at: usize = 0;
    for (; at + ${4 * unit.bytes} <= stride; at += ${4 * unit.bytes}) {
      ${op}Strip4(source, rows, stride, constant, at, y + top, height, count, suffixes, buffer + at, bufferStride);
    }
    for (; at < stride; at += ${unit.bytes}) {
      ${op}Strip1(source, rows, stride, constant, at, y + top, height, count, suffixes, buffer + at, bufferStride);
    }
    for (let index: i32 = 0; index < count; index++) {
      const row = buffer + <usize>index * bufferStride;
      fill(row - pad, pad, value);
      fill(row + stride, pad, value);
      takePadding(row + stride - 16, mask, constant);
      const to = destination + <usize>(y + index) * stride;
      ${op}Run(row, to, stride, pad, false, a, width);
      zeroPadding(to + stride - 16, mask);
    }
  }
}

/**
 * Any element as a chain of runs, longest first (see plan.ts): for each link the rows it names
 * are combined into the buffer, which then takes the link's run.
 * plan: links of [rows, a, length, dy ...]. work: mask (16), saved padding (16), constant row
 * (stride), pointers, then two padded rows at \`buffers\`.
 */
export function ${op}Chain(source: usize, destination: usize, rows: i32, columns: usize, stride: usize, outside: i32, plan: usize, links: i32, pad: usize, work: usize, buffers: usize): void {
  const value = filling(outside);
  const absorbing = outside == ${op === 'or' ? 1 : 0};
  const mask = work;
  writeMask(mask, columns);
  const saved = work + 16;
  const constant = work + 32;
  fill(constant, stride, value);
  const list = constant + stride;
  // A link may shift by twice the reach of the element, which the pad covers once.
  const slack = SLACK + 2 * pad;
  const bufferStride = stride + 2 * (pad + slack);
  const last = stride - 16;
  for (let y: i32 = 0; y < rows; y++) {
    const out = destination + <usize>y * stride;
    let row = buffers + slack + pad;
    let other = row + bufferStride;
    let link = plan;
    for (let index: i32 = 0; index < links; index++) {
      const count = load<i32>(link);
      const a = load<i32>(link, 4);
      const length = load<i32>(link, 8);
      link += 12;
      let entry = list;
      if (index > 0) {
        store<u32>(entry, <u32>row);
        entry += 4;
        copy16(saved, row + last);
      }
      for (const end = link + (<usize>count << 2); link < end; link += 4) {
        store<u32>(entry, <u32>rowAt(source, y + load<i32>(link), rows, stride, constant));
        entry += 4;
      }
      const final = index == links - 1;
      if (final && length == 1 && a == 0) {
        ${op}Rows(list, (entry - list) >> 2, out, stride);
        break;
      }
      ${op}Rows(list, (entry - list) >> 2, row, stride);
      if (index == 0 || absorbing) {
        fill(row - pad, pad, value);
        fill(row + stride, pad, value);
        takePadding(row + last, mask, constant);
      } else {
        takePadding(row + last, mask, saved);
      }
      ${op}Run(row, final ? out : other, stride, pad, !final, a, length);
      const swap = row;
      row = other;
      other = swap;
    }
    zeroPadding(out + last, mask);
  }
}
`;
}
