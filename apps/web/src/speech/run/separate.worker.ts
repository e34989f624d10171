import { problemOf } from '../../ui/problem.ts';
import type { Reply, Request } from './protocol.ts';
import { separate } from './separate.ts';

const reply = (message: Reply): void => {
  self.postMessage(message);
};

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    const outcome = await separate(data, (progress) => {
      reply({ kind: 'progress', progress });
    });
    reply({ kind: 'done', outcome });
  } catch (error) {
    reply({ kind: 'failed', problem: problemOf(error) });
  }
};
