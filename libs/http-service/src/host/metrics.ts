import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Admission } from '../workers/admission.ts';
import type { BodyBudget } from '../request/body-budget.ts';
import type { PoolCounts } from '../workers/worker-pool.ts';

/** The route's pattern, not the address: labels must not grow with what clients ask for. */
function routeOf(request: Request): string {
  const path: unknown = (request.route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? `${request.baseUrl}${path}` : 'other';
}

/** The Prometheus metrics of a host: requests, durations, queues, workers, jobs, the event loop. */
export class Metrics {
  readonly registry = new Registry();
  readonly #seconds: Histogram<'method' | 'route' | 'status'>;
  readonly #jobs: Counter<'task' | 'state'>;
  readonly #pools = new Map<string, PoolCounts>();

  /** @param sources - where the gauges read their values when they are scraped */
  constructor({ admission, budget }: { admission: Admission; budget: BodyBudget }) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#seconds = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'From the request line to the last byte of the answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });
    this.#jobs = new Counter({
      name: 'onebit_jobs_total',
      help: 'Jobs by the state they reached.',
      labelNames: ['task', 'state'],
      registers,
    });
    new Gauge({
      name: 'onebit_tasks',
      help: 'Tasks now, by lane, waiting for a worker or running in one.',
      labelNames: ['lane', 'state'],
      registers,
      collect() {
        const state = admission.state;
        for (const lane of ['small', 'large'] as const) {
          this.set({ lane, state: 'running' }, state.running[lane]);
          this.set({ lane, state: 'waiting' }, state.waiting[lane]);
        }
      },
    });
    new Gauge({
      name: 'onebit_upload_bytes',
      help: 'Bytes of request bodies held in memory.',
      registers,
      collect() {
        this.set(budget.held);
      },
    });
    const pools = this.#pools;
    new Gauge({
      name: 'onebit_worker_events',
      help: 'Tasks completed, refused, broken and terminated, and worker sets recycled, since start.',
      labelNames: ['service', 'event'],
      registers,
      collect() {
        for (const [service, counts] of pools) {
          for (const [event, count] of Object.entries(counts)) {
            this.set({ service, event }, count as number);
          }
        }
      },
    });
  }

  /** Shows a service's worker counts. */
  watchPool(service: string, counts: PoolCounts): void {
    this.#pools.set(service, counts);
  }

  /** Counts a job that reached `state`. */
  countJob(task: string, state: string): void {
    this.#jobs.inc({ task, state });
  }

  /** Times every request. */
  readonly handler: RequestHandler = (request, response, next) => {
    const stop = this.#seconds.startTimer({ method: request.method });
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : 499;
      stop({ route: routeOf(request), status: String(status) });
    });
    next();
  };
}
