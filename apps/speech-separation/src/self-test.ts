import type { WorkerPool } from '@onebit/http-service';
import type { ProveInput } from './prove.ts';

/**
 * Proves every worker: as many proofs as workers, at one time, so that each worker loads the model.
 *
 * @throws OnebitError `self-test-failed`, or what is wrong with the model
 */
export async function selfTest(
  pool: WorkerPool,
  workers: number,
  signal: AbortSignal,
): Promise<void> {
  const proofs = Array.from({ length: workers }, (_, worker) => {
    // All workers run the same code: one that agrees with the definition speaks for all.
    const input: ProveInput = { byDefinition: worker === 0 };
    return pool.run({ handler: 'prove', input }, { signal });
  });
  await Promise.all(proofs);
}
