export type {
  ComponentMeasurement,
  ComponentMeasurements,
  ComponentTable,
  Connectivity,
} from './components/component-table.ts';
export { connectedComponents } from './components/components.ts';
export { distances } from './distance/distance.ts';
export { NO_ZERO } from './distance/reference.ts';
export type { DistanceMetric } from './distance/reference.ts';
export { reconstruct } from './geodesic/reconstruct.ts';
export { combine, complement } from './logic/logic.ts';
export type { LogicOperation } from './logic/reference.ts';
export type { ElementRows, PackedElement, PackedRectangle } from './morphology/element.ts';
export { hitOrMiss } from './morphology/hit-or-miss.ts';
export type { HitOrMissOutside } from './morphology/hit-or-miss.ts';
export {
  dilateElement,
  dilateRectangle,
  erodeElement,
  erodeRectangle,
} from './morphology/morphology.ts';
export { overBytes } from './morphology/over-bytes.ts';
export type { OverBytesOptions } from './morphology/over-bytes.ts';
export { packSigns, packThreshold, unpackBytes } from './packing/packing.ts';
export type { UnpackOptions } from './packing/packing.ts';
export { MAX_RANK_WINDOW, medianFilter, rankFilter } from './rank/rank.ts';
export type { RankOutside, RankWindow } from './rank/reference.ts';
export { voteByTables } from './lookup/vote.ts';
export { MAX_TABLE_INPUTS, MAX_TABLE_REACH, type VoteTables } from './lookup/vote-tables.ts';
export { FloatString } from './float-strings/float-string.ts';
export { BitString } from './shifts/bit-string.ts';
export type { ShiftOperation } from './shifts/reference.ts';
export { BITS_PER_WORD, BitMatrix } from './storage/bit-matrix.ts';
export { KernelBytes } from './storage/kernel-bytes.ts';
export { keeping, withTemporaries } from './storage/temporaries.ts';
export { selectedKernels, withKernels } from './storage/variant.ts';
export type { KernelSelection, KernelVariant } from './storage/variant.ts';
export type { ThinningMethod } from './thinning/rules.ts';
export { thinning } from './thinning/thin.ts';
export * from './training/index.ts';
export * from './convolution/index.ts';
export * from './products/index.ts';
export * from './threads/index.ts';
