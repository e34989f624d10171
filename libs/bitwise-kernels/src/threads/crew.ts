import { OnebitError } from '@onebit/errors';
import { KernelMemory } from '../storage/kernel-memory.ts';
import type { KernelFamily } from '../storage/load-family.ts';
import { Balance } from './balance.ts';
import { sharedFamily, type SharedKernels } from './shared-kernels.ts';
import type { Spawn, Thread } from './spawn.ts';

/** Words of the control block; `assembly/products-shared/crew.ts` tells what they mean. */
const GENERATION = 0;
const OPEN = 1;
const NEXT = 2;
const FINISHED = 3;
const STOP = 4;
const JOB = 5;
const STATES = 16;
/** Words from the state of one thread to the next: a cache line. */
const STATE_STRIDE = 16;

/** What the compiled kernels allow, in pages: 1 GiB. */
const LARGEST_PAGES = 16384;
/** The first thread looks for the last blocks this long before it sleeps or takes over, in ms. */
const LONGEST_SPIN = 0.05;
/** Share of a product's time that the first thread waits for others before it takes over. */
const PATIENCE = 0.05;

/**
 * The threads of a pool, the memory they share, and the one job they work on.
 *
 * The first thread takes blocks like all others, so a product needs nobody else to be finished. A
 * thread that took a block and is slow to finish it (the machine gave its core to somebody else) is
 * waited for briefly; then the first thread computes that block again. Both write the same bytes.
 * Until the slow thread is done, everything it may touch is left as it is and {@link idle} is
 * false.
 */
export class Crew {
  readonly size: number;
  readonly memory = new KernelMemory(LARGEST_PAGES, true, true);
  readonly kernels: KernelFamily<SharedKernels>;
  /** What sharing gained and lost so far. */
  readonly balance: Balance;
  readonly #control: number;
  readonly #threads: Thread[] = [];
  readonly #maySleep: boolean;
  /** Blocks to free when no thread can read them any more. */
  readonly #retired: number[] = [];
  #workspace = { pointer: 0, bytes: 0 };
  #disposed = false;
  #error: OnebitError | undefined;

  private constructor(size: number, measure: boolean) {
    this.size = size;
    this.balance = new Balance(measure);
    this.kernels = sharedFamily(this.memory);
    const bytes = (STATES + size * STATE_STRIDE) * 4;
    this.#control = this.memory.allocate(bytes);
    this.memory.u8().fill(0, this.#control, this.#control + bytes);
    this.#maySleep = maySleep(this.#words());
  }

  /**
   * Starts the threads.
   *
   * @param size - how many compute, the calling one among them; at least 2
   * @param spawn - starts one
   * @param measure - whether what sharing gains and loses decides about it
   * @throws whatever keeps memory, kernels or threads from starting
   */
  static async start(size: number, spawn: Spawn, measure = true): Promise<Crew> {
    const crew = new Crew(size, measure);
    try {
      await Promise.all(Array.from({ length: size - 1 }, (_, at) => crew.#spawn(spawn, at + 1)));
    } catch (error) {
      crew.dispose();
      throw error;
    }
    return crew;
  }

  /** Why the threads are of no use any more; undefined while all is well. */
  get error(): OnebitError | undefined {
    return this.#error;
  }

  /** Whether no further thread can touch the last job any more, so that a new one may be given. */
  get idle(): boolean {
    const words = this.#words();
    for (let thread = 1; thread < this.size; thread++) {
      if (Atomics.load(words, STATES + thread * STATE_STRIDE) !== 0) return false;
    }
    for (const pointer of this.#retired.splice(0)) this.memory.free(pointer);
    return true;
  }

  /**
   * Lends room for one job: its operands, its output and the threads' scratch. Only while
   * {@link idle}; the next call takes it back.
   *
   * @returns the pointer, a multiple of 64
   * @throws OnebitError `memory-exhausted`
   */
  workspace(bytes: number): number {
    if (this.#workspace.bytes < bytes) {
      if (this.#workspace.bytes > 0) this.memory.free(this.#workspace.pointer);
      this.#workspace = { pointer: 0, bytes: 0 };
      this.#workspace = { pointer: this.memory.allocate(bytes + 64), bytes };
    }
    return Math.ceil(this.#workspace.pointer / 64) * 64;
  }

  /**
   * Works off a job with all threads. Only while {@link idle}.
   *
   * @param job - where it stands
   * @param flags - where its flags stand
   * @param blocks - how many blocks it has
   */
  run(job: number, flags: number, blocks: number): void {
    const words = this.#words();
    this.memory.u8().fill(0, flags, flags + blocks);
    Atomics.store(words, NEXT, 0);
    Atomics.store(words, FINISHED, 0);
    Atomics.store(words, JOB, job);
    Atomics.store(words, OPEN, 1);
    Atomics.add(words, GENERATION, 1);
    Atomics.notify(words, GENERATION, blocks - 1);
    try {
      const start = performance.now();
      const taken = this.kernels.run((kernels) => kernels.work(this.#control, 0));
      const elapsed = performance.now() - start;
      this.#await(words, blocks, Math.min(elapsed * PATIENCE, elapsed / Math.max(1, taken)));
      if (Atomics.load(words, FINISHED) < blocks) {
        this.kernels.run((kernels) => kernels.redo(this.#control, 0));
      }
    } finally {
      Atomics.store(words, OPEN, 0);
    }
  }

  /** Frees a block as soon as no thread can read it any more. */
  release(pointer: number): void {
    this.#retired.push(pointer);
    void this.idle;
  }

  /** Tells the threads to end. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const words = this.#words();
    Atomics.store(words, STOP, 1);
    Atomics.add(words, GENERATION, 1);
    Atomics.notify(words, GENERATION);
    for (const thread of this.#threads) thread.terminate();
  }

  #spawn(spawn: Spawn, thread: number): Promise<void> {
    const { memory } = this.memory;
    const { module } = this.kernels;
    const control = this.#control;
    return new Promise((ready, refuse) => {
      const lost = (cause: unknown) => {
        if (this.#disposed) return;
        const error = lostError(thread, cause);
        this.#error ??= error;
        refuse(error);
        this.dispose();
      };
      this.#threads.push(spawn({ module, memory: memory!, control, thread }, { ready, lost }));
    });
  }

  /** Waits until all blocks are finished, or for so many milliseconds. */
  #await(words: Int32Array<ArrayBuffer>, blocks: number, patience: number): void {
    const start = performance.now();
    const spin = Math.min(patience, LONGEST_SPIN);
    for (;;) {
      const finished = Atomics.load(words, FINISHED);
      const left = patience - (performance.now() - start);
      if (finished >= blocks || left <= 0) return;
      if (patience - left < spin) continue;
      if (!this.#maySleep) return;
      Atomics.wait(words, FINISHED, finished, left);
    }
  }

  #words(): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, this.#control, STATES + this.size * STATE_STRIDE);
  }
}

/** A page must not put its own thread to sleep; workers and Node may. */
function maySleep(words: Int32Array<ArrayBuffer>): boolean {
  try {
    Atomics.wait(words, FINISHED, -1, 0);
    return true;
  } catch {
    return false;
  }
}

function lostError(thread: number, cause: unknown): OnebitError {
  return new OnebitError('worker-lost', {
    expected: `thread ${thread} to serve until the pool is disposed`,
    received: cause instanceof Error ? cause.message : String(cause),
    hint: 'Products go on with one thread; start a new pool to have more again.',
    cause,
  });
}
