import { rankBinary } from '../generated/rank.ts';
import { complement } from '../logic/logic.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { KernelFamily } from '../storage/load-family.ts';
import {
  type RankDecision,
  type RankOutside,
  type RankWindow,
  placeOf,
  rankRegion,
} from './reference.ts';

interface RankKernels {
  rank(
    source: number,
    destination: number,
    rows: number,
    columns: number,
    stride: number,
    width: number,
    height: number,
    originX: number,
    originY: number,
    ones: number,
    line: number,
    ring: number,
    sums: number,
    across: number,
    whole: number,
    places: number,
  ): void;
}

const family = new KernelFamily<RankKernels>(rankBinary);

/** Zeros on both sides of a row in the kernel's line buffer. */
const LINE_MARGIN = 32;

/**
 * Writes a one where the window holds at least `ones` ones; at the edges of the matrix `decide` says
 * so too, for rules that are not one bit everywhere.
 *
 * SIMD where there is any, which reads zeros or other rows and columns of the matrix off it. Where
 * cells off the matrix do not count at all, the edges are written once more by the reference.
 */
export function rankInto(
  source: BitMatrix,
  window: RankWindow,
  ones: number,
  outside: RankOutside,
  decide: RankDecision,
  destination: BitMatrix,
): void {
  const { rows, columns } = source;
  const everything = { top: 0, bottom: rows, left: 0, right: columns };
  if (!family.usable) {
    rankRegion(source, window, outside, decide, everything, destination);
    return;
  }
  if (outside === 1) {
    // At least so many ones where the outside is 1: not more zeros than the others, outside 0.
    using zeros = complement(source);
    rankPlanes(zeros, window, window.width * window.height - ones + 1, 0, destination);
    complement(destination, destination);
    return;
  }
  rankPlanes(source, window, ones, outside, destination);
  if (outside !== 'ignore') return;
  const top = Math.min(window.originY, rows);
  const left = Math.min(window.originX, columns);
  const bottom = Math.max(top, rows - (window.height - 1 - window.originY));
  const right = Math.max(left, columns - (window.width - 1 - window.originX));
  for (const edge of [
    { ...everything, bottom: top },
    { ...everything, top: bottom },
    { top, bottom, left: 0, right: left },
    { top, bottom, left: right, right: columns },
  ]) {
    rankRegion(source, window, outside, decide, edge, destination);
  }
}

function rankPlanes(
  source: BitMatrix,
  window: RankWindow,
  ones: number,
  outside: RankOutside,
  destination: BitMatrix,
): void {
  const { rows, columns } = source;
  const { width, height, originX, originY } = window;
  const stride = source.wordsPerRow * 4;
  const across = planesOf(width);
  const whole = planesOf(width * height);
  using line = KernelBlock.cleared(stride + 2 * LINE_MARGIN);
  using ring = new KernelBlock(height * across * stride);
  using sums = KernelBlock.cleared(whole * stride);
  const steps = rows + height - 1;
  using places = new KernelBlock((steps + width - 1) * 4);
  const indices = new Int32Array(places.u8().buffer, places.pointer, steps + width - 1);
  for (let step = 0; step < steps; step++) indices[step] = placeOf(step - originY, rows, outside);
  for (let at = 0; at < width - 1; at++) {
    const column = at < originX ? -1 - at : columns + at - originX;
    indices[steps + at] = placeOf(column, columns, outside);
  }
  family.run((kernels) =>
    kernels.rank(
      source.pointer,
      destination.pointer,
      rows,
      columns,
      stride,
      width,
      height,
      originX,
      originY,
      ones,
      line.pointer + LINE_MARGIN,
      ring.pointer,
      sums.pointer,
      across,
      whole,
      places.pointer,
    ),
  );
}

/** How many bits hold a count up to `largest`. */
function planesOf(largest: number): number {
  return 32 - Math.clz32(largest);
}
