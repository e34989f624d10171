export type {
  ComponentMeasurement,
  ComponentTable,
  Connectivity,
} from './components/component-table.ts';
export { connectedComponents } from './components/components.ts';
export { combine, complement } from './logic/logic.ts';
export type { LogicOperation } from './logic/reference.ts';
export { packSigns, packThreshold, unpackBytes } from './packing/packing.ts';
export type { UnpackOptions } from './packing/packing.ts';
export { BITS_PER_WORD, BitMatrix } from './storage/bit-matrix.ts';
export { selectedKernels, withKernels } from './storage/variant.ts';
export type { KernelSelection, KernelVariant } from './storage/variant.ts';
export * from './training/index.ts';
