import { BitImage } from '@onebit/image';
import { sequence } from '@onebit/morphology';
import { filter } from './filter.ts';
import { problemOf } from '../../ui/problem.ts';
import type { Reply, Request } from './protocol.ts';

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

// Compiles the kernels before the first image comes, so that no image's time holds it.
sequence('open:disk1').apply(BitImage.create(64, 64)).dispose();

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    const outcome = await filter(data, (progress) => {
      reply({ kind: 'progress', progress });
    });
    const { before, after, thumbnails } = outcome;
    reply({ kind: 'done', outcome }, [before.bitmap, after.bitmap, ...thumbnails]);
  } catch (error) {
    reply({ kind: 'failed', problem: problemOf(error) });
  }
};
