import { OnebitError } from '@onebit/errors';

/**
 * The bytes of request bodies that the process may hold at one time. Bytes count as they arrive, not
 * as they are announced, so that a client cannot reserve what it never sends.
 */
export class BodyBudget {
  readonly capacity: number;
  #held = 0;

  /** @param capacity - bytes over all requests */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Bytes held now. */
  get held(): number {
    return this.#held;
  }

  /** One request's share; `release` gives all of it back and may be called twice. */
  open(): { take: (bytes: number) => void; release: () => void } {
    let mine = 0;
    return {
      take: (bytes) => {
        if (this.#held + bytes > this.capacity) {
          throw new OnebitError('overloaded', {
            expected: `at most ${String(this.capacity)} bytes of uploads in memory`,
            received: 'more uploads at one time',
            hint: 'Send the request again after the seconds in Retry-After.',
          });
        }
        mine += bytes;
        this.#held += bytes;
      },
      release: () => {
        this.#held -= mine;
        mine = 0;
      },
    };
  }
}
