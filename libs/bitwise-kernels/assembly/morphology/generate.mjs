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

import { LARGEST_CENTRED, common, horizontal, vertical } from './padded-rows.mjs';
import { centredSteps, forwardSteps, pipeline } from './pipelines.mjs';
import { small } from './small.mjs';
import { vector128, word64 } from './units.mjs';

export default function generate() {
  return { 'index.ts': source(vector128) };
}

export function generateScalar() {
  return { 'index.ts': source(word64) };
}

function source(unit) {
  const forward = [1, 2, 3, 4, 5, 6];
  const parts = [common(unit)];
  for (const op of ['or', 'and']) {
    for (let half = 1; half <= LARGEST_CENTRED; half++) {
      parts.push(pipeline(unit, op, `${op}Centred${half}`, centredSteps(half)));
    }
    for (const power of forward) {
      const length = 2 ** power;
      parts.push(pipeline(unit, op, `${op}Forward${length}`, forwardSteps(length)));
    }
    parts.push(horizontal(unit, op), vertical(unit, op), entries(unit, op), small(unit, op));
  }
  return parts.join('\n');
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
