import { rm } from 'node:fs/promises';
import { OnebitError } from '@onebit/errors';
import {
  type AcceptedTask,
  type Answer,
  fingerprintOf,
  negotiate,
  parseQuery,
  type Platform,
  type RawParameters,
  readUpload,
  spoolUpload,
  type TaskEndpoint,
  type WorkerPool,
} from '@onebit/http-service';
import type { ClassifyInput } from './classify.ts';
import type { ClassifyFileInput } from './classify-file.ts';
import { readLineParameters } from './line-parameters.ts';
import { type LineWishes, readJsonBody, readLinesBody } from './request-body.ts';
import { streamLines } from './stream-lines.ts';
import { TASK } from './task.ts';

const JSON_TYPE = 'application/json';
const LINES_TYPE = 'application/x-ndjson';

/** The media types a request may have and an answer may take. */
const mediaTypes = [JSON_TYPE, LINES_TYPE] as const;

/** What a body has to be, in words. */
const TEXTS = 'texts such as {"texts": ["Thank you!"]}';

type Sent = Parameters<TaskEndpoint['accept']>;

/** `POST /v1/emotion-classification` and its job twin, which takes more lines than fit into memory. */
export function emotionEndpoint(pool: WorkerPool, platform: Platform): TaskEndpoint {
  const { limits } = platform;

  /** A document, or lines that are to be answered in one. */
  async function inMemory(
    [request, response]: Sent,
    type: (typeof mediaTypes)[number],
    query: RawParameters,
  ): Promise<AcceptedTask> {
    const isLines = request.is(LINES_TYPE) !== false;
    const wishes = isLines ? readLineParameters(query) : refuseParameters(query);
    const { bytes } = await readUpload(
      request,
      response,
      { field: 'texts', what: TEXTS, types: mediaTypes, limit: limits.textBytes },
      platform,
    ).catch(withWayForMore);
    const input: ClassifyInput = {
      request: isLines
        ? { ...wishes, texts: readLinesBody(bytes, limits.jsonDepth) }
        : readJsonBody(bytes, limits.jsonDepth),
      form: type === LINES_TYPE ? 'ndjson' : 'json',
    };
    return {
      lane: 'small',
      fingerprint: () => fingerprintOf(input),
      run: async (options) => ({
        headers: { 'Content-Type': `${type}; charset=utf-8`, Vary: 'Accept' },
        body: await pool.run<Uint8Array>({ handler: 'classify', input }, options),
      }),
    };
  }

  /** Lines of a job, which lie on disk with their answers, however many. */
  async function onDisk([request, response]: Sent, wishes: LineWishes): Promise<AcceptedTask> {
    const { path, size, folder, digest, remove } = await spoolUpload(
      request,
      response,
      { field: 'texts', what: 'lines of texts', types: mediaTypes, limit: limits.textJobBytes },
      limits,
    );
    const { textBytes: longest, jsonDepth, jobDiskBytes: most } = limits;
    const input: ClassifyFileInput = { path, size, folder, most, wishes, longest, jsonDepth };
    return {
      lane: 'large',
      jobWorkMs: limits.textJobWorkMs,
      fingerprint: () => fingerprintOf({ wishes, type: LINES_TYPE, digest }),
      release: remove,
      run: async (options) => {
        const answer = await pool.run<Answer>({ handler: 'classifyFile', input }, options);
        await rm(path, { force: true });
        return answer;
      },
    };
  }

  return {
    task: TASK,
    async stream(request, response): Promise<boolean> {
      if (request.is(LINES_TYPE) === false) return false;
      if (negotiate(request, [LINES_TYPE, JSON_TYPE]) !== LINES_TYPE) return false;
      const wishes = readLineParameters(parseQuery(request.url, limits.fieldBytes));
      await streamLines([request, response], wishes, pool, platform);
      return true;
    },
    async accept(...sent): Promise<AcceptedTask> {
      const [request] = sent;
      const isLines = request.is(LINES_TYPE) !== false;
      // Lines are answered in lines unless something else is asked for.
      const type = negotiate(request, isLines ? [LINES_TYPE, JSON_TYPE] : [JSON_TYPE, LINES_TYPE]);
      const query = parseQuery(request.url, limits.fieldBytes);
      const isJob = request.path === `/v1/jobs/${TASK}`;
      return isJob && isLines && type === LINES_TYPE
        ? onDisk(sent, readLineParameters(query))
        : inMemory(sent, type, query);
    },
  };
}

/** Refuses parameters in the address of a JSON body, which holds everything itself. */
function refuseParameters(query: RawParameters): LineWishes {
  const names = Object.keys(query);
  if (names.length === 0) return {};
  throw new OnebitError('parameter-unknown', {
    expected: 'no parameters in the address: a JSON body holds them beside its texts',
    received: names.join(', ').slice(0, 200),
    hint: 'Write them into the body, as in {"texts": ["…"], "threshold": 0.3}.',
  });
}

/** Refuses a body that is too large for the memory with the form that has no such limit. */
function withWayForMore(error: unknown): never {
  if (!(error instanceof OnebitError) || error.code !== 'body-too-large') throw error;
  const { code, expected, received } = error;
  throw new OnebitError(code, {
    expected: `${expected} (the limit textBytes)`,
    received,
    hint:
      'Send the texts in several requests, or as application/x-ndjson, a text a line: lines that are ' +
      'answered in lines may be as many as there are.',
    cause: error,
  });
}
