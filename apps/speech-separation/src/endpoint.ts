import { rm } from 'node:fs/promises';
import {
  type AcceptedTask,
  type Answer,
  fingerprintOf,
  mergeParameters,
  negotiate,
  parseQuery,
  type Platform,
  readUpload,
  spoolUpload,
  type TaskEndpoint,
  type WorkerPool,
} from '@onebit/http-service';
import { inputTypes, type OutputType, outputTypes } from './formats.ts';
import { readParameters, type SeparationParameters } from './parameters.ts';
import type { RecordingLimits } from './recording.ts';
import type { SeparateInput } from './separate.ts';
import { TASK } from './task.ts';

type Sent = Parameters<TaskEndpoint['accept']>;

/** What a request asks for. */
interface Wishes {
  readonly type: OutputType;
  readonly limits: RecordingLimits;
  readonly readFirst: boolean;
}

/** Seconds whose tracks still make a JSON document that programs can read. */
const JSON_SECONDS = 3600;

/** `POST /v1/speech-separation` and its job twin, which takes longer recordings. */
export function separationEndpoint(pool: WorkerPool, platform: Platform): TaskEndpoint {
  const { limits } = platform;
  const run =
    (input: SeparateInput, transfer: ArrayBuffer[]): AcceptedTask['run'] =>
    (options) =>
      pool.run<Answer>({ handler: 'separate', input, transfer }, options);

  /** The recording in memory: the body, or the file of a form. */
  async function inMemory(sent: Sent, query: Record<string, string>, wishes: Wishes) {
    const [request, response] = sent;
    const { bytes, fields } = await readUpload(
      request,
      response,
      {
        field: 'audio',
        types: inputTypes,
        limit: Math.min(limits.audioBytes, limits.bufferedBytes),
      },
      platform,
    );
    const parameters = readParameters(mergeParameters(query, fields));
    const isLarge = bytes.length >= limits.largeFromBytes;
    return {
      lane: isLarge ? ('large' as const) : ('small' as const),
      jobWorkMs: limits.audioJobWorkMs,
      fingerprint: () => fingerprintOf({ parameters, type: wishes.type }, bytes),
      run: run({ ...wishes, parameters, recording: bytes }, [bytes.buffer]),
    };
  }

  /** The recording on disk, however long: only the raw body of a job. */
  async function onDisk(
    [request, response]: Sent,
    parameters: SeparationParameters,
    wishes: Wishes,
  ): Promise<AcceptedTask> {
    const { path, size, folder, digest, remove } = await spoolUpload(
      request,
      response,
      { field: 'audio', types: inputTypes, limit: limits.audioBytes },
      limits,
    );
    const work = run({ ...wishes, parameters, recording: { path, size }, folder }, []);
    return {
      lane: 'large',
      jobWorkMs: limits.audioJobWorkMs,
      fingerprint: () => fingerprintOf({ parameters, type: wishes.type, digest }),
      release: remove,
      run: async (options) => {
        const answer = await work(options);
        await Promise.all(
          [path, `${folder}/talker-1`, `${folder}/talker-2`, `${folder}/mixture`].map((file) =>
            rm(file, { force: true }),
          ),
        );
        return answer;
      },
    };
  }

  return {
    task: TASK,
    async accept(...sent): Promise<AcceptedTask> {
      const [request] = sent;
      const type = negotiate(request, outputTypes);
      const query = parseQuery(request.url, limits.fieldBytes);
      const isForm = request.is('multipart/form-data') !== false;
      const isJob = request.path === `/v1/jobs/${TASK}`;
      const wishes = { type, limits: limitsOf(isJob, type), readFirst: !isJob };
      // A form may bring parameters after the recording; otherwise they are checked before a byte of
      // it is read.
      const parameters = isForm ? undefined : readParameters(query);
      const fits = type !== 'application/json';
      return isJob && parameters && fits
        ? onDisk(sent, parameters, wishes)
        : inMemory(sent, query, wishes);
    },
  };

  function limitsOf(isJob: boolean, type: OutputType): RecordingLimits {
    return {
      lowestRate: limits.audioLowestRate,
      highestRate: limits.audioHighestRate,
      ...lengthOf(isJob, type),
    };
  }

  function lengthOf(isJob: boolean, type: OutputType): Pick<RecordingLimits, 'seconds' | 'hint'> {
    if (!isJob) {
      return {
        seconds: limits.audioSeconds,
        hint: `Send longer recordings to POST /v1/jobs/${TASK}.`,
      };
    }
    return type === 'application/json' && limits.audioJobSeconds > JSON_SECONDS
      ? { seconds: JSON_SECONDS, hint: 'Ask for application/zip, which has room for more.' }
      : { seconds: limits.audioJobSeconds, hint: 'Cut the recording into parts.' };
  }
}
