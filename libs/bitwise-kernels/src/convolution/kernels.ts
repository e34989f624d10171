import { convolutionBinary } from '../generated/convolution.ts';
import { KernelFamily } from '../storage/load-family.ts';
import type { GridKernel } from '../training/kernels.ts';

/** What `assembly/convolution` exports. */
interface ConvolutionKernels {
  /** The last operand is the bit offset in a target row. */
  copyBitGrid: GridKernel;
  /** Columns count vectors of 16 bytes; the last operand is 1 for OR and 0 for AND. */
  combineBitGrid: GridKernel;
  copyPlanned(plan: number, records: number, x: number, patches: number): void;
  fillRows(to: number, rows: number, stride: number, columns: number, ones: number): void;
}

/** The compiled kernels that move packed pixels. They need SIMD: without it the reference runs. */
export const convolutionKernels = new KernelFamily<ConvolutionKernels>(convolutionBinary);
