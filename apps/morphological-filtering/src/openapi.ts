import { problemResponse, type ZodOpenApiPathsObject } from '@onebit/http-service';
import { z } from 'zod';
import { fitPaths } from './fit/openapi.ts';
import { batchTypes, inputTypes, outputTypes } from './formats.ts';
import { file } from './file-schema.ts';
import { querySchema } from './parameters.ts';
import { TASK } from './task.ts';

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

const resultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), foreground: z.int() }),
  z.object({ kind: z.literal('distance'), metric: z.string(), largest: z.int().nullable() }),
  z.object({
    kind: z.literal('label'),
    connectivity: z.literal([4, 8]),
    count: z.int(),
    components: z.array(componentSchema),
    unlisted: z.int(),
  }),
]);

const reportSchema = z
  .object({
    format: z.string(),
    bytes: z.int().describe('Bytes of the file.'),
    width: z.int(),
    height: z.int(),
    bitsPerSample: z.int(),
    colour: z.string(),
    page: z.int().describe('The page that was read, counted from 0.'),
    pages: z.int(),
    orientation: z.int().describe('The orientation in the file, 1 to 8, that was undone.'),
    alpha: z.string().describe('What became of transparency.'),
    notes: z.array(z.string()).describe('Everything that was changed or left unread.'),
    method: z.enum(['bilevel', 'two-valued', 'fixed', 'otsu', 'sauvola']),
    level: z.number().nullable().describe('Pixels above this level are light.'),
    sauvola: z.object({ window: z.int(), k: z.number() }).nullable(),
    foreground: z.enum(['light', 'dark']),
    foregroundSource: z.string().describe('Who chose the foreground.'),
    foregroundReason: z.string(),
    foregroundPixels: z.int(),
  })
  .meta({ id: 'ReadReport', description: 'What the file was and how it was made binary.' });

const timingsSchema = z
  .object({ decode: z.number(), filter: z.number(), encode: z.number() })
  .describe('Milliseconds of each stage.');

const imageSchema = z.object({ type: z.string(), base64: z.string() });

/** The JSON form of the answer to one image. */
export const answerSchema = z
  .object({
    sequence: z.string().describe('The sequence as it was understood.'),
    border: z.string(),
    width: z.int(),
    height: z.int(),
    foregroundBefore: z.int(),
    result: resultSchema,
    report: reportSchema,
    timings: timingsSchema,
    image: imageSchema.nullable().describe('The image, where embed asks for it.'),
  })
  .meta({ id: 'FilteringResult', description: 'What was done to the image, in numbers.' });

const problemSchema = z.object({
  code: z.string(),
  title: z.string(),
  expected: z.string(),
  received: z.string(),
  hint: z.string(),
});

/** The JSON form of the answer to a batch; the zip holds the same as report.json. */
export const batchSchema = z
  .object({
    sequence: z.string(),
    border: z.string(),
    done: z.int(),
    failed: z.int(),
    skipped: z.array(z.string()).describe('Files that systems add to zips, left out.'),
    pages: z.array(
      z.object({
        name: z.string().describe('The name in the zip; empty for the pages of one file.'),
        page: z.int(),
        output: z.string().nullable().describe('The file in the zip of the answer.'),
        problem: problemSchema.nullable().describe('Why it could not be filtered.'),
        measurements: z
          .object({
            width: z.int(),
            height: z.int(),
            foregroundBefore: z.int(),
            result: resultSchema,
          })
          .optional(),
        report: reportSchema.optional(),
        timings: timingsSchema.optional(),
        image: imageSchema.optional(),
      }),
    ),
  })
  .meta({ id: 'BatchReport', description: 'What became of every image of a batch.' });

const form = z.object({ image: file, ...querySchema.partial().shape });

function schemaOf(type: string): z.ZodType {
  if (type === 'application/json') return z.union([answerSchema, batchSchema]);
  return type === 'text/csv' ? z.string() : file;
}

/** The service's addresses in the OpenAPI document. */
export const paths: ZodOpenApiPathsObject = {
  [`/v1/${TASK}`]: {
    post: {
      operationId: 'filterImage',
      summary: 'Filter binary images by a sequence of morphological operations',
      description:
        'One image, or a batch: the files of a zip, or with page=all every page of a file. An image of a batch that cannot be filtered is named and the others go on.',
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
            'The filtered image in the form that Accept asks for, PNG unless said, or its measurements; of a batch a zip with report.json, a TIFF of all pages, or their measurements. The headers Onebit-* tell what was done.',
          headers: z.object({
            'Onebit-Sequence': z.string(),
            'Onebit-Border': z.string(),
            'Onebit-Threshold': z.string(),
            'Onebit-Foreground': z.string(),
            'Onebit-Size': z.string(),
            'Onebit-Foreground-Pixels': z.string(),
            'Onebit-Pages': z.string(),
            'Server-Timing': z.string(),
          }),
          content: Object.fromEntries(
            [...outputTypes, ...batchTypes].map((type) => [type, { schema: schemaOf(type) }]),
          ),
        },
        default: problemResponse,
      },
    },
  },
  ...fitPaths,
};
