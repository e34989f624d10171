import type { Problem } from '../../ui/problem.ts';
import type { Outcome, Progress, Reply, Request } from './protocol.ts';

/** What to tell the page while a request is worked on. */
export interface Listener {
  readonly onProgress: (progress: Progress) => void;
  readonly onDone: (outcome: Outcome) => void;
  readonly onFailed: (problem: Problem) => void;
}

/**
 * Owns the worker that filters. One request is worked on at a time; a newer one replaces it. A
 * kernel that runs cannot be asked to stop, so a busy worker is ended: that stops it at once.
 */
export class FilterClient {
  #worker: Worker | undefined;
  #busy = false;

  run(request: Request, listener: Listener): void {
    this.cancel();
    const worker = (this.#worker ??= this.#start());
    this.#busy = true;
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.kind === 'progress') {
        listener.onProgress(data.progress);
        return;
      }
      this.#busy = false;
      if (data.kind === 'done') listener.onDone(data.outcome);
      else listener.onFailed(data.problem);
    };
    worker.onerror = (event) => {
      this.dispose();
      listener.onFailed({
        title: 'The filter stopped',
        received: event.message || 'an error without a message',
        hint: 'Reload the page. If it happens again, try a smaller image.',
      });
    };
    worker.postMessage(request);
  }

  /** Stops the work, if there is any. */
  cancel(): void {
    if (this.#busy) this.dispose();
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busy = false;
  }

  #start(): Worker {
    return new Worker(new URL('./filter.worker.ts', import.meta.url), { type: 'module' });
  }
}
