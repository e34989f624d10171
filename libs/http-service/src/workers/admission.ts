import { OnebitError } from '@onebit/errors';
import type { Limits } from '../limits.ts';

/** The two queues: a short request never waits behind a row of long ones. */
export type Lane = 'small' | 'large';

interface Waiting {
  readonly start: () => void;
  readonly expire: () => void;
}

/** What the queues look like now. */
export interface AdmissionState {
  readonly running: Readonly<Record<Lane, number>>;
  readonly waiting: Readonly<Record<Lane, number>>;
}

/**
 * Bounded admission to the workers. At most `workers` tasks run; large ones leave one worker to the
 * small ones. Each lane has a bounded queue: when it is full the request is refused at once, and one
 * that waited too long is refused without ever starting.
 */
export class Admission {
  readonly #limits: Limits;
  readonly #running: Record<Lane, number> = { small: 0, large: 0 };
  readonly #queues: Record<Lane, Set<Waiting>> = { small: new Set(), large: new Set() };

  /** @param limits - uses `workers`, `smallQueue`, `largeQueue` and `queueWaitMs` */
  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Running and waiting tasks by lane. */
  get state(): AdmissionState {
    return {
      running: { ...this.#running },
      waiting: { small: this.#queues.small.size, large: this.#queues.large.size },
    };
  }

  /**
   * Runs `task` when the lane has room.
   *
   * @param lane - the queue
   * @param signal - leaves the queue when aborted; a running task has to watch it itself
   * @param task - the work; its promise holds the place until it settles
   * @param waitMs - milliseconds in the queue; the limit `queueWaitMs` unless said
   * @returns what the task returns
   * @throws OnebitError `overloaded` when the queue is full or the wait was too long; the signal's
   * reason when aborted while waiting
   */
  async run<Result>(
    lane: Lane,
    signal: AbortSignal,
    task: () => Promise<Result>,
    waitMs = this.#limits.queueWaitMs,
  ): Promise<Result> {
    signal.throwIfAborted();
    if (!this.#hasRoom(lane)) {
      await this.#wait(lane, signal, waitMs);
    } else {
      this.#running[lane]++;
    }
    try {
      return await task();
    } finally {
      this.#running[lane]--;
      this.#startNext();
    }
  }

  /**
   * Refuses where one more task would neither start at once nor find a place in the lane's queue.
   *
   * @throws OnebitError `overloaded`
   */
  checkRoom(lane: Lane): void {
    const capacity = lane === 'small' ? this.#limits.smallQueue : this.#limits.largeQueue;
    if (!this.#hasRoom(lane) && this.#queues[lane].size >= capacity) {
      throw new OnebitError('overloaded', {
        expected: `at most ${String(capacity)} requests waiting in the lane of ${lane} inputs`,
        received: 'one more request',
        hint: 'Send the request again after the seconds in Retry-After.',
      });
    }
  }

  #hasRoom(lane: Lane): boolean {
    const { workers } = this.#limits;
    const { small, large } = this.#running;
    const largeRoom = Math.max(1, workers - 1);
    return small + large < workers && (lane === 'small' || large < largeRoom);
  }

  #wait(lane: Lane, signal: AbortSignal, waitMs: number): Promise<void> {
    this.checkRoom(lane);
    const queue = this.#queues[lane];
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        queue.delete(entry);
      };
      const entry: Waiting = {
        // The place is taken here, not when the waiter wakes: no later request can slip between.
        start: () => {
          leave();
          this.#running[lane]++;
          resolve();
        },
        expire: () => {
          leave();
          reject(
            new OnebitError('overloaded', {
              expected: `a free worker within ${String(waitMs)} ms`,
              received: 'none',
              hint: 'Send the request again after the seconds in Retry-After.',
            }),
          );
        },
      };
      const onAbort = () => {
        leave();
        reject(signal.reason as Error);
      };
      const timer = setTimeout(entry.expire, waitMs);
      signal.addEventListener('abort', onAbort, { once: true });
      queue.add(entry);
    });
  }

  #startNext(): void {
    for (const lane of ['small', 'large'] as const) {
      for (const waiting of this.#queues[lane]) {
        if (!this.#hasRoom(lane)) {
          break;
        }
        waiting.start();
      }
    }
  }
}
