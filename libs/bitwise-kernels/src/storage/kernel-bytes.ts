import { OnebitError } from '@onebit/errors';
import { kernelMemory } from './kernel-memory.ts';

/** A view keeps its owner alive, so that memory is never freed under a view in use. */
const owners = new WeakMap<Uint8Array, KernelBytes>();
const abandoned = new FinalizationRegistry<number>((pointer) => kernelMemory.free(pointer));

/**
 * Bytes that live in the kernels' memory, so that packing reads them and unpacking writes them
 * where they are: an image that is decoded into them is never copied.
 *
 * @example
 * ```ts
 * import { KernelBytes, packThreshold } from '@onebit/bitwise-kernels';
 * const grey = KernelBytes.create(4);
 * grey.bytes.set([10, 200, 90, 130]);
 * console.log(packThreshold(grey.bytes, 2, 2, 100).toBytes().join('')); // 0101
 * grey.dispose();
 * ```
 */
export class KernelBytes {
  readonly length: number;
  #pointer: number;
  #view: Uint8Array<ArrayBuffer> | undefined;

  private constructor(length: number) {
    this.length = length;
    this.#pointer = kernelMemory.allocate(length);
    abandoned.register(this, this.#pointer, this);
  }

  /**
   * Makes bytes of 0.
   *
   * @param length - how many, at least 0
   * @throws OnebitError `size-invalid`, `memory-exhausted`
   */
  static create(length: number): KernelBytes {
    const created = new KernelBytes(length);
    created.bytes.fill(0);
    return created;
  }

  /**
   * The live bytes. Any allocation may move the memory and empty this view: take it again
   * afterwards instead of keeping it.
   */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#pointer === 0) {
      throw new OnebitError('used-after-dispose', {
        expected: 'bytes in use',
        received: 'bytes that were disposed',
        hint: 'Dispose bytes after their last use.',
      });
    }
    const { buffer } = kernelMemory;
    if (this.#view?.buffer !== buffer) {
      this.#view = new Uint8Array(buffer, this.#pointer, this.length);
      owners.set(this.#view, this);
    }
    return this.#view;
  }

  /** Gives the memory back. A second call does nothing; any other use afterwards throws. */
  dispose(): void {
    if (this.#pointer === 0) return;
    abandoned.unregister(this);
    kernelMemory.free(this.#pointer);
    this.#pointer = 0;
    this.#view = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
