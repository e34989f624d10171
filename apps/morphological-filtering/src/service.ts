import {
  type HostOptions,
  type Platform,
  type RunningHost,
  type Service,
  type ServiceDefinition,
  startHost,
  WorkerPool,
} from '@onebit/http-service';
import { filterEndpoint, TASK } from './endpoint.ts';
import { MODEL } from './model.ts';
import { paths } from './openapi.ts';
import { selfTest } from './self-test.ts';

/**
 * The built worker. Worker threads run JavaScript, so this is `dist/worker.js` also when this file
 * itself runs from source: `src` and `dist` are siblings, so one relative address serves both.
 */
const workerModule = new URL('../dist/worker.js', import.meta.url);

/**
 * The service that filters binary images, to be mounted in a host.
 *
 * @example
 * ```ts
 * import { createMorphologicalFilteringService } from '@onebit/morphological-filtering';
 * console.log(createMorphologicalFilteringService().name); // morphological-filtering
 * ```
 */
export function createMorphologicalFilteringService(): ServiceDefinition {
  return {
    name: TASK,
    create: (platform: Platform): Service => {
      const { limits, metrics } = platform;
      const pool = new WorkerPool(workerModule, limits);
      metrics.watchPool(TASK, pool.counts);
      const { imagePixels, imageSide, jsonDepth, tensorBytes } = limits;
      return {
        endpoints: [filterEndpoint(pool, platform)],
        models: [],
        inference: [
          {
            ...MODEL,
            infer: (body, options) =>
              pool.run(
                {
                  handler: 'infer',
                  input: {
                    body,
                    jsonDepth,
                    limits: { bytes: tensorBytes, pixels: imagePixels, side: imageSide },
                  },
                  transfer: [body.buffer],
                },
                options,
              ),
          },
        ],
        paths,
        selfTest: (signal) => selfTest(pool, limits.workers, signal),
        suspect: () => pool.suspect,
        close: () => pool.close(),
      };
    },
  };
}

/**
 * Starts the service alone on its own port.
 *
 * @param options - address, port (8083 unless said), limits, log, signal
 * @returns the host, ready
 * @throws OnebitError `port-taken`, `self-test-failed`
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
export function startMorphologicalFiltering(options: HostOptions = {}): Promise<RunningHost> {
  return startHost([createMorphologicalFilteringService()], {
    title: 'Onebit morphological filtering',
    port: 8083,
    ...options,
  });
}
