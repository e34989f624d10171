import type { BitImage } from '@onebit/image';
import { encodeBitImage } from '@onebit/image/browser';
import { sequence } from '@onebit/morphology';
import { loadModels } from '../learned/load-models.ts';
import { paint } from './paint.ts';
import { Refusal } from '../../ui/problem.ts';
import type { Outcome, Progress, Request, Timings } from './protocol.ts';
import { fileBytes, readImage } from './read.ts';
import { filterByService } from './service.ts';
import { thumbnailOf } from './thumbnails.ts';

type OnProgress = (progress: Progress) => void;

/** Reads, filters and writes, and says how long each took. */
export async function filter(request: Request, onProgress: OnProgress): Promise<Outcome> {
  onProgress({ stage: 'decode', share: 0 });
  const { image, reading, milliseconds: decode } = await readImage(request);
  const { foreground } = reading;

  onProgress({ stage: 'filter', share: 0 });
  const started = performance.now();
  const { filtered, timings, steps } = await apply(request, image, foreground, onProgress);
  const filterTime = performance.now() - started;

  onProgress({ stage: 'encode', share: 0 });
  const encodeStarted = performance.now();
  const png = await encodeBitImage(filtered, 'png', { foreground });
  const encode = performance.now() - encodeStarted;
  const pbm = await encodeBitImage(filtered, 'pbm', { foreground });

  const outcome = {
    reading,
    before: await paint(image, foreground),
    after: await paint(filtered, foreground),
    timings: timings ?? { decode, filter: filterTime, encode },
    runner: request.runner,
    sequence: request.sequence,
    thumbnails: await Promise.all(steps.map((data) => createImageBitmap(data))),
    files: { png: blobOf(png, 'image/png'), pbm: blobOf(pbm, 'image/x-portable-bitmap') },
  };
  filtered.dispose();
  return outcome;
}

async function apply(
  request: Request,
  image: BitImage,
  foreground: 'dark' | 'light',
  onProgress: OnProgress,
): Promise<{ filtered: BitImage; steps: ImageData[]; timings?: Timings }> {
  if (request.runner === 'service') {
    const answer = await filterByService(await fileBytes(request.image), request);
    return { filtered: answer.image, steps: [], timings: answer.timings };
  }
  const thumbnails = [thumbnailOf(image, foreground)];
  if (request.sequence.trim() === '') return { filtered: image.clone(), steps: thumbnails };
  const steps = sequence(request.sequence, { learned: await loadModels(request.models) });
  if (steps.result !== 'image') {
    throw new Refusal({
      title: 'The sequence ends in numbers',
      expected: 'a sequence that ends in a picture of bits',
      received: `${String(steps.steps.at(-1))}, which gives a number for every pixel`,
      hint: 'Remove the last step, or ask the service for the measurements as JSON.',
    });
  }
  const filtered = await steps.run(image, {
    border: request.border,
    onProgress: ({ fraction }) => {
      onProgress({ stage: 'filter', share: fraction });
    },
    onStep: (after) => {
      thumbnails.push(thumbnailOf(after, foreground));
    },
  });
  return { filtered, steps: thumbnails };
}

function blobOf(bytes: Uint8Array, type: string): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
}
