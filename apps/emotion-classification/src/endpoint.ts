import { webcrypto } from 'node:crypto';
import {
  type AcceptedTask,
  negotiate,
  parseQuery,
  checkParameters,
  type Platform,
  readUpload,
  type TaskEndpoint,
  type WorkerPool,
} from '@onebit/http-service';
import { z } from 'zod';
import type { ClassifyInput } from './classify.ts';
import { readJsonBody, readLinesBody } from './request-body.ts';
import { streamLines } from './stream-lines.ts';
import { TASK } from './task.ts';

const JSON_TYPE = 'application/json';
const LINES_TYPE = 'application/x-ndjson';

/** The media types a request may have and an answer may take. */
const mediaTypes = [JSON_TYPE, LINES_TYPE] as const;

/** What a stream of lines can ask for, in the address: its body holds nothing but texts. */
const lineParameters = z.strictObject({
  model: z.string().min(1).max(64).optional(),
  language: z.string().min(1).max(64).optional(),
  explain: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
  threshold: z
    .string()
    .regex(/^(0|1|0?\.\d{1,9}|1\.0+)$/)
    .transform(Number)
    .optional(),
});

const lineExpectations = {
  model: 'the identifier of a model',
  language: 'a language of the model',
  explain: 'true or false',
  threshold: 'a number from 0 to 1',
};

/** `POST /v1/emotion-classification` and its job twin. */
export function emotionEndpoint(pool: WorkerPool, platform: Platform): TaskEndpoint {
  const { limits } = platform;
  return {
    task: TASK,
    async stream(request, response): Promise<boolean> {
      if (request.is(LINES_TYPE) === false) return false;
      if (negotiate(request, [LINES_TYPE, JSON_TYPE]) !== LINES_TYPE) return false;
      const wishes = checkParameters(
        lineParameters,
        parseQuery(request.url, limits.fieldBytes),
        lineExpectations,
      );
      await streamLines([request, response], wishes, pool, platform);
      return true;
    },
    async accept(request, response): Promise<AcceptedTask> {
      const isLines = request.is(LINES_TYPE) !== false;
      // Lines are answered in lines unless something else is asked for.
      const type = negotiate(request, isLines ? [LINES_TYPE, JSON_TYPE] : [JSON_TYPE, LINES_TYPE]);
      checkParameters(z.strictObject({}), parseQuery(request.url, limits.fieldBytes), {});
      const { bytes } = await readUpload(
        request,
        response,
        { field: 'texts', types: mediaTypes, limit: limits.textBytes },
        platform,
      );
      const input: ClassifyInput = {
        request: isLines
          ? readLinesBody(bytes, limits.jsonDepth)
          : readJsonBody(bytes, limits.jsonDepth),
        form: type === LINES_TYPE ? 'ndjson' : 'json',
      };
      return {
        lane: 'small',
        fingerprint: async () =>
          Buffer.from(
            await webcrypto.subtle.digest(
              'SHA-256',
              new TextEncoder().encode(JSON.stringify(input)),
            ),
          ).toString('hex'),
        run: async (options) => ({
          headers: { 'Content-Type': `${type}; charset=utf-8`, Vary: 'Accept' },
          body: await pool.run<Uint8Array>({ handler: 'classify', input }, options),
        }),
      };
    },
  };
}
