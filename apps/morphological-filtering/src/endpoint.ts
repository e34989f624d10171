import {
  type AcceptedTask,
  negotiate,
  parseQuery,
  type Platform,
  readUpload,
  type TaskEndpoint,
  type WorkerPool,
} from '@onebit/http-service';
import { OnebitError } from '@onebit/errors';
import { webcrypto } from 'node:crypto';
import { imageAnswer, jsonAnswer } from './answer.ts';
import type { FilterInput, FilterOutput } from './filter.ts';
import { formatOf, inputTypes, outputTypes } from './formats.ts';
import { readParameters, requireImage } from './parameters.ts';

/** The task's name in addresses. */
export const TASK = 'morphological-filtering';

async function digest(text: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const [ofText, ofBytes] = await Promise.all(
    [new TextEncoder().encode(text), bytes].map((part) => webcrypto.subtle.digest('SHA-256', part)),
  );
  return Buffer.concat([Buffer.from(ofText!), Buffer.from(ofBytes!)]).toString('hex');
}

/** Form fields and query are one set of parameters; a name may stand in one of the two. */
function merge(query: Record<string, string>, fields: Record<string, string>) {
  for (const name of Object.keys(fields)) {
    if (Object.hasOwn(query, name)) {
      throw new OnebitError('parameter-repeated', {
        expected: `the parameter ${name} in the query or in the form`,
        received: 'both',
        hint: 'Send each parameter once.',
      });
    }
  }
  return { ...query, ...fields };
}

/** `POST /v1/morphological-filtering` and its job twin. */
export function filterEndpoint(pool: WorkerPool, platform: Platform): TaskEndpoint {
  const { limits } = platform;
  return {
    task: TASK,
    async accept(request, response): Promise<AcceptedTask> {
      const type = negotiate(request, outputTypes);
      const query = parseQuery(request.url, limits.fieldBytes);
      const isForm = request.is('multipart/form-data') !== false;
      // A form may bring the parameters after the image; otherwise they are checked before a byte of
      // the image is read.
      if (!isForm) {
        readParameters(query);
      }
      const upload = await readUpload(
        request,
        response,
        { field: 'image', types: inputTypes, limit: limits.imageBytes },
        platform,
      );
      const parameters = readParameters(merge(query, upload.fields));
      const { embed } = parameters;
      const format = formatOf(type) ?? (embed === 'none' ? undefined : embed);
      if (format !== undefined) {
        requireImage(parameters, formatOf(type) ? type : `embed=${embed}`);
      }
      const { bytes } = upload;
      const input: FilterInput = {
        bytes,
        parameters,
        format,
        limits: { bytes: limits.imageBytes, pixels: limits.imagePixels, side: limits.imageSide },
      };
      return {
        lane: bytes.length >= limits.largeFromBytes ? 'large' : 'small',
        fingerprint: () => digest(JSON.stringify({ parameters, type }), bytes),
        run: async (options) => {
          const output = await pool.run<FilterOutput>(
            { handler: 'filter', input, transfer: [bytes.buffer] },
            options,
          );
          return format !== undefined && type !== 'application/json'
            ? imageAnswer(parameters, output, format)
            : jsonAnswer(parameters, output);
        },
      };
    },
  };
}
