import type { Problem } from '../../ui/problem.ts';
import type { BatchRequest, RowBatch } from '../batch/protocol.ts';
import type { ModelInfo, Question, Reading, Reply, Request } from './protocol.ts';
import { takeWorker } from './worker-ahead.ts';

/** What the page is told. */
export interface Listener {
  readonly onModel?: (info: ModelInfo) => void;
  readonly onReading?: (reading: Reading) => void;
  readonly onRows?: (rows: RowBatch, share: number) => void;
  readonly onDone?: () => void;
  readonly onFailed: (problem: Problem) => void;
}

/**
 * Owns a worker that tells emotions. While it answers, only the newest question waits: nobody wants
 * the bars of a text that has already changed.
 */
export class EmotionClient {
  readonly #listener: Listener;
  #worker: Worker | undefined;
  #busy = false;
  #next: Question | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  ask(question: Question): void {
    if (this.#busy) {
      this.#next = question;
      return;
    }
    this.#send({ kind: 'question', question });
  }

  /** Classifies a file; a file that is being classified is dropped. */
  classify(batch: BatchRequest): void {
    if (this.#busy) this.dispose();
    this.#send({ kind: 'batch', batch });
  }

  /** Ends the worker, and with it all work. */
  dispose(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busy = false;
    this.#next = undefined;
  }

  #send(request: Request): void {
    this.#busy = true;
    (this.#worker ??= this.#start()).postMessage(request);
  }

  #start(): Worker {
    const worker = takeWorker();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#hear(data);
    worker.onerror = (event) => {
      this.dispose();
      this.#listener.onFailed({
        title: 'The classifier stopped',
        received: event.message || 'an error without a message',
        hint: 'Reload the page.',
      });
    };
    return worker;
  }

  #hear(reply: Reply): void {
    const { onModel, onReading, onRows, onDone, onFailed } = this.#listener;
    if (reply.kind === 'model') return onModel?.(reply.info);
    if (reply.kind === 'rows') return onRows?.(reply.rows, reply.share);
    this.#busy = false;
    if (reply.kind === 'done') onDone?.();
    else if (reply.kind === 'failed') onFailed(reply.problem);
    else onReading?.(reply.reading);
    const next = this.#next;
    this.#next = undefined;
    if (next) this.#send({ kind: 'question', question: next });
  }
}
