import type { BitImage } from '@onebit/image';
import { readBitImage } from '@onebit/image/browser';
import { findSample } from '../samples/catalogue.ts';
import { encodeGraymap } from '../samples/graymap.ts';
import { writeThreshold } from '../state/settings.ts';
import type { Reading, Request } from './protocol.ts';
import { needsService, readByService } from './service.ts';
import { foregroundText, thresholdText } from './words.ts';

/** An image that was read, and what it was read from. */
export interface ReadImage {
  readonly image: BitImage;
  readonly reading: Reading;
  readonly milliseconds: number;
}

let kept: (ReadImage & { readonly file: Blob | string; readonly how: string }) | undefined;

/** Reads the request's image; the last one is kept, so another sequence needs no second reading. */
export async function readImage(request: Request): Promise<ReadImage> {
  const { image, threshold, foreground, runner } = request;
  const file = 'sample' in image ? image.sample : image.file;
  const how = `${writeThreshold(threshold)} ${foreground} ${runner}`;
  if (kept?.file === file && kept.how === how) return kept;
  kept?.image.dispose();
  kept = undefined;
  const bytes = await fileBytes(image);
  const started = performance.now();
  const { image: bits, reading } = await readHere(bytes, request).catch((error: unknown) => {
    if (runner === 'service' && needsService(error)) return readByService(bytes, request);
    throw error;
  });
  kept = {
    image: bits,
    reading: { ...reading, width: bits.width, height: bits.height },
    milliseconds: performance.now() - started,
    file,
    how,
  };
  return kept;
}

async function readHere(bytes: Uint8Array<ArrayBuffer>, { threshold, foreground }: Request) {
  const { image, report } = await readBitImage(bytes, {
    threshold: methodOf(threshold),
    foreground,
  });
  const reading = {
    foreground: report.foreground,
    foregroundText: foregroundText(report),
    thresholdText: thresholdText(report),
    notes: report.notes,
    level: report.level,
  };
  return { image, reading };
}

function methodOf(threshold: Request['threshold']) {
  if (threshold.method === 'fixed') return { fixed: threshold.level };
  return threshold.method === 'sauvola' ? { sauvola: {} } : 'otsu';
}

/** The bytes of the visitor's file, or of the sample written as one. */
export async function fileBytes(image: Request['image']): Promise<Uint8Array<ArrayBuffer>> {
  if ('file' in image) return new Uint8Array(await image.file.arrayBuffer());
  return encodeGraymap(findSample(image.sample)!.draw());
}
