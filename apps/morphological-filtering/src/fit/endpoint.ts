import {
  type AcceptedTask,
  fingerprintOf,
  type FormFile,
  mergeParameters,
  negotiate,
  parseQuery,
  type Platform,
  readFiles,
  type TaskEndpoint,
  type WorkerPool,
} from '@onebit/http-service';
import type { ModelRegistry } from '../models/registry.ts';
import { TASK } from '../task.ts';
import { fitAnswer, fitTypes } from './answer.ts';
import type { FitOutput } from './fit.ts';
import { incomplete, type PairFiles } from './pair-files.ts';
import { readFitParameters } from './parameters.ts';
import { checkPixels, type FitLimits } from './read-pairs.ts';

/** The task of learning, as in its address. */
export const FIT_TASK = `${TASK}/fit`;

const hint = 'Send curl -F before=@1.png -F after=@1-clean.png for every pair, in the same order.';

/** The pairs of a form: the first before picture with the first after picture, and so on. */
function pairsOf(files: readonly FormFile[]): PairFiles[] | Uint8Array<ArrayBuffer> {
  const of = (field: string) => files.filter((file) => file.field === field);
  const [zip, ...more] = of('pairs');
  if (zip) {
    if (more.length > 0 || files.length > 1) {
      throw incomplete('a zip of pairs and other files beside it', 'Send the zip alone.');
    }
    return zip.bytes;
  }
  const [before, after] = [of('before'), of('after')];
  if (before.length !== after.length) {
    throw incomplete(
      `${String(before.length)} before and ${String(after.length)} after pictures`,
      hint,
    );
  }
  return before.map((file, index) => ({
    name: file.name === '' ? String(index + 1) : `${String(index + 1)}, ${file.name}`,
    before: file.bytes,
    after: after[index]!.bytes,
  }));
}

/** `POST /v1/jobs/morphological-filtering/fit`. */
export function fitEndpoint(
  pool: WorkerPool,
  platform: Platform,
  models: ModelRegistry,
): TaskEndpoint {
  const { limits } = platform;
  return {
    task: FIT_TASK,
    jobOnly: true,
    async accept(request, response): Promise<AcceptedTask> {
      const type = negotiate(request, fitTypes);
      const query = parseQuery(request.url, limits.fieldBytes);
      readFitParameters(query);
      models.checkRoom();
      const upload = await readFiles(
        request,
        response,
        {
          files: ['before', 'after', 'pairs'],
          most: 2 * limits.fitPairs,
          limit: limits.imageBytes,
          rawTypes: ['application/zip'],
          rawField: 'pairs',
        },
        platform,
      );
      const parameters = readFitParameters(mergeParameters(query, upload.fields));
      const pairs = pairsOf(upload.files);
      const bounds: FitLimits = {
        bytes: limits.imageBytes,
        pixels: limits.imagePixels,
        side: limits.imageSide,
        pairs: limits.fitPairs,
        allPixels: limits.fitPixels,
      };
      if (!(pairs instanceof Uint8Array)) {
        await checkPixels(pairs, bounds);
      }
      const buffers = upload.files.map(({ bytes }) => bytes.buffer);
      return {
        lane: 'large',
        fingerprint: () =>
          fingerprintOf(
            { parameters, type, fields: upload.files.map(({ field }) => field) },
            ...upload.files.map(({ bytes }) => bytes),
          ),
        run: async (options) => {
          const output = await pool.run<FitOutput>(
            { handler: 'fit', input: { pairs, parameters, limits: bounds }, transfer: buffers },
            options,
          );
          const card = await models.add(output.file);
          return fitAnswer(type, output, card, parameters);
        },
      };
    },
  };
}
