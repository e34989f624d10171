export { KernelThreads, type ThreadsOptions, type ThreadsState } from './kernel-threads.ts';
export { ThreadedProduct, type ThreadedPlan } from './threaded-product.ts';
