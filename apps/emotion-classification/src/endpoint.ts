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
import { TASK } from './task.ts';

const JSON_TYPE = 'application/json';
const LINES_TYPE = 'application/x-ndjson';

/** The media types a request may have and an answer may take. */
const mediaTypes = [JSON_TYPE, LINES_TYPE] as const;

/** `POST /v1/emotion-classification` and its job twin. */
export function emotionEndpoint(pool: WorkerPool, platform: Platform): TaskEndpoint {
  const { limits } = platform;
  return {
    task: TASK,
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
