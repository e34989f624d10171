import { productsSharedBinary } from '../generated/products-shared.ts';
import type { KernelMemory } from '../storage/kernel-memory.ts';
import { KernelFamily } from '../storage/load-family.ts';

type LayOut = (
  matrix: number,
  stride: number,
  rows: number,
  octets: number,
  bits: number,
  shiftOrLanes: number,
  destination: number,
) => void;

/** What `assembly/products-shared` exports and the first thread calls. */
export interface SharedKernels {
  readonly indices: LayOut;
  readonly fields: LayOut;
  /** Takes blocks until none is left; returns how many were taken. */
  readonly work: (control: number, thread: number) => number;
  /** Computes what is not finished. */
  readonly redo: (control: number, thread: number) => void;
}

/** The kernels of the products on a memory that threads share. */
export const sharedFamily = (memory: KernelMemory): KernelFamily<SharedKernels> =>
  new KernelFamily<SharedKernels>(productsSharedBinary, memory);
