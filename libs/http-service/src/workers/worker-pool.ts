import { OnebitError } from '@onebit/errors';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Limits } from '../limits.ts';
import type { ProgressMessage, TaskMessage, TaskReply } from './messages.ts';

/** Work for a worker. */
export interface Task {
  /** Name of a handler of the worker's module. */
  readonly handler: string;
  /** The handler's input, as structured clone carries it. */
  readonly input: unknown;
  /** Buffers of the input that move instead of being copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** How a task runs. */
export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: number) => void;
}

/** What the pool has seen so far. */
export interface PoolCounts {
  completed: number;
  refused: number;
  broken: number;
  terminated: number;
  recycled: number;
}

/** Workers that were started together. */
interface WorkerSet {
  readonly pool: Piscina;
  /** Tasks under way. */
  running: number;
  /** Tasks ever given to it. */
  started: number;
  /** Whether it gets no more tasks. */
  retired: boolean;
}

const MiB = 1024 * 1024;

/** Faults without a success between them after which the pool counts as suspect. */
const FAULTS_IN_A_ROW = 3;

/**
 * Piscina asks for a worker's module by `require` first. A worker that is ended while Node links ES
 * modules for `require` takes the whole process with it ("v8::Module::IsGraphAsync must be used on an
 * instantiated module"); linking for `import`, which Piscina falls back to, can be ended.
 */
const IMPORTS_ONLY = process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
  ? ['--no-experimental-require-module']
  : [];

/**
 * Worker threads that hold the kernels and do the work, so that the event loop stays free.
 *
 * A cancelled task is first asked to stop; a worker deep in one long call cannot hear that, so after
 * `cancelGraceMs` the worker is ended and replaced. A worker that broke is never used again: the
 * whole set is replaced, tasks under way in the other workers end undisturbed. The set is replaced
 * after `tasksPerWorkerPool` tasks too, which gives back WebAssembly memory that grew.
 */
export class WorkerPool {
  readonly counts: PoolCounts = { completed: 0, refused: 0, broken: 0, terminated: 0, recycled: 0 };
  readonly #filename: string;
  readonly #limits: Limits;
  readonly #sets = new Set<WorkerSet>();
  #current: WorkerSet;
  #faultsInARow = 0;
  #closed = false;

  /**
   * @param module - the worker's built module, which default-exports `serveWorker({...})`
   * @param limits - uses `workers`, `workerBytes`, `tasksPerWorkerPool` and `cancelGraceMs`
   * @throws OnebitError `internal` when the module has not been built
   */
  constructor(module: URL, limits: Limits) {
    this.#filename = fileURLToPath(module);
    this.#limits = limits;
    if (!existsSync(this.#filename)) {
      throw new OnebitError('internal', {
        expected: `the built worker ${this.#filename}`,
        received: 'no such file',
        hint: 'Run npm run build.',
      });
    }
    this.#current = this.#create();
  }

  /** Whether the last tasks all ended in faults, so that the workers have to prove themselves again. */
  get suspect(): boolean {
    return this.#faultsInARow >= FAULTS_IN_A_ROW;
  }

  #create(): WorkerSet {
    const { workers, workerBytes } = this.#limits;
    const pool = new Piscina({
      filename: this.#filename,
      minThreads: workers,
      maxThreads: workers,
      // Admission bounds what comes here to one task a worker; tasks only queue for the moment in
      // which an ended worker is being replaced.
      maxQueue: 4 * workers,
      // An idle worker has to turn its event loop, or nothing it dropped is ever collected.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(workerBytes / MiB) },
      recordTiming: false,
      // Workers run the built modules plainly, however the main thread was started: conditions that
      // resolve packages to their source must not carry over to it.
      execArgv: IMPORTS_ONLY,
    });
    // A worker that ends between two tasks is replaced by the pool; the next task shows if that fails.
    pool.on('error', () => {
      this.counts.broken++;
    });
    const set: WorkerSet = { pool, running: 0, started: 0, retired: false };
    this.#sets.add(set);
    return set;
  }

  /** Takes a fresh set into use; the old one ends with its last task. */
  #recycle(): void {
    if (this.#closed) {
      return;
    }
    const old = this.#current;
    this.#current = this.#create();
    this.counts.recycled++;
    old.retired = true;
    this.#endIfDone(old);
  }

  // The pool's own close() ends workers that still have tasks, so tasks are counted here.
  #endIfDone(set: WorkerSet): void {
    if (set.retired && set.running === 0) {
      void set.pool.destroy().then(() => this.#sets.delete(set));
    }
  }

  /**
   * Runs one task in a worker.
   *
   * @returns the value the handler returned
   * @throws OnebitError what the handler refused with; `worker-lost` or `memory-exhausted` when the
   * worker ended; the signal's reason when aborted
   */
  async run<Value>(task: Task, { signal, onProgress }: TaskOptions): Promise<Value> {
    signal.throwIfAborted();
    const { port1, port2 } = new MessageChannel();
    const kill = new AbortController();
    let grace: NodeJS.Timeout | undefined;
    const onAbort = () => {
      port1.postMessage('abort');
      grace = setTimeout(() => {
        this.counts.terminated++;
        kill.abort();
      }, this.#limits.cancelGraceMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (onProgress) {
      port1.on('message', ({ progress }: ProgressMessage) => {
        onProgress(progress);
      });
    }
    const set = this.#current;
    set.running++;
    if (++set.started >= this.#limits.tasksPerWorkerPool) {
      this.#recycle();
    }
    try {
      const message: TaskMessage = { handler: task.handler, input: task.input, port: port2 };
      const reply = (await set.pool.run(message, {
        transferList: [port2, ...(task.transfer ?? [])] as never,
        signal: kill.signal,
      })) as TaskReply;
      return this.#take<Value>(reply, set, signal);
    } catch (error) {
      if (signal.aborted) {
        throw signal.reason;
      }
      throw this.#lost(error, set);
    } finally {
      clearTimeout(grace);
      signal.removeEventListener('abort', onAbort);
      port1.close();
      set.running--;
      this.#endIfDone(set);
    }
  }

  #take<Value>(reply: TaskReply, set: WorkerSet, signal: AbortSignal): Value {
    switch (reply.kind) {
      case 'done':
        this.counts.completed++;
        this.#faultsInARow = 0;
        return reply.value as Value;
      case 'refused':
        this.counts.refused++;
        if (reply.spent) {
          this.#fault(set);
        } else {
          this.#faultsInARow = 0;
        }
        signal.throwIfAborted();
        throw OnebitError.fromJSON(reply.error);
      case 'broken': {
        this.#fault(set);
        const cause = new Error(reply.message);
        cause.stack = reply.stack;
        throw new OnebitError('worker-lost', {
          expected: 'the work to end with a result or a refusal',
          received: 'a fault in the worker',
          hint: 'Send the request again; if it fails again, report it with the request id.',
          cause,
        });
      }
    }
  }

  #lost(error: unknown, set: WorkerSet): unknown {
    if (error instanceof OnebitError) {
      return error;
    }
    this.#fault(set);
    const outOfMemory = (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
    return outOfMemory
      ? new OnebitError('memory-exhausted', {
          expected: `work within ${String(this.#limits.workerBytes)} bytes of worker memory`,
          received: 'work that needs more',
          hint: 'Send a smaller input.',
          cause: error,
        })
      : new OnebitError('worker-lost', {
          expected: 'the worker to live until the work is done',
          received: 'a worker that ended',
          hint: 'Send the request again; if it fails again, report it with the request id.',
          cause: error,
        });
  }

  /**
   * Notes a fault and replaces the whole set: which worker it was the pool does not tell, and a set
   * whose worker could not even start would never answer again.
   */
  #fault(set: WorkerSet): void {
    this.#faultsInARow++;
    this.counts.broken++;
    if (set === this.#current) {
      this.#recycle();
    }
  }

  /** Ends all workers at once; work under way fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sets].map(({ pool }) => pool.destroy()));
  }
}
