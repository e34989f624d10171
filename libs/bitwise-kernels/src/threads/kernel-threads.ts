import { OnebitError } from '@onebit/errors';
import { selectedKernels } from '../storage/variant.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { Crew } from './crew.ts';
import { nodeSpawn } from './node/spawn.ts';
import { spawnWebWorker, type Spawn } from './spawn.ts';
import { ThreadedProduct } from './threaded-product.ts';

/** More would only wait for each other. */
const MOST_THREADS = 64;

/** What a pool is started with. */
export interface ThreadsOptions {
  /**
   * How many threads compute, the calling one among them, from 1 to 64; more than the machine has
   * cores gain nothing.
   */
  readonly threads: number;
  /**
   * Whether sharing pauses while measurements of the real calls show that it does not pay, as on a
   * busy machine; true where absent. False shares every product that the static rule splits.
   */
  readonly measure?: boolean;
}

/** How a pool computes at present. */
export interface ThreadsState {
  /** How many threads compute, the calling one among them. */
  readonly threads: number;
  /** Why it is that many. */
  readonly reason: string;
  /** What ended the further threads; `worker-lost`. */
  readonly error?: OnebitError;
}

/**
 * Threads that share the work of large products, opt in.
 *
 * The calling thread always computes too and needs nobody to finish, so a machine that is busy with
 * other things makes a product hardly slower than one thread is. Where threads cannot be had, the
 * pool says why and runs on one. Results are the same bits in every case.
 *
 * @example
 * ```ts
 * import { KernelThreads } from '@onebit/bitwise-kernels';
 * const pool = await KernelThreads.start({ threads: 1 });
 * console.log(pool.state.reason); // One thread was asked for.
 * pool.dispose();
 * ```
 */
export class KernelThreads {
  #crew: Crew | undefined;
  #reason: string;
  #disposed = false;

  private constructor(crew: Crew | undefined, reason: string) {
    this.#crew = crew;
    this.#reason = reason;
  }

  /**
   * Starts the threads.
   *
   * @param options - how many, and whether by measurement
   * @param spawn - starts a thread; for tests
   * @returns the pool, on one thread where no more can be had: see {@link state}
   * @throws OnebitError `value-invalid` for another number of threads
   */
  static async start(
    options: ThreadsOptions,
    spawn: Spawn = nodeSpawn() ?? spawnWebWorker,
  ): Promise<KernelThreads> {
    const { threads, measure = true } = options;
    if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
      throw new OnebitError('value-invalid', {
        expected: `threads from 1 to ${MOST_THREADS}`,
        received: String(threads),
        hint: 'Count the calling thread too: 1 starts no other.',
      });
    }
    if (threads === 1) return new KernelThreads(undefined, 'One thread was asked for.');
    const { variant, reason } = selectedKernels();
    if (variant !== 'simd') return new KernelThreads(undefined, `One thread: ${reason}`);
    const refusal = whyNotShared();
    if (refusal) return new KernelThreads(undefined, refusal);
    try {
      const crew = await Crew.start(threads, spawn, measure);
      return new KernelThreads(crew, `${threads} threads share the work of large products.`);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return new KernelThreads(undefined, `One thread: no further one could start. ${text}`);
    }
  }

  /** How many threads compute now, and why. */
  get state(): ThreadsState {
    const error = this.#crew?.error;
    if (error) return { threads: 1, reason: 'One thread: a further one was lost.', error };
    return { threads: this.crew?.size ?? 1, reason: this.#reason };
  }

  /** @internal */
  get crew(): Crew | undefined {
    return this.#disposed || this.#crew?.error ? undefined : this.#crew;
  }

  /** @internal */
  get reason(): string {
    return this.state.reason;
  }

  /**
   * Copies weights and prepares products with them.
   *
   * @param weights - N x K bits; may be changed or disposed afterwards
   * @throws OnebitError as {@link BinaryProduct.prepare}
   */
  prepare(weights: BitMatrix): ThreadedProduct {
    return new ThreadedProduct(this, weights);
  }

  /** Ends the further threads. Products that were prepared go on with one; a second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#crew?.dispose();
    this.#reason = 'One thread: the pool was disposed.';
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Why no memory can be shared here; undefined where it can. */
function whyNotShared(): string | undefined {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  if (crossOriginIsolated === false) {
    return (
      'One thread: this page is not cross-origin isolated, so it cannot share memory. Send ' +
      'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.'
    );
  }
  if (typeof SharedArrayBuffer === 'undefined') {
    return 'One thread: this engine has no shared memory.';
  }
  return undefined;
}
