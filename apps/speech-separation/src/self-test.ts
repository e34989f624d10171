import type { WorkerPool } from '@onebit/http-service';

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
  const proofs = Array.from({ length: workers }, () =>
    pool.run({ handler: 'prove', input: undefined }, { signal }),
  );
  await Promise.all(proofs);
}
