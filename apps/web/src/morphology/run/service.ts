import { OnebitError } from '@onebit/errors';
import type { BitImage } from '@onebit/image';
import { readBitImage } from '@onebit/image/browser';
import type { ModelSource } from '../learned/models.ts';
import { writeThreshold } from '../state/settings.ts';
import { askService, refusalOf } from '../../ui/problem.ts';
import type { Reading, Request, Timings } from './protocol.ts';

const route = '/v1/morphological-filtering';
const modelRoute = '/v1/models';

/** An opening by a single pixel: it changes nothing, so it shows how the service reads an image. */
const identity = 'open:square1';

/** What the service made of an image. */
export interface ServiceAnswer {
  readonly image: BitImage;
  readonly foreground: 'dark' | 'light';
  readonly foregroundText: string;
  readonly thresholdText: string;
  readonly timings: Timings;
}

/**
 * Has the service filter the image.
 *
 * @param file - the bytes of the image file, as the visitor gave it
 * @throws Refusal with the service's own words, or where no service answers
 */
export async function filterByService(
  file: Uint8Array<ArrayBuffer>,
  { sequence, models, border, foreground, threshold }: Request,
): Promise<ServiceAnswer> {
  const query = new URLSearchParams({
    sequence: sequence.trim() === '' ? identity : await handModels(sequence, models),
    border,
    foreground,
    threshold: writeThreshold(threshold),
  });
  const started = performance.now();
  const answer = await askService(`${route}?${query}`, {
    method: 'POST',
    headers: { Accept: 'image/png', 'Content-Type': 'application/octet-stream' },
    body: file,
  });
  if (!answer.ok) throw await refusalOf(answer, route);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const roundTrip = performance.now() - started;
  const side = sideOf(answer.headers);
  const { image } = await readBitImage(bytes, { foreground: side.foreground });
  return {
    image,
    ...side,
    thresholdText: `Threshold: ${answer.headers.get('Onebit-Threshold') ?? 'not said'}.`,
    timings: { ...stageTimes(answer.headers), roundTrip },
  };
}

/**
 * Hands the visitor's learned filters over to the service.
 *
 * @returns the sequence with the names that the service gave them
 */
async function handModels(sequence: string, models: readonly ModelSource[]): Promise<string> {
  const names = new Map<string, string>();
  for (const { name, file } of models) {
    // The filters that come with the page come with the service, too.
    if (typeof file === 'string') continue;
    const answer = await askService(modelRoute, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/octet-stream' },
      body: file,
    });
    if (!answer.ok) throw await refusalOf(answer, modelRoute);
    const { use } = (await answer.json()) as { use: string };
    names.set(`learned:${name}`, use);
  }
  return sequence
    .split(' + ')
    .map((step) => names.get(step) ?? step)
    .join(' + ');
}

/** Has the service read an image of a kind that browsers do not know, and change nothing. */
export async function readByService(
  file: Uint8Array<ArrayBuffer>,
  request: Request,
): Promise<{ readonly image: BitImage; readonly reading: Omit<Reading, 'width' | 'height'> }> {
  const { image, foreground, foregroundText, thresholdText } = await filterByService(file, {
    ...request,
    sequence: identity,
    models: [],
  });
  return {
    image,
    reading: { foreground, foregroundText, thresholdText, level: null, notes: [] },
  };
}

/** Whether an error says that the service could read what this browser cannot. */
export function needsService(error: unknown): boolean {
  return error instanceof OnebitError && error.code === 'image-format-unsupported';
}

/** Reads `dark; detected: because …`. */
function sideOf(headers: Headers): Pick<ServiceAnswer, 'foreground' | 'foregroundText'> {
  const [side = '', why = ''] = (headers.get('Onebit-Foreground') ?? '').split('; ', 2);
  const foreground = side === 'light' ? 'light' : 'dark';
  const name = foreground === 'dark' ? 'Dark' : 'Light';
  return { foreground, foregroundText: `${name} pixels are foreground (${why}).` };
}

/** Reads `decode;dur=1.2, filter;dur=0.4, encode;dur=0.9`. */
function stageTimes(headers: Headers): Pick<Timings, 'decode' | 'filter' | 'encode'> {
  const times = headers.get('Server-Timing') ?? '';
  const of = (stage: string) => Number(new RegExp(`${stage};dur=([\\d.]+)`).exec(times)?.[1] ?? 0);
  return { decode: of('decode'), filter: of('filter'), encode: of('encode') };
}
