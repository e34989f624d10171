import { OnebitError } from '@onebit/errors';
import { kernelMemory } from './kernel-memory.ts';

const abandoned = new FinalizationRegistry<number>((pointer) => kernelMemory.free(pointer));

/** Bytes of the kernels' memory for tables and workspaces: freed by `using`, or with their owner. */
export class KernelBlock implements Disposable {
  /** Size in bytes. */
  readonly bytes: number;
  #pointer: number;

  /**
   * @param bytes - size; the bytes are not cleared
   * @throws OnebitError `memory-exhausted`
   */
  constructor(bytes: number) {
    this.bytes = bytes;
    this.#pointer = kernelMemory.allocate(bytes);
    abandoned.register(this, this.#pointer, this);
  }

  /** A block of zeros. */
  static cleared(bytes: number): KernelBlock {
    const block = new KernelBlock(bytes);
    kernelMemory.u8().fill(0, block.pointer, block.pointer + bytes);
    return block;
  }

  /** Where the first byte stands in the kernels' memory. */
  get pointer(): number {
    if (this.#pointer === 0) {
      throw new OnebitError('used-after-dispose', {
        expected: 'a block of memory in use',
        received: 'one that was disposed',
        hint: 'Dispose a table after its last use.',
      });
    }
    return this.#pointer;
  }

  /** The bytes now; any allocation may empty the view. */
  u8(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(kernelMemory.buffer, this.pointer, this.bytes);
  }

  /** The words now; any allocation may empty the view. */
  u32(): Uint32Array<ArrayBuffer> {
    return new Uint32Array(kernelMemory.buffer, this.pointer, Math.floor(this.bytes / 4));
  }

  /** Gives the memory back; a second call does nothing. */
  [Symbol.dispose](): void {
    if (this.#pointer === 0) return;
    abandoned.unregister(this);
    kernelMemory.free(this.#pointer);
    this.#pointer = 0;
  }
}
