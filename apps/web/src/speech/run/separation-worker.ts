import { Refusal } from '../../ui/problem.ts';
import type { Outcome, Progress, Reply, Request } from './protocol.ts';

/** Owns the worker that separates. One request is worked on at a time. */
export class SeparationWorker {
  #worker: Worker | undefined;

  /**
   * Hands a request to the worker.
   *
   * @param signal - ends the worker at once, also in the middle of a kernel
   * @throws Refusal with what the worker refuses
   */
  run(
    request: Request,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Outcome> {
    const worker = (this.#worker ??= new Worker(new URL('./separate.worker.ts', import.meta.url), {
      type: 'module',
    }));
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.dispose();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop, { once: true });
      const settle = (finish: () => void) => {
        signal.removeEventListener('abort', stop);
        finish();
      };
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        if (data.kind === 'progress') onProgress(data.progress);
        else if (data.kind === 'done') {
          settle(() => {
            resolve(data.outcome);
          });
        } else {
          settle(() => {
            reject(new Refusal(data.problem));
          });
        }
      };
      worker.onerror = (event) => {
        this.dispose();
        const problem = {
          title: 'The separator stopped',
          received: event.message || 'an error without a message',
          hint: 'Reload the page. If it happens again, try a shorter recording.',
        };
        settle(() => {
          reject(new Refusal(problem));
        });
      };
      worker.postMessage(request);
    });
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
