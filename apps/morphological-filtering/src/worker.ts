import { serveWorker, type WorkerModule } from '@onebit/http-service/worker';
import { filter } from './filter.ts';
import { infer } from './infer.ts';

/** What runs in the worker threads: everything that touches pixels. */
const worker: WorkerModule = serveWorker({ filter, infer });
export default worker;
