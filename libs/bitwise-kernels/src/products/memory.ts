import { OnebitError } from '@onebit/errors';
import { kernelMemory } from '../storage/kernel-memory.ts';

const abandoned = new FinalizationRegistry<number>((pointer) => kernelMemory.free(pointer));

/** A block of the kernels' memory that belongs to an object and goes with it. */
export class KernelBlock {
  #pointer: number;

  constructor(bytes: number) {
    this.#pointer = kernelMemory.allocate(bytes);
    abandoned.register(this, this.#pointer, this);
  }

  /** Where the block starts, in bytes; a multiple of 16. */
  get pointer(): number {
    if (this.#pointer !== 0) return this.#pointer;
    throw new OnebitError('used-after-dispose', {
      expected: 'prepared operands in use',
      received: 'ones that were disposed',
      hint: 'Dispose after the last use.',
    });
  }

  /** Gives the memory back; a second call does nothing. */
  dispose(): void {
    if (this.#pointer === 0) return;
    abandoned.unregister(this);
    kernelMemory.free(this.#pointer);
    this.#pointer = 0;
  }
}

/** Lends blocks of the given sizes for the length of a call, carved from one allocation. */
export function withBlocks<Result>(
  sizes: readonly number[],
  body: (...pointers: number[]) => Result,
): Result {
  const padded = sizes.map((size) => Math.ceil(size / 64) * 64);
  const total = padded.reduce((sum, size) => sum + size, 64);
  const block = kernelMemory.allocate(total);
  // Table entries of 32 bytes on a 64-byte boundary never straddle two cache lines.
  let at = Math.ceil(block / 64) * 64;
  const pointers = padded.map((size) => (at += size) - size);
  try {
    return body(...pointers);
  } finally {
    kernelMemory.free(block);
  }
}

/** A view of u16 in the kernels' memory; empty after the next growth. */
export function u16View(pointer: number, length: number): Uint16Array<ArrayBuffer> {
  return new Uint16Array(kernelMemory.buffer, pointer, length);
}
