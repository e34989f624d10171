import { modelCardSchema, problemResponse, type ZodOpenApiPathsObject } from '@onebit/http-service';
import { learnableOperators } from '@onebit/morphology';
import { z } from 'zod';
import { file } from '../file-schema.ts';
import { TASK } from '../task.ts';
import { FIT_TASK } from './endpoint.ts';
import { fitSchema } from './parameters.ts';

const fitForm = z.object({
  before: z.array(file).describe('Pictures before, in the order of those after.'),
  after: z.array(file).describe('What the filter should make of them.'),
  pairs: file.optional().describe('Instead of both: a zip with the folders before and after.'),
  ...fitSchema.partial().shape,
});

const counted = { pairs: z.int(), pixels: z.int().describe('Pixels that were compared.') };

const proofSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('zero-error'), ...counted }),
    z.object({
      kind: z.literal('approximate'),
      ...counted,
      errors: z.int().describe('Pixels that differ.'),
      dice: z.number().min(0).max(1).describe('Dice coefficient, pooled over the pixels.'),
    }),
  ])
  .meta({ id: 'FilterProof', description: 'How the filter does on every pixel of the pairs.' });

/** The JSON form of the result of a learning. */
const fitReportSchema = z
  .object({
    use: z.string().describe('What calls the filter in a sequence: learned:ID.'),
    sequence: z.string().nullable().describe('The filter as a sequence; null for tables.'),
    description: z.string(),
    exact: z.boolean(),
    proof: proofSchema,
    bytes: z.int().describe('Bytes of its tables; a sequence takes none.'),
    fileBytes: z.int(),
    foreground: z.enum(['light', 'dark']),
    options: z.object({
      operators: z.array(z.enum(learnableOperators)),
      window: z.int(),
      maxBytes: z.int(),
      restarts: z.int(),
      seed: z.int(),
    }),
    milliseconds: z.number(),
    model: modelCardSchema,
    links: z.object({ model: z.string(), file: z.string() }),
  })
  .meta({ id: 'FitReport', description: 'A filter that was learned, and what is proven of it.' });

/** The address of learning in the OpenAPI document; its answer is the result of the job. */
export const fitPaths: ZodOpenApiPathsObject = {
  [`/v1/jobs/${FIT_TASK}`]: {
    post: {
      operationId: 'learnFilter',
      summary: 'Learn a filter from before/after pictures, as a job',
      description:
        'The result is a FitReport; the filter is kept as a model that sequences call at once as learned:ID. With Accept: application/octet-stream the result is the model file itself.',
      tags: [TASK],
      requestParams: { query: fitSchema },
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': { schema: fitForm },
          'application/zip': { schema: file },
        },
      },
      responses: {
        '200': {
          description: 'The filter that was learned.',
          content: {
            'application/json': { schema: fitReportSchema },
            'application/octet-stream': { schema: file },
          },
        },
        default: problemResponse,
      },
    },
  },
};
