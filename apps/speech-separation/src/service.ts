import {
  type HostOptions,
  type InferenceModel,
  type Platform,
  type RunningHost,
  type ServiceDefinition,
  startHost,
  workerService,
  type WorkerPool,
} from '@onebit/http-service';
import { separationEndpoint } from './endpoint.ts';
import { modelCards } from './models.ts';
import { paths } from './openapi.ts';
import { selfTest } from './self-test.ts';
import { TASK } from './task.ts';

/**
 * The built worker. Worker threads run JavaScript, so this is `dist/worker.js` also when this file
 * itself runs from source: `src` and `dist` are siblings, so one relative address serves both.
 */
const workerModule = new URL('../dist/worker.js', import.meta.url);

/** The models in the Open Inference Protocol: mono of 8 kHz in, both talkers out. */
function inferenceModel(
  id: string,
  pool: WorkerPool,
  { jsonDepth, audioSeconds }: Platform['limits'],
): InferenceModel {
  return {
    name: id,
    version: '1',
    platform: 'onebit',
    inputs: [{ name: 'mixture', datatype: 'FP32', shape: [-1] }],
    outputs: [{ name: 'talkers', datatype: 'FP32', shape: [2, -1] }],
    infer: (body, options) =>
      pool.run(
        {
          handler: 'infer',
          input: { body, jsonDepth, model: id, seconds: audioSeconds },
          transfer: [body.buffer],
        },
        options,
      ),
  };
}

/**
 * The service that separates two talkers, to be mounted in a host.
 *
 * @example
 * ```ts
 * import { createSpeechSeparationService } from '@onebit/speech-separation-service';
 * console.log(createSpeechSeparationService().name); // speech-separation
 * ```
 */
export function createSpeechSeparationService(): ServiceDefinition {
  return workerService(TASK, workerModule, (pool, platform) => {
    const models = modelCards();
    return {
      endpoints: [separationEndpoint(pool, platform)],
      models,
      inference: models.map(({ id }) => inferenceModel(id, pool, platform.limits)),
      paths,
      selfTest: (signal) => selfTest(pool, platform.limits.workers, signal),
    };
  });
}

/**
 * Starts the service alone on its own port.
 *
 * @param options - address, port (8081 unless said), limits, log, signal
 * @returns the host, ready
 * @throws OnebitError `port-taken`, `self-test-failed`
 *
 * @example
 * ```ts
 * import { startSpeechSeparation } from '@onebit/speech-separation-service';
 * const service = await startSpeechSeparation({ port: 0 });
 * const response = await fetch(`${service.address}/health/ready`);
 * console.log(response.status); // 200
 * await service.close();
 * ```
 */
export function startSpeechSeparation(options: HostOptions = {}): Promise<RunningHost> {
  return startHost([createSpeechSeparationService()], {
    title: 'Onebit speech separation',
    port: 8081,
    ...options,
  });
}
