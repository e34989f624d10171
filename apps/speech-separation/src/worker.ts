import { serveWorker, type WorkerModule } from '@onebit/http-service/worker';
import { infer } from './infer.ts';
import { prove } from './prove.ts';
import { separate } from './separate.ts';

/** What runs in the worker threads: everything that touches samples. */
const worker: WorkerModule = serveWorker({ separate, infer, prove });
export default worker;
