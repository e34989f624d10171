import type { BitImage } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/browser';
import { sequence } from '@onebit/morphology';
import { findSample } from '../samples/catalogue.ts';
import { encodeGraymap } from '../samples/graymap.ts';
import { writeThreshold } from '../state/settings.ts';
import { paint } from './paint.ts';
import type { Outcome, Progress, Request } from './protocol.ts';
import { filterByService } from './service.ts';
import { foregroundText, thresholdText } from './words.ts';

type Read = Awaited<ReturnType<typeof readBitImage>>;

/** The last image that was read: another sequence needs no second reading. */
interface Kept extends Read {
  readonly file: Blob | string;
  readonly how: string;
  readonly milliseconds: number;
}

let kept: Kept | undefined;

/** Reads, filters and writes, and says how long each took. */
export async function filter(
  request: Request,
  onProgress: (progress: Progress) => void,
): Promise<Outcome> {
  onProgress({ stage: 'decode', share: 0 });
  const { image, report, milliseconds } = await read(request);
  const { foreground } = report;

  onProgress({ stage: 'filter', share: 0 });
  const started = performance.now();
  const filtered = await apply(request, image, foreground, onProgress);
  const filterTime = performance.now() - started;

  onProgress({ stage: 'encode', share: 0 });
  const encodeStarted = performance.now();
  const png = await encodeBitImage(filtered, 'png', { foreground });
  const encodeTime = performance.now() - encodeStarted;
  const pbm = await encodeBitImage(filtered, 'pbm', { foreground });

  const outcome = {
    reading: {
      width: image.width,
      height: image.height,
      foreground,
      foregroundText: foregroundText(report),
      thresholdText: thresholdText(report),
      level: report.level,
    },
    before: await paint(image, foreground),
    after: await paint(filtered, foreground),
    timings: { decode: milliseconds, filter: filterTime, encode: encodeTime },
    runner: request.runner,
    sequence: request.sequence,
    files: {
      png: new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' }),
      pbm: new Blob([pbm as Uint8Array<ArrayBuffer>], { type: 'image/x-portable-bitmap' }),
    },
  };
  filtered.dispose();
  return outcome;
}

async function read({ image, threshold, foreground }: Request): Promise<Kept> {
  const file = 'sample' in image ? image.sample : image.file;
  const how = `${writeThreshold(threshold)} ${foreground}`;
  if (kept?.file === file && kept.how === how) return kept;
  kept?.image.dispose();
  kept = undefined;
  const bytes = await bytesOf(image);
  const started = performance.now();
  const result = await readBitImage(bytes, { threshold: methodOf(threshold), foreground });
  kept = { ...result, file, how, milliseconds: performance.now() - started };
  return kept;
}

function methodOf(threshold: Request['threshold']) {
  if (threshold.method === 'fixed') return { fixed: threshold.level };
  return threshold.method === 'sauvola' ? { sauvola: {} } : 'otsu';
}

async function bytesOf(image: Request['image']): Promise<Uint8Array<ArrayBuffer>> {
  if ('file' in image) return new Uint8Array(await image.file.arrayBuffer());
  return encodeGraymap(findSample(image.sample)!.draw());
}

async function apply(
  request: Request,
  image: BitImage,
  foreground: 'dark' | 'light',
  onProgress: (progress: Progress) => void,
): Promise<BitImage> {
  if (request.sequence.trim() === '') return image.clone();
  if (request.runner === 'service') {
    return filterByService(await bytesOf(request.image), request, foreground);
  }
  return sequence(request.sequence).run(image, {
    border: request.border,
    onProgress: ({ fraction }) => {
      onProgress({ stage: 'filter', share: fraction });
    },
  });
}
