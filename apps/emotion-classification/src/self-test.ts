import { OnebitError } from '@onebit/errors';
import type { WorkerPool } from '@onebit/http-service';
import type { ClassifyInput } from './classify.ts';

const input: ClassifyInput = {
  request: { texts: ['Thank you so much for your help!', ''] },
  form: 'json',
};

async function prove(pool: WorkerPool, signal: AbortSignal): Promise<void> {
  const bytes = await pool.run<Uint8Array>({ handler: 'classify', input }, { signal });
  const { results } = JSON.parse(Buffer.from(bytes).toString()) as {
    results: { labels: string[]; known: number }[];
  };
  const [thanks, nothing] = results;
  if (thanks?.labels[0] === 'gratitude' && nothing?.known === 0) return;
  throw new OnebitError('self-test-failed', {
    expected: 'gratitude for thanks, and nothing known of an empty text',
    received: JSON.stringify(results.map(({ labels, known }) => ({ labels, known }))).slice(0, 200),
    hint: 'Rebuild the service; if it fails again, run npx onebit doctor.',
  });
}

/**
 * Proves that the model is whole and hears what it must: as many tests as workers, at one time, so
 * that each worker loads it.
 *
 * @throws OnebitError `self-test-failed`, or what is wrong with the model
 */
export async function selfTest(
  pool: WorkerPool,
  workers: number,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(Array.from({ length: workers }, () => prove(pool, signal)));
}
