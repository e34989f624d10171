import { serveWorker, type WorkerModule } from '@onebit/http-service/worker';
import { classify } from './classify.ts';
import { classifyFile } from './classify-file.ts';
import { classifyLines } from './classify-lines.ts';
import { infer } from './infer.ts';

/** What runs in the worker threads: everything that reads texts. */
const worker: WorkerModule = serveWorker({ classify, classifyFile, classifyLines, infer });
export default worker;
