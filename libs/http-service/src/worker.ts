// The entry for worker threads: free of the web framework, so that a worker starts fast.
export {
  serveWorker,
  type WorkContext,
  type WorkerModule,
  type WorkHandler,
  type WorkResult,
} from './workers/serve-worker.ts';
export { type LineBlock, LineBlocks } from './request/line-blocks.ts';
