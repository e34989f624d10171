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
import { emotionEndpoint } from './endpoint.ts';
import { type EmotionModelCard, modelCards } from './models.ts';
import { paths } from './openapi.ts';
import { selfTest } from './self-test.ts';
import { TASK } from './task.ts';

/**
 * The built worker. Worker threads run JavaScript, so this is `dist/worker.js` also when this file
 * itself runs from source: `src` and `dist` are siblings, so one relative address serves both.
 */
const workerModule = new URL('../dist/worker.js', import.meta.url);

/** A model in the Open Inference Protocol: texts in, the probability of every label out. */
function inferenceModel(
  { id, labels }: EmotionModelCard,
  pool: WorkerPool,
  { jsonDepth }: Platform['limits'],
): InferenceModel {
  return {
    name: id,
    version: '1',
    platform: 'onebit',
    inputs: [{ name: 'text', datatype: 'BYTES', shape: [-1] }],
    outputs: [{ name: 'scores', datatype: 'FP32', shape: [-1, labels] }],
    infer: (body, options) =>
      pool.run(
        { handler: 'infer', input: { body, jsonDepth, model: id }, transfer: [body.buffer] },
        options,
      ),
  };
}

/**
 * The service that tells the emotions of texts, to be mounted in a host.
 *
 * @example
 * ```ts
 * import { createEmotionClassificationService } from '@onebit/emotion-classification-service';
 * console.log(createEmotionClassificationService().name); // emotion-classification
 * ```
 */
export function createEmotionClassificationService(): ServiceDefinition {
  return workerService(TASK, workerModule, (pool, platform) => {
    const models = modelCards();
    return {
      endpoints: [emotionEndpoint(pool, platform)],
      models,
      inference: models.map((card) => inferenceModel(card, pool, platform.limits)),
      paths,
      selfTest: (signal) => selfTest(pool, platform.limits.workers, signal),
    };
  });
}

/**
 * Starts the service alone on its own port.
 *
 * @param options - address, port (8082 unless said), limits, log, signal
 * @returns the host, ready
 * @throws OnebitError `port-taken`, `self-test-failed`
 *
 * @example
 * ```ts
 * import { startEmotionClassification } from '@onebit/emotion-classification-service';
 * const service = await startEmotionClassification({ port: 0 });
 * const response = await fetch(`${service.address}/health/ready`);
 * console.log(response.status); // 200
 * await service.close();
 * ```
 */
export function startEmotionClassification(options: HostOptions = {}): Promise<RunningHost> {
  return startHost([createEmotionClassificationService()], {
    title: 'Onebit emotion classification',
    port: 8082,
    ...options,
  });
}
