import { modelsFolder } from '@onebit/bnn/node';
import {
  type HostOptions,
  type InferenceModel,
  type RunningHost,
  type ServiceDefinition,
  startHost,
  workerService,
} from '@onebit/http-service';
import { filterEndpoint } from './endpoint.ts';
import { fitEndpoint } from './fit/endpoint.ts';
import type { InferInput } from './infer.ts';
import { MODEL } from './models/inference-model.ts';
import { namesIn } from './models/names-in.ts';
import { ModelRegistry } from './models/registry.ts';
import { shippedModels } from './models/shipped.ts';
import { paths } from './openapi.ts';
import { selfTest } from './self-test.ts';
import { TASK } from './task.ts';

/**
 * The built worker. Worker threads run JavaScript, so this is `dist/worker.js` also when this file
 * itself runs from source: `src` and `dist` are siblings, so one relative address serves both.
 */
const workerModule = new URL('../dist/worker.js', import.meta.url);

/** Where the service finds and keeps learned filters. */
export interface ModelOptions {
  /** Folder of the models that ship; the environment's `ONEBIT_MODELS`, else that of the repository. */
  readonly models?: string;
  /**
   * Folder that keeps what is learned here over restarts; the environment's
   * `ONEBIT_LEARNED_MODELS`, else memory, from which models expire.
   */
  readonly learnedModels?: string;
}

/**
 * The service that filters binary images, to be mounted in a host.
 *
 * @param options - the folders of learned filters
 * @throws OnebitError when it is mounted: `model-digest-mismatch`, or whatever is wrong with a model
 * that ships
 *
 * @example
 * ```ts
 * import { createMorphologicalFilteringService } from '@onebit/morphological-filtering';
 * console.log(createMorphologicalFilteringService().name); // morphological-filtering
 * ```
 */
export function createMorphologicalFilteringService(options: ModelOptions = {}): ServiceDefinition {
  return workerService(TASK, workerModule, (pool, platform) => {
    const { limits, logger } = platform;
    const folder = options.learnedModels ?? process.env['ONEBIT_LEARNED_MODELS'];
    const models = new ModelRegistry({
      shipped: shippedModels(options.models ?? modelsFolder()),
      limits,
      ...(folder === undefined || folder === '' ? {} : { folder }),
      onBadFile: (id, error) => {
        logger.error({ err: error, id }, 'A file in the folder of learned models is left alone');
      },
    });
    const { imagePixels, imageSide, jsonDepth, tensorBytes } = limits;
    /** All sequences, or one learned filter alone. */
    const inferenceModel = (model?: string): InferenceModel => ({
      ...MODEL,
      ...(model !== undefined && { name: model }),
      infer: (body, options) => {
        const learned = models.filesOf(
          model === undefined ? namesIn(body, models.learned) : [model],
        );
        const input: InferInput = {
          body,
          jsonDepth,
          learned,
          limits: { bytes: tensorBytes, pixels: imagePixels, side: imageSide },
          ...(model !== undefined && { model }),
        };
        return pool.run({ handler: 'infer', input, transfer: [body.buffer] }, options);
      },
    });
    return {
      endpoints: [filterEndpoint(pool, platform, models), fitEndpoint(pool, platform, models)],
      get models() {
        return models.cards;
      },
      modelFiles: models,
      get inference() {
        const filters = models.cards.map(({ id }) => inferenceModel(id));
        return [inferenceModel(), ...filters];
      },
      paths,
      selfTest: (signal) => selfTest(pool, limits.workers, models, signal),
    };
  });
}

/**
 * Starts the service alone on its own port.
 *
 * @param options - address, port (8083 unless said), limits, log, signal; folders of learned filters
 * @returns the host, ready
 * @throws OnebitError `port-taken`, `self-test-failed`, `model-digest-mismatch`
 *
 * @example
 * ```ts
 * import { startMorphologicalFiltering } from '@onebit/morphological-filtering';
 * const service = await startMorphologicalFiltering({ port: 0 });
 * const response = await fetch(`${service.address}/health/ready`);
 * console.log(response.status); // 200
 * await service.close();
 * ```
 */
export function startMorphologicalFiltering(
  options: HostOptions & ModelOptions = {},
): Promise<RunningHost> {
  return startHost([createMorphologicalFilteringService(options)], {
    title: 'Onebit morphological filtering',
    port: 8083,
    ...options,
  });
}
