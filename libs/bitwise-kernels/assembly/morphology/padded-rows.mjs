/** Rows in buffers: their borders, horizontal runs over them, and combinations of whole rows. */

/** Largest half-width n of a centred run of 2n + 1 with constant shifts. */
export const LARGEST_CENTRED = 15;

/** What or and and share: filling, and the bits past the last column. */
export function common(unit) {
  const offsets = Array.from({ length: 16 / unit.bytes }, (_, index) => index * unit.bytes);
  const each = (text) => offsets.map(text).join('\n');
  const mask = (offset) => unit.load('mask', offset);
  const keep = each((o) => `  ${unit.store('at', unit.and(unit.load('at', o), mask(o)), o)};`);
  const copy = each((o) => `  ${unit.store('to', unit.load('from', o), o)};`);
  const merge = each((o) => {
    const inside = unit.and(unit.load('at', o), mask(o));
    const outside = unit.and(unit.load('other', o), unit.not(mask(o)));
    return `  ${unit.store('at', unit.or(inside, outside), o)};`;
  });
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
export function horizontal(unit, op) {
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
export function vertical(unit, op) {
  const lanes = [0, 1, 2, 3];
  const each = (text) => lanes.map(text).join('\n');
  const offset = (lane) => lane * unit.bytes;
  const step = 4 * unit.bytes;
  return `
/** list: \`count\` pointers of rows of \`bytes\`, count >= 1. to: their combination. */
function ${op}Rows(list: usize, count: usize, to: usize, bytes: usize): void {
  const end = list + (count << 2);
  const first = <usize>load<u32>(list);
  let at: usize = 0;
  for (; at + ${step} <= bytes; at += ${step}) {
    const start = first + at;
${each((lane) => `    let x${lane} = ${unit.load('start', offset(lane))};`)}
    for (let entry = list + 4; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
${each((lane) => `      x${lane} = ${unit[op](`x${lane}`, unit.load('row', offset(lane)))};`)}
    }
    const out = to + at;
${each((lane) => `    ${unit.store('out', `x${lane}`, offset(lane))};`)}
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
  const offset = (lane) => lane * unit.bytes;
  const bytes = width * unit.bytes;
  const neutral = unit.splat(op === 'or' ? '0' : '-1');
  return `
function ${op}Strip${width}(source: usize, rows: i32, stride: usize, constant: usize, at: usize, top: i32, height: i32, count: i32, suffixes: usize, to: usize, toStride: usize): void {
${each((lane) => `  let x${lane} = ${neutral};`)}
  for (let row = height - 1; row >= 0; row--) {
    const from = rowAt(source, top + row, rows, stride, constant) + at;
${each((lane) => `    x${lane} = ${unit[op](`x${lane}`, unit.load('from', offset(lane)))};`)}
    if (row < count) {
      const suffix = suffixes + <usize>row * ${bytes};
${each((lane) => `      ${unit.store('suffix', `x${lane}`, offset(lane))};`)}
    }
  }
${each((lane) => `  ${unit.store('to', `x${lane}`, offset(lane))};`)}
${each((lane) => `  x${lane} = ${neutral};`)}
  for (let row = 1; row < count; row++) {
    const from = rowAt(source, top + height + row - 1, rows, stride, constant) + at;
    suffixes += ${bytes};
    to += toStride;
${each((lane) => `    x${lane} = ${unit[op](`x${lane}`, unit.load('from', offset(lane)))};`)}
${each((lane) => `    ${unit.store('to', unit[op](`x${lane}`, unit.load('suffixes', offset(lane))), offset(lane))};`)}
  }
}
`;
}
