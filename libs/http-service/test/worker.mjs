// A worker for the pool's own test; it runs the built library, as every worker does.
import { OnebitError } from '@onebit/errors';
import { serveWorker } from '@onebit/http-service/worker';
import { threadId } from 'node:worker_threads';

const detail = { expected: 'a', received: 'b', hint: 'c' };

export default serveWorker({
  add: async ({ a, b }) => ({ value: a + b }),
  where: async () => ({ value: threadId }),
  double: async (bytes) => {
    const doubled = bytes.map((byte) => 2 * byte);
    return { value: doubled, transfer: [doubled.buffer] };
  },
  refuse: async () => {
    throw new OnebitError('value-invalid', { ...detail, position: 3 });
  },
  spend: async () => {
    throw new OnebitError('kernel-trapped', detail);
  },
  fault: async () => {
    throw new TypeError('broken inside');
  },
  exit: async () => process.exit(7),
  fill: async () => {
    const hoard = [];
    for (;;) hoard.push(new Array(100_000).fill(0).map((_, index) => ({ index })));
  },
  listen: async (_input, { signal, onProgress }) => {
    onProgress(1);
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  },
  spin: async (flag) => {
    Atomics.store(flag, 0, 1);
    for (;;) Atomics.add(flag, 1, 1);
  },
});
