import { randomUUID } from 'node:crypto';
import { toProblem, type Problem } from '../problems/problem.ts';
import type { Answer } from '../request/respond.ts';
import { cancelled } from '../workers/deadline.ts';

/** Where a job stands; the last three are final. */
export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A job as `GET /v1/jobs/{id}` shows it. */
export interface JobView {
  readonly id: string;
  readonly task: string;
  readonly state: JobState;
  /** How much is done, 0 to 1; never falls. */
  readonly progress: number;
  /**
   * Seconds until it is done, guessed from the progress so far; null where nothing is known yet, and
   * when it has ended.
   */
  readonly eta: number | null;
  /** The older name of `eta`; 0 instead of null when it has succeeded. */
  readonly etaSeconds: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly links: { readonly self: string; readonly events: string; readonly result: string };
  /** Why it failed. */
  readonly problem: Problem | null;
}

/** Hears of every change of a job. */
export type JobListener = (job: Job) => void;

function iso(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

/** One long piece of work, from acceptance to result. */
export class Job {
  readonly id = randomUUID();
  readonly task: string;
  readonly createdAt = Date.now();
  readonly release: () => Promise<void>;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<JobListener>();
  #state: JobState = 'queued';
  #progress = 0;
  #startedAt: number | undefined;
  #finishedAt: number | undefined;
  #answer: Answer | undefined;
  #error: unknown;

  /** @param release - gives back what the job holds on disk; may be called twice */
  constructor(task: string, release: () => Promise<void>) {
    this.task = task;
    this.release = release;
  }

  get state(): JobState {
    return this.#state;
  }

  get finished(): boolean {
    return this.#finishedAt !== undefined;
  }

  get finishedAt(): number | undefined {
    return this.#finishedAt;
  }

  /** The result, once succeeded. */
  get answer(): Answer | undefined {
    return this.#answer;
  }

  /** What it failed with. */
  get error(): unknown {
    return this.#error;
  }

  /** Aborts when the job is cancelled. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Bytes of the result held in memory. */
  get bytes(): number {
    const body = this.#answer?.body;
    return body instanceof Uint8Array ? body.length : 0;
  }

  /** Bytes of the result held on disk. */
  get diskBytes(): number {
    const body = this.#answer?.body;
    return body === undefined || body instanceof Uint8Array ? 0 : body.size;
  }

  /** The job has got a worker. */
  start(): void {
    if (this.#state === 'queued') {
      this.#state = 'running';
      this.#startedAt = Date.now();
      this.#tell();
    }
  }

  /** Notes progress; a value below the last one is ignored. */
  advance(progress: number): void {
    if (this.#state === 'running' && progress > this.#progress) {
      this.#progress = Math.min(1, progress);
      this.#tell();
    }
  }

  /** Ends the job with its result. */
  succeed(answer: Answer): void {
    if (!this.finished) {
      this.#answer = answer;
      this.#progress = 1;
      this.#finish('succeeded');
    }
  }

  /** Ends the job with an error. */
  fail(error: unknown): void {
    if (!this.finished) {
      this.#error = error;
      this.#finish('failed');
    }
  }

  /** Stops the work and ends the job. */
  cancel(): void {
    if (!this.finished) {
      this.#finish('cancelled');
      this.#abort.abort(cancelled('a request to cancel the job'));
    }
  }

  #finish(state: JobState): void {
    this.#state = state;
    this.#finishedAt = Date.now();
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) {
      listener(this);
    }
  }

  /** Hears of every change from now on; the returned function ends that. */
  listen(listener: JobListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The job as data. */
  view(): JobView {
    const self = `/v1/jobs/${this.id}`;
    const eta = this.#eta();
    return {
      id: this.id,
      task: this.task,
      state: this.#state,
      progress: this.#progress,
      eta,
      etaSeconds: this.#state === 'succeeded' ? 0 : eta,
      createdAt: new Date(this.createdAt).toISOString(),
      startedAt: iso(this.#startedAt),
      finishedAt: iso(this.#finishedAt),
      links: { self, events: `${self}/events`, result: `${self}/result` },
      problem: this.#state === 'failed' ? toProblem(this.#error) : null,
    };
  }

  #eta(): number | null {
    if (this.finished || this.#startedAt === undefined || this.#progress === 0) {
      return null;
    }
    const elapsed = (Date.now() - this.#startedAt) / 1000;
    return Math.round((10 * elapsed * (1 - this.#progress)) / this.#progress) / 10;
  }
}
