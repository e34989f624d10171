import {
  type AcceptedTask,
  type Answer,
  fingerprintOf,
  mergeParameters,
  negotiate,
  parseQuery,
  type Platform,
  readUpload,
  type TaskEndpoint,
  type WorkerPool,
} from '@onebit/http-service';
import { inputTypes, outputTypes } from './formats.ts';
import { readParameters } from './parameters.ts';
import type { SeparateInput } from './separate.ts';
import { TASK } from './task.ts';

/** `POST /v1/speech-separation` and its job twin, which takes longer recordings. */
export function separationEndpoint(pool: WorkerPool, platform: Platform): TaskEndpoint {
  const { limits } = platform;
  return {
    task: TASK,
    async accept(request, response): Promise<AcceptedTask> {
      const type = negotiate(request, outputTypes);
      const query = parseQuery(request.url, limits.fieldBytes);
      // A form may bring parameters after the recording; otherwise they are checked before a byte of
      // it is read.
      if (request.is('multipart/form-data') === false) readParameters(query);
      const { bytes, fields } = await readUpload(
        request,
        response,
        { field: 'audio', types: inputTypes, limit: limits.audioBytes },
        platform,
      );
      const parameters = readParameters(mergeParameters(query, fields));
      const isJob = request.path === `/v1/jobs/${TASK}`;
      const input: SeparateInput = {
        bytes,
        parameters,
        type,
        seconds: isJob ? limits.audioJobSeconds : limits.audioSeconds,
        jobsTakeMore: !isJob,
      };
      return {
        lane: bytes.length >= limits.largeFromBytes ? 'large' : 'small',
        jobWorkMs: limits.audioJobWorkMs,
        fingerprint: () => fingerprintOf({ parameters, type }, bytes),
        run: (options) =>
          pool.run<Answer>({ handler: 'separate', input, transfer: [bytes.buffer] }, options),
      };
    },
  };
}
