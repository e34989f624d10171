import { problemResponse, type ZodOpenApiPathsObject } from '@onebit/http-service';
import { z } from 'zod';
import { TASK } from './endpoint.ts';
import { inputTypes, outputTypes } from './formats.ts';
import { querySchema } from './parameters.ts';

const file = z.string().meta({ format: 'binary', description: 'The bytes of a file.' });

const componentSchema = z
  .object({
    label: z.int(),
    area: z.int(),
    box: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
    centroid: z.object({ x: z.number(), y: z.number() }),
    eulerNumber: z.int(),
    holes: z.int(),
  })
  .meta({ id: 'Component', description: 'A connected component, measured.' });

/** The JSON form of the answer. */
export const answerSchema = z
  .object({
    sequence: z.string().describe('The sequence as it was understood.'),
    border: z.string(),
    width: z.int(),
    height: z.int(),
    foregroundBefore: z.int(),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('image'), foreground: z.int() }),
      z.object({
        kind: z.literal('distance'),
        metric: z.string(),
        largest: z.int().nullable(),
      }),
      z.object({
        kind: z.literal('label'),
        connectivity: z.literal([4, 8]),
        count: z.int(),
        components: z.array(componentSchema),
        unlisted: z.int(),
      }),
    ]),
    report: z
      .record(z.string(), z.unknown())
      .describe('What the file was and how it was made binary.'),
    timings: z
      .object({ decode: z.number(), filter: z.number(), encode: z.number() })
      .describe('Milliseconds of each stage.'),
    image: z
      .object({ type: z.string(), base64: z.string() })
      .nullable()
      .describe('The image, where embed asks for it.'),
  })
  .meta({ id: 'FilteringResult', description: 'What was done to the image, in numbers.' });

const form = z.object({ image: file, ...querySchema.partial().shape });

/** The service's addresses in the OpenAPI document. */
export const paths: ZodOpenApiPathsObject = {
  [`/v1/${TASK}`]: {
    post: {
      operationId: 'filterImage',
      summary: 'Filter a binary image by a sequence of morphological operations',
      tags: [TASK],
      requestParams: { query: querySchema },
      requestBody: {
        required: true,
        content: {
          ...Object.fromEntries(inputTypes.map((type) => [type, { schema: file }])),
          'multipart/form-data': { schema: form },
        },
      },
      responses: {
        '200': {
          description:
            'The filtered image in the form that Accept asks for, PNG unless said; the headers Onebit-* tell what was done.',
          headers: z.object({
            'Onebit-Sequence': z.string(),
            'Onebit-Border': z.string(),
            'Onebit-Threshold': z.string(),
            'Onebit-Foreground': z.string(),
            'Onebit-Size': z.string(),
            'Onebit-Foreground-Pixels': z.string(),
            'Server-Timing': z.string(),
          }),
          content: Object.fromEntries(
            outputTypes.map((type) => [
              type,
              { schema: type === 'application/json' ? answerSchema : file },
            ]),
          ),
        },
        default: problemResponse,
      },
    },
  },
};
