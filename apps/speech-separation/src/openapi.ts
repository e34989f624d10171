import { problemResponse, type ZodOpenApiPathsObject } from '@onebit/http-service';
import { z } from 'zod';
import { inputTypes } from './formats.ts';
import { querySchema } from './parameters.ts';
import { TASK } from './task.ts';

const file = z.string().meta({ format: 'binary', description: 'The bytes of a file.' });
const encoded = z.object({ type: z.string(), base64: z.string() });
const level = z.number().nullable().describe('Decibels below full scale; null for silence.');

const reportSchema = z
  .looseObject({
    model: z.object({ id: z.string(), bytes: z.int(), digest: z.string() }),
    parameters: z.looseObject({
      talkers: z.literal([2, 'auto']),
      mask: z.enum(['soft', 'binary']),
    }),
    input: z.object({
      sampleRate: z.number(),
      channels: z.int(),
      seconds: z.number(),
      clipped: z.number().describe('Share of the samples at or beyond full scale.'),
    }),
    sampleRate: z.int().describe('Samples a second of the tracks.'),
    talkers: z.object({
      count: z.int().describe('0 for silence, 1 where one person talks alone, 2 otherwise.'),
      probabilityOfTwo: z.number(),
    }),
    confidence: z
      .number()
      .describe('How probable it is that the sound came out right, 0 to 1, over the segments.'),
    segments: z.array(
      z.object({
        start: z.number(),
        end: z.number(),
        confidence: z.number(),
        levels: z.array(level).describe('Of both talkers.'),
      }),
    ),
    notes: z.array(z.string()).describe('Everything else that was done to the sound, in words.'),
  })
  .meta({ id: 'SeparationReport', description: 'What the separation says of itself.' });

/** The JSON form of the answer. */
export const answerSchema = z
  .object({
    report: reportSchema,
    talkers: z.array(encoded).length(2).describe('One WAV file a talker.'),
    pictures: z.record(z.string(), encoded).describe('mask-1.png, mask-2.png and spectrogram.png.'),
    timings: z.object({ separate: z.number(), draw: z.number() }),
  })
  .meta({ id: 'SeparationAnswer' });

const form = z.object({ audio: file, ...querySchema.partial().shape });

/** The service's addresses in the OpenAPI document. */
export const paths: ZodOpenApiPathsObject = {
  [`/v1/${TASK}`]: {
    post: {
      operationId: 'separateTalkers',
      summary: 'Separate two people who talk at once, one track a talker',
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
            'talker-1.wav, talker-2.wav, report.json, mask-1.png, mask-2.png and spectrogram.png in the form that Accept asks for, ZIP unless said.',
          headers: z.object({
            'Onebit-Model': z.string(),
            'Onebit-Talkers': z.string(),
            'Onebit-Confidence': z.string(),
            'Onebit-Notes': z.string().optional(),
            'Server-Timing': z.string(),
          }),
          content: {
            'application/zip': { schema: file },
            'application/json': { schema: answerSchema },
            'multipart/mixed': { schema: file },
          },
        },
        default: problemResponse,
      },
    },
  },
};
