import type { Platform, Service, ServiceDefinition } from '../host/service.ts';
import { WorkerPool } from './worker-pool.ts';

/**
 * A service whose work is done by worker threads of its own.
 *
 * @param name - the task's name
 * @param module - the worker's built module, which default-exports `serveWorker({...})`
 * @param create - what the service offers, given its workers and what the host lends
 */
export function workerService(
  name: string,
  module: URL,
  create: (pool: WorkerPool, platform: Platform) => Omit<Service, 'suspect' | 'close'>,
): ServiceDefinition {
  return {
    name,
    create(platform) {
      const pool = new WorkerPool(module, platform.limits);
      platform.metrics.watchPool(name, pool.counts);
      // Assigned, not spread: a service may tell its models anew each time it is asked.
      return Object.assign(create(pool, platform), {
        suspect: () => pool.suspect,
        close: () => pool.close(),
      });
    },
  };
}
