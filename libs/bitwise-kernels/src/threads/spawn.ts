/** What a further thread needs to start; see `worker.js`. */
export interface ThreadPost {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Where the control block stands. */
  readonly control: number;
  /** Its place, from 1; the first thread is 0. */
  readonly thread: number;
}

/** A started thread. */
export interface Thread {
  /** Ends it, wherever it is. */
  terminate(): void;
}

/** What becomes of a thread. */
export interface ThreadEvents {
  /** It runs and waits for work. */
  ready(): void;
  /** It ended without being told to. */
  lost(cause: unknown): void;
}

/** Starts one thread on this platform. */
export type Spawn = (post: ThreadPost, events: ThreadEvents) => Thread;

/** Starts a thread as a browser does. */
export const spawnWebWorker: Spawn = (post, events) => {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = () => events.ready();
  worker.onerror = (event) => events.lost(event.message || 'the script could not be loaded');
  worker.onmessageerror = () => events.lost('the kernels could not be sent to it');
  worker.postMessage(post);
  return { terminate: () => worker.terminate() };
};
