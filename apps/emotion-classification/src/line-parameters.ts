import { checkParameters, type RawParameters } from '@onebit/http-service';
import { z } from 'zod';
import type { LineWishes } from './request-body.ts';

/** What each parameter accepts, in words: for refusals and for the OpenAPI document. */
const expectations = {
  model: 'the identifier of a model',
  language: 'a language of the model',
  explain: 'true or false',
  threshold: 'a number from 0 to 1',
} as const;

/** What a request in lines can ask for, in the address: its body holds nothing but texts. */
export const lineParameters = z.strictObject({
  model: z.string().min(1).max(64).optional().describe(`Of lines: ${expectations.model}.`),
  language: z.string().min(1).max(64).optional().describe(`Of lines: ${expectations.language}.`),
  explain: z
    .enum(['true', 'false'])
    .optional()
    .describe('Of lines: reasons for the labels that are told.'),
  threshold: z
    .string()
    .regex(/^(0|1|0?\.\d{1,9}|1\.0+)$/)
    .optional()
    .describe(`Of lines: one threshold for all labels, ${expectations.threshold}.`),
});

/**
 * Reads what a request in lines asks for.
 *
 * @throws OnebitError `parameter-unknown`, `parameter-invalid`
 */
export function readLineParameters(raw: RawParameters): LineWishes {
  const { explain, threshold, ...rest } = checkParameters(lineParameters, raw, expectations);
  return {
    ...rest,
    ...(explain !== undefined && { explain: explain === 'true' }),
    ...(threshold !== undefined && { threshold: Number(threshold) }),
  };
}
