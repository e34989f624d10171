import type { Address } from '../../shell/address.ts';
import { defaultModel } from '../models/catalogue.ts';
import type { Request } from './protocol.ts';

let ahead: Worker | undefined;

const newWorker = (): Worker =>
  new Worker(new URL('./emotion.worker.ts', import.meta.url), { type: 'module' });

/** Starts a worker, and in it the loading of the model, while the page itself is on its way. */
export function startAhead({ parameters }: Address): void {
  const worker = newWorker();
  const model = parameters.get('model') ?? defaultModel;
  worker.postMessage({ kind: 'model', model } satisfies Request);
  // One that does not start is forgotten: the next one fails where somebody listens.
  worker.onerror = () => (ahead = undefined);
  ahead = worker;
}

/** The worker that was started ahead, or else a new one. */
export function takeWorker(): Worker {
  const worker = ahead ?? newWorker();
  ahead = undefined;
  return worker;
}
