import { serveWorker, type WorkerModule } from '@onebit/http-service/worker';
import { batch } from './batch/batch.ts';
import { filter } from './filter.ts';
import { fit } from './fit/fit.ts';
import { infer } from './infer.ts';

/** What runs in the worker threads: everything that touches pixels. */
const worker: WorkerModule = serveWorker({ batch, filter, fit, infer });
export default worker;
