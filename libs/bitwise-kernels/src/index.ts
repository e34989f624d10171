export { BITS_PER_WORD, BitMatrix } from './storage/bit-matrix.ts';
export { selectedKernels, withKernels } from './storage/variant.ts';
export type { KernelSelection, KernelVariant } from './storage/variant.ts';
