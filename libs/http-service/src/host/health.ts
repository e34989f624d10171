import { OnebitError } from '@onebit/errors';
import { Router } from 'express';
import type { Logger } from 'pino';
import { methods } from '../request/methods.ts';
import { deadlineExceeded } from '../workers/deadline.ts';
import type { Service } from './service.ts';

/** Where a service stands. */
export type Readiness = 'starting' | 'ready' | 'failed' | 'stopping';

/**
 * Readiness that is proven: a service is ready once its self-test passed, and again unready when
 * its workers keep breaking until the self-test passes anew.
 */
export class Health {
  readonly #services: ReadonlyMap<string, Service>;
  readonly #states = new Map<string, Readiness>();
  readonly #testing = new Map<string, Promise<void>>();
  readonly #selfTestMs: number;
  readonly #logger: Logger;
  readonly #stop = new AbortController();

  /** @param selfTestMs - milliseconds a self-test may take */
  constructor(services: ReadonlyMap<string, Service>, selfTestMs: number, logger: Logger) {
    this.#services = services;
    this.#selfTestMs = selfTestMs;
    this.#logger = logger;
    for (const name of services.keys()) {
      this.#states.set(name, 'starting');
    }
  }

  /** Every service's state. */
  get states(): Record<string, Readiness> {
    for (const [name, service] of this.#services) {
      if (this.#states.get(name) === 'ready' && service.suspect()) {
        this.#states.set(name, 'failed');
        this.#test(name, service).catch(() => undefined);
      }
    }
    return Object.fromEntries(this.#states);
  }

  /** Whether every service is ready. */
  get ready(): boolean {
    return Object.values(this.states).every((state) => state === 'ready');
  }

  /** Runs every self-test; rejects with the first that fails. */
  async prove(): Promise<void> {
    await Promise.all([...this.#services].map(([name, service]) => this.#test(name, service)));
  }

  #test(name: string, service: Service): Promise<void> {
    const running = this.#testing.get(name);
    if (running) {
      return running;
    }
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort(
        deadlineExceeded(this.#selfTestMs, 'Start the service on a less busy machine.'),
      );
    }, this.#selfTestMs);
    const test = service
      .selfTest(AbortSignal.any([this.#stop.signal, deadline.signal]))
      .then(
        () => {
          this.#stop.signal.throwIfAborted();
          this.#states.set(name, 'ready');
        },
        (error: unknown) => {
          if (!this.#stop.signal.aborted) {
            this.#states.set(name, 'failed');
            this.#logger.error({ err: error, service: name }, 'self-test failed');
          }
          throw error;
        },
      )
      .finally(() => {
        clearTimeout(timer);
        this.#testing.delete(name);
      });
    this.#testing.set(name, test);
    return test;
  }

  /** Turns readiness off for good. */
  stop(reason: OnebitError): void {
    this.#stop.abort(reason);
    for (const name of this.#services.keys()) {
      this.#states.set(name, 'stopping');
    }
  }

  /** `GET /health`, `/health/live` and `/health/ready`. */
  routes(): Router {
    const router = Router();
    const live = { status: 'live' };
    methods(router, '/health/live', {
      get: (_request, response) => {
        response.set('Cache-Control', 'no-store').json(live);
      },
    });
    methods(router, '/health/ready', {
      get: (_request, response) => {
        const services = this.states;
        if (!Object.values(services).every((state) => state === 'ready')) {
          throw new OnebitError('not-ready', {
            expected: 'every service ready',
            received: Object.entries(services)
              .map(([name, state]) => `${name}: ${state}`)
              .join(', '),
            hint: 'Ask again in a second.',
          });
        }
        response.set('Cache-Control', 'no-store').json({ status: 'ready', services });
      },
    });
    methods(router, '/health', {
      get: (_request, response) => {
        response
          .set('Cache-Control', 'no-store')
          .json({ ...live, ready: this.ready, services: this.states });
      },
    });
    return router;
  }
}
