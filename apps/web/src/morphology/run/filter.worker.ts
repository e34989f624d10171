import { filter } from './filter.ts';
import { problemOf } from './problem.ts';
import type { Reply, Request } from './protocol.ts';

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    const outcome = await filter(data, (progress) => {
      reply({ kind: 'progress', progress });
    });
    reply({ kind: 'done', outcome }, [outcome.before.bitmap, outcome.after.bitmap]);
  } catch (error) {
    reply({ kind: 'failed', problem: problemOf(error) });
  }
};
