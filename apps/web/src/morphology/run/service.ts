import { readBitImage } from '@onebit/image/browser';
import type { BitImage } from '@onebit/image';
import { writeThreshold } from '../state/settings.ts';
import { ServiceRefusal } from './problem.ts';
import type { Problem, Request } from './protocol.ts';

const route = '/v1/morphological-filtering';

/**
 * Has the service filter the image.
 *
 * @param file - the bytes of the image file, as the visitor gave it
 * @param foreground - the side that was read as foreground here, so that both read it alike
 * @throws ServiceRefusal with the service's own words, or where no service answers
 */
export async function filterByService(
  file: Uint8Array<ArrayBuffer>,
  { sequence, border, threshold }: Request,
  foreground: 'dark' | 'light',
): Promise<BitImage> {
  const query = new URLSearchParams({
    sequence,
    border,
    foreground,
    threshold: writeThreshold(threshold),
  });
  const answer = await ask(`${route}?${query}`, file);
  if (!answer.ok) throw new ServiceRefusal(await refusal(answer));
  const { image } = await readBitImage(new Uint8Array(await answer.arrayBuffer()), { foreground });
  return image;
}

async function ask(address: string, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { Accept: 'image/png', 'Content-Type': 'application/octet-stream' },
      body,
    });
  } catch {
    throw new ServiceRefusal({
      title: 'The service does not answer',
      expected: `a service at ${location.origin}`,
      received: 'no connection',
      hint: 'Start it with npm start, or switch to this browser.',
    });
  }
}

async function refusal(answer: Response): Promise<Problem> {
  const isProblem = answer.headers.get('Content-Type')?.includes('application/problem+json');
  if (!isProblem) {
    return {
      title: 'There is no filter service here',
      expected: `a service that answers POST ${route}`,
      received: `status ${answer.status}`,
      hint: 'Start the suite with npm start, or switch to this browser.',
    };
  }
  const body = (await answer.json()) as Record<string, unknown>;
  const word = (name: string) => (typeof body[name] === 'string' ? { [name]: body[name] } : {});
  return {
    title: typeof body['title'] === 'string' ? body['title'] : `Status ${answer.status}`,
    ...word('expected'),
    ...word('received'),
    ...word('hint'),
  };
}
