import type { Spawn } from '../spawn.ts';

/** What is used of `node:worker_threads`. */
interface WorkerThreads {
  readonly Worker: new (
    file: URL,
    options: { workerData: unknown; execArgv: string[] },
  ) => {
    on(event: 'message' | 'error' | 'exit', listener: (value: unknown) => void): void;
    unref(): void;
    terminate(): Promise<number>;
  };
}

interface Host {
  readonly process?: { getBuiltinModule?(name: string): WorkerThreads | undefined };
}

/** Beside the folder above both in source and when built; a name in a variable escapes bundlers. */
const entry = '../worker.js';

/**
 * Starts a thread as Node does; undefined elsewhere. Asked at run time and not imported, so that
 * one entry of the package serves browsers too.
 */
export function nodeSpawn(): Spawn | undefined {
  const threads = (globalThis as Host).process?.getBuiltinModule?.('node:worker_threads');
  if (threads === undefined) return undefined;
  return (workerData, events) => {
    // Flags of the main thread, such as conditions that resolve packages to source, stay there.
    const worker = new threads.Worker(new URL(entry, import.meta.url), {
      workerData,
      execArgv: [],
    });
    worker.on('message', () => {
      // A pool that nobody disposed does not keep the process alive.
      worker.unref();
      events.ready();
    });
    worker.on('error', (error) => events.lost(error));
    worker.on('exit', (code) => events.lost(`exit code ${String(code)}`));
    return { terminate: () => void worker.terminate() };
  };
}
