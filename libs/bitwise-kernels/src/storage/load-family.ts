import { OnebitError } from '@onebit/errors';
import { kernelMemory, type KernelMemory } from './kernel-memory.ts';
import { noteUnusable, selectedKernels } from './variant.ts';

/** A compiled family as `assembly/build.mjs` writes it. */
export interface FamilyBinary {
  readonly name: string;
  /** Whether the module uses SIMD instructions. */
  readonly simd: boolean;
  /** Size of the module in bytes. */
  readonly size: number;
  readonly base64: string;
}

/**
 * One family of compiled kernels on the shared memory, started at its first use.
 *
 * @typeParam Kernels - the functions the module exports; pointers and sizes are numbers
 */
export class KernelFamily<Kernels extends object> {
  readonly #binary: FamilyBinary;
  readonly #memory: KernelMemory;
  #module: WebAssembly.Module | undefined;
  #kernels: Kernels | undefined;

  /**
   * @param binary - the compiled family
   * @param memory - what the kernels work on; the memory of the matrices where absent
   */
  constructor(binary: FamilyBinary, memory = kernelMemory) {
    this.#binary = binary;
    this.#memory = memory;
  }

  /** The compiled module, which other threads can start as well. */
  get module(): WebAssembly.Module {
    this.#module ??= new WebAssembly.Module(bytesOf(this.#binary.base64));
    return this.#module;
  }

  /**
   * Whether the family may run now: the variant in use is the one it was compiled for, and the
   * engine accepts the module. A selector asks this, and takes the reference otherwise.
   */
  get usable(): boolean {
    if (selectedKernels().variant !== (this.#binary.simd ? 'simd' : 'scalar')) return false;
    if (this.#kernels !== undefined) return true;
    try {
      this.#start();
      return true;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      noteUnusable(`The compiled ${this.#binary.name} kernels could not start: ${text}`);
      return false;
    }
  }

  /**
   * Calls kernels. A trap costs the instance, never the memory: the next call starts a fresh one.
   *
   * @param body - receives the exported functions; do not keep them
   * @returns what the body returned
   * @throws OnebitError `kernel-trapped` where a kernel trapped
   */
  run<Result>(body: (kernels: Kernels) => Result): Result {
    const kernels = this.#kernels ?? this.#start();
    try {
      return body(kernels);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.#kernels = undefined;
      throw new OnebitError('kernel-trapped', {
        expected: `the ${this.#binary.name} kernel to finish`,
        received: error.message,
        hint: 'The kernels were restarted and can be used again; please report the call.',
        cause: error,
      });
    }
  }

  #start(): Kernels {
    const { memory } = this.#memory;
    const instance = new WebAssembly.Instance(this.module, { env: memory ? { memory } : {} });
    this.#kernels = instance.exports as Kernels;
    return this.#kernels;
  }
}

/** A plain loop: this runs once and cold, where a callback for each byte takes three times as long. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
