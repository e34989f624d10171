import { morphologyScalarBinary } from '../generated/morphology-scalar.ts';
import { morphologyBinary } from '../generated/morphology.ts';
import { KernelFamily } from '../storage/load-family.ts';

/** Pointers and byte counts, in the order of the sources in assembly/morphology. */
type Images = [
  source: number,
  destination: number,
  rows: number,
  columns: number,
  stride: number,
  outside: number,
];
type Rectangle = [start: number, width: number, top: number, height: number];

type SmallKernel = (...values: [...Images, work: number]) => void;
type RectangleKernel = (...values: [...Images, ...Rectangle, pad: number, work: number]) => void;
type ChainKernel = (
  ...values: [...Images, plan: number, links: number, pad: number, work: number, buffers: number]
) => void;

/** The compiled kernels: `or` dilates, `and` erodes. */
export interface MorphologyKernels {
  orSquare3: SmallKernel;
  orSquare5: SmallKernel;
  orCross3: SmallKernel;
  orRectangle: RectangleKernel;
  orChain: ChainKernel;
  andSquare3: SmallKernel;
  andSquare5: SmallKernel;
  andCross3: SmallKernel;
  andRectangle: RectangleKernel;
  andChain: ChainKernel;
}

/** 128 pixels at once. */
export const simdMorphology = new KernelFamily<MorphologyKernels>(morphologyBinary);
/** 64 pixels at once, for engines without SIMD. */
export const scalarMorphology = new KernelFamily<MorphologyKernels>(morphologyScalarBinary);

/** Slack on either side of a padded row, for the units that a pass reads around its range. */
const SLACK_BYTES = 256;
/** Suffixes of one strip of a block of rows. */
const SUFFIX_BYTES = 4096;
const BLOCK_ROWS = 64;

const align16 = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Whole vectors that cover `reach` pixels, at least one; in bytes. */
export function padFor(reach: number): number {
  return Math.max(1, Math.ceil(reach / 128)) * 16;
}

/** What a small kernel works in: a mask, a constant row and a spare row. */
export function smallWork(stride: number): number {
  return 16 + 2 * stride;
}

/** What a rectangle kernel works in: a mask, a constant row, suffixes and a block of rows. */
export function rectangleWork(stride: number, pad: number, height: number): number {
  const rows = Math.min(height, BLOCK_ROWS);
  return 16 + stride + SUFFIX_BYTES + rows * (stride + 2 * (pad + SLACK_BYTES));
}

/** What a chain kernel works in: two masks, a constant row and the pointers of a link's rows. */
export function chainWork(stride: number, longestLink: number): number {
  return 32 + stride + align16((longestLink + 1) * 4);
}

/** The two padded rows of a chain kernel; a link may read twice the reach beyond the pad. */
export function chainBuffers(stride: number, pad: number): number {
  return 2 * (stride + 2 * (3 * pad + SLACK_BYTES));
}
