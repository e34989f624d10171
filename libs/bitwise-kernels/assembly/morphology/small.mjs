/**
 * The three smallest centred elements, for which a row buffer would cost as much as the work:
 * pairs of rows stream straight from the source to the destination.
 *
 * A pair shares the rows that both outputs read: for a square of height h, h - 1 of h + 1 rows.
 * The pixels outside enter as the first contents of the stages, as a last unit after the row, and
 * as the bits past the last column; rows outside read a constant row.
 */
import { centredSteps, delayOf, stages } from './pipelines.mjs';

export function small(unit, op) {
  return [
    kernel(unit, op, `${op}Square3`, 1, squareColumn(unit, op, 1), false),
    kernel(unit, op, `${op}Square5`, 2, squareColumn(unit, op, 2), false),
    kernel(unit, op, `${op}Cross3`, 1, crossColumn(unit, op), true),
  ].join('\n');
}

/** Of the loaded rows r0, r1, ...: what goes through the stages for the upper and lower output. */
function squareColumn(unit, op, half) {
  const inner = Array.from({ length: 2 * half }, (_, index) => `r${index + 1}`);
  const shared = inner.reduce((sum, row) => unit[op](sum, row));
  return `const shared = ${shared};
    let upper = ${unit[op]('r0', 'shared')};
    let lower = ${unit[op]('shared', `r${2 * half + 1}`)};`;
}

function crossColumn(unit, op) {
  return `const upperEnds = ${unit[op]('r0', 'r2')};
    const lowerEnds = ${unit[op]('r1', 'r3')};
    let upper = r1;
    let lower = r2;`;
}

function kernel(unit, op, name, half, column, cross) {
  const steps = centredSteps(half);
  if (delayOf(steps) !== 1) throw new Error(`${name} answers later than its kernel stores`);
  const rows = Array.from({ length: 2 * half + 2 }, (_, index) => index);
  const held = steps.flatMap((_, stage) => [`upperHeld${stage}`, `lowerHeld${stage}`]);
  if (cross) held.push('upperEndsHeld', 'lowerEndsHeld');
  const join = (row) => (cross ? unit[op](row, `${row}EndsHeld`) : row);
  const through = `${column}
    ${stages(unit, op, steps, 'upper', (stage) => `upperHeld${stage}`)}
    ${stages(unit, op, steps, 'lower', (stage) => `lowerHeld${stage}`)}`;
  const hold = cross ? 'upperEndsHeld = upperEnds; lowerEndsHeld = lowerEnds;' : '';
  const unitAt = (offset) => `${rows
    .map((row) => `      const r${row} = ${unit.load(`p${row} + at`, offset)};`)
    .join('\n')}
    ${through}`;
  const edge = (part) => {
    const keep = unit.load('work', part * unit.bytes);
    const rest = unit.and('value', unit.not(keep));
    const inside = (row) => unit.and(unit.load(`p${row} + at`, part * unit.bytes), keep);
    return `${rows.map((row) => `      const r${row} = ${unit.or(inside(row), rest)};`).join('\n')}
    ${through}`;
  };
  const beyond = `${rows.map((row) => `      const r${row} = value;`).join('\n')}
    ${through}`;
  // An answer belongs to the unit before the one that was read.
  const answer = (
    offset,
  ) => `${unit.store(`upperOut + (at - ${unit.bytes})`, join('upper'), offset)};
        ${unit.store(`lowerOut + (at - ${unit.bytes})`, join('lower'), offset)};`;
  const edges = Array.from({ length: 16 / unit.bytes - 1 }, (_, index) => index + 1);
  return `
/**
 * work: mask (16), constant row (stride), a row for the output below the last (stride).
 */
export function ${name}(source: usize, destination: usize, rows: i32, columns: usize, stride: usize, outside: i32, work: usize): void {
  const value = filling(outside);
  writeMask(work, columns);
  const constant = work + 16;
  fill(constant, stride, value);
  const spare = constant + stride;
  // The units of the row's last 16 bytes, taken apart because some of their bits lie outside.
  const last = stride - 16;
  for (let y: i32 = 0; y < rows; y += 2) {
${rows.map((row) => `    const p${row} = rowAt(source, y + ${row - half}, rows, stride, constant);`).join('\n')}
    const upperOut = destination + <usize>y * stride;
    const lowerOut = y + 1 < rows ? upperOut + stride : spare;
${held.map((name) => `    let ${name} = value;`).join('\n')}
    let at: usize = 0;
    if (last > 0) {
      // The first unit answers nothing yet.
${unitAt(0)}
      ${hold}
      at += ${unit.bytes};
    }
    for (; at + ${unit.bytes} < last; at += ${2 * unit.bytes}) {
      {
${unitAt(0)}
        ${answer(0)}
        ${hold}
      }
      {
${unitAt(unit.bytes)}
        ${answer(unit.bytes)}
        ${hold}
      }
    }
    for (; at < last; at += ${unit.bytes}) {
${unitAt(0)}
      ${answer(0)}
      ${hold}
    }
    {
${edge(0)}
      if (at > 0) {
        ${answer(0)}
      }
      ${hold}
    }
${edges
  .map(
    (part) => `    {
${edge(part)}
      ${answer(part * unit.bytes)}
      ${hold}
    }`,
  )
  .join('\n')}
    {
${beyond}
      ${answer(16)}
    }
    zeroPadding(upperOut + last, work);
    zeroPadding(lowerOut + last, work);
  }
}
`;
}
