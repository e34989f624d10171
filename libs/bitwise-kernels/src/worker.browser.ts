import { expect, it } from 'vitest';
import { digest } from '../testing/digest.ts';

it('a worker computes the same bits as the page, in every variant', async () => {
  const worker = new Worker(new URL('../testing/kernels.worker.ts', import.meta.url), {
    type: 'module',
  });
  const digests = await new Promise<number[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<number[]>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.terminate();
  const expected = digest('reference');
  expect(digests).toEqual([expected, expected, expected]);
  expect(digest('simd')).toBe(expected);
});
