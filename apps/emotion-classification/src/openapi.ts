import { problemResponse, type ZodOpenApiPathsObject } from '@onebit/http-service';
import { z } from 'zod';
import { lineParameters } from './line-parameters.ts';
import { requestSchema } from './request-body.ts';
import { TASK } from './task.ts';

const span = z
  .object({ text: z.string(), start: z.int(), end: z.int(), weight: z.number() })
  .meta({ id: 'WeightedSpan', description: 'What a part of the text says, in log-odds.' });

const ngram = span
  .extend({
    marked: z
      .string()
      .describe(
        'The text with what has no characters in it: · is the edge of a word, … what a run of characters leaves open, ^ and $ are the beginning and end of the text, [ ] stand round a window of words.',
      ),
  })
  .meta({ id: 'WeightedNgram', description: 'What an n-gram says, in log-odds.' });

const resultSchema = z
  .object({
    labels: z.array(z.string()).describe('Labels over their threshold, the likeliest first.'),
    groups: z
      .array(z.string())
      .describe(
        "Ekman's groups over the model's own threshold of each; a threshold of the request does not change them.",
      ),
    language: z
      .string()
      .optional()
      .describe('The language that decided, where the model reads several.'),
    scores: z.record(z.string(), z.number()).describe('The probability of every label.'),
    known: z.int().describe('Features of the text that the model knows; 0: nothing is told.'),
    explanation: z
      .record(
        z.string(),
        z.object({
          bias: z.number().describe('Log-odds of a text of which nothing is known.'),
          ngrams: z
            .array(ngram)
            .max(12)
            .describe('The loudest n-grams and windows of words; the others are not listed.'),
          words: z
            .array(span)
            .describe(
              'Every word with its share of all n-grams: with bias they add up to the log-odds.',
            ),
        }),
      )
      .optional(),
  })
  .meta({ id: 'EmotionResult', description: 'The emotions of one text.' });

const coOccurrenceSchema = z
  .object({
    texts: z.int(),
    labels: z.record(
      z.string(),
      z.object({
        texts: z.int().describe('Texts that the label was told of.'),
        with: z
          .record(z.string(), z.object({ texts: z.int(), share: z.number() }))
          .describe('Labels told of the same texts; share: the part of its texts that has them.'),
      }),
    ),
  })
  .meta({ id: 'EmotionCoOccurrence', description: 'Which labels were told together.' });

const answerSchema = z
  .object({
    results: z.array(resultSchema),
    coOccurrence: coOccurrenceSchema.optional(),
    model: z.object({ id: z.string(), bytes: z.int(), digest: z.string() }),
  })
  .meta({ id: 'EmotionAnswer' });

const lineResults = z.string().describe('One JSON document a line.');
const lines = z
  .string()
  .describe(
    'One JSON document a line: a string, or an object with "text". A stream may have any length, a job the bytes that the limit textJobBytes tells.',
  );

/** The service's addresses in the OpenAPI document. */
export const paths: ZodOpenApiPathsObject = {
  [`/v1/${TASK}`]: {
    post: {
      operationId: 'classifyEmotions',
      summary: 'Tell the emotions of texts, all labels jointly',
      tags: [TASK],
      requestParams: { query: lineParameters },
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: requestSchema },
          'application/x-ndjson': { schema: lines },
        },
      },
      responses: {
        '200': {
          description:
            'One result a text, in their order; lines for lines unless Accept says otherwise.',
          content: {
            'application/json': { schema: answerSchema },
            'application/x-ndjson': { schema: lineResults },
          },
        },
        default: problemResponse,
      },
    },
  },
};
