import {
  type AcceptedTask,
  fingerprintOf,
  mergeParameters,
  negotiate,
  parseQuery,
  type Platform,
  readUpload,
  type TaskEndpoint,
  type WorkerPool,
} from '@onebit/http-service';
import { batchAnswer, csvAnswer, imageAnswer, jsonAnswer } from './answer.ts';
import type { BatchInput, BatchOutput } from './batch/batch.ts';
import type { FilterInput, FilterOutput } from './filter.ts';
import { batchTypes, formatOf, inputTypes, outputTypes } from './formats.ts';
import { laneOf } from './lane.ts';
import type { ModelRegistry } from './models/registry.ts';
import {
  type FilterParameters,
  readParameters,
  requireComponents,
  requireImage,
} from './parameters.ts';
import { TASK } from './task.ts';
import { isZip } from './zip/read-zip.ts';

/** What the two kinds of requests are worked on with. */
interface Room {
  readonly pool: WorkerPool;
  readonly platform: Platform;
  readonly models: ModelRegistry;
}

/** What came with a request. */
interface Sent {
  readonly request: Parameters<typeof negotiate>[0];
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly parameters: FilterParameters;
}

/** One image in, one image or its measurements out. */
function acceptImage({ pool, platform, models }: Room, sent: Sent): AcceptedTask {
  const { request, bytes, parameters } = sent;
  const { limits } = platform;
  const type = negotiate(request, outputTypes);
  const { embed, page, learned } = parameters;
  const csv = type === 'text/csv';
  const format = csv ? 'csv' : (formatOf(type) ?? (embed === 'none' ? undefined : embed));
  if (csv) {
    requireComponents(parameters);
  } else if (format !== undefined) {
    requireImage(parameters, formatOf(type) ? type : `embed=${embed}`);
  }
  const input: FilterInput = {
    bytes,
    parameters,
    learned: models.filesOf(learned),
    format,
    limits: { bytes: limits.imageBytes, pixels: limits.imagePixels, side: limits.imageSide },
  };
  return {
    lane: laneOf(bytes, Number(page), limits),
    fingerprint: () => fingerprintOf({ parameters, type }, bytes),
    run: async (options) => {
      const output = await pool.run<FilterOutput>(
        { handler: 'filter', input, transfer: [bytes.buffer] },
        options,
      );
      if (csv) {
        return csvAnswer(parameters, output);
      }
      const asImage = format !== undefined && format !== 'csv' && type !== 'application/json';
      return asImage ? imageAnswer(parameters, output, format) : jsonAnswer(parameters, output);
    },
  };
}

/** Many images in, all of them or their measurements out. */
function acceptBatch({ pool, platform, models }: Room, sent: Sent): AcceptedTask {
  const { request, bytes, parameters } = sent;
  const { limits } = platform;
  const type = negotiate(request, batchTypes);
  if (type === 'text/csv') {
    requireComponents(parameters);
  } else if (type !== 'application/json' || parameters.embed !== 'none') {
    requireImage(parameters, type);
  }
  const input: BatchInput = {
    bytes,
    parameters,
    learned: models.filesOf(parameters.learned),
    type,
    limits: {
      bytes: limits.imageBytes,
      pixels: limits.imagePixels,
      side: limits.imageSide,
      images: limits.batchPages,
      allPixels: limits.batchPixels,
    },
  };
  return {
    lane: 'large',
    fingerprint: () => fingerprintOf({ parameters, type }, bytes),
    run: async (options) => {
      const output = await pool.run<BatchOutput>(
        { handler: 'batch', input, transfer: [bytes.buffer] },
        options,
      );
      return batchAnswer(parameters, type, output);
    },
  };
}

/** `POST /v1/morphological-filtering` and its job twin: one image, or a batch of them. */
export function filterEndpoint(
  pool: WorkerPool,
  platform: Platform,
  models: ModelRegistry,
): TaskEndpoint {
  const { limits } = platform;
  const room: Room = { pool, platform, models };
  const read = (raw: Record<string, string>) => readParameters(raw, models.learned);
  return {
    task: TASK,
    async accept(request, response): Promise<AcceptedTask> {
      // Before a byte of the body is read, what no answer could satisfy is refused.
      negotiate(request, [...outputTypes, ...batchTypes]);
      const query = parseQuery(request.url, limits.fieldBytes);
      const isForm = request.is('multipart/form-data') !== false;
      // A form may bring the parameters after the image; otherwise they are checked before a byte of
      // the image is read.
      if (!isForm) {
        read(query);
      }
      const { bytes, fields } = await readUpload(
        request,
        response,
        { field: 'image', types: inputTypes, limit: limits.imageBytes },
        platform,
      );
      const parameters = read(mergeParameters(query, fields));
      const sent: Sent = { request, bytes, parameters };
      const many = isZip(bytes) || parameters.page === 'all';
      return many ? acceptBatch(room, sent) : acceptImage(room, sent);
    },
  };
}
