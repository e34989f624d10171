import { OnebitError } from '@onebit/errors';
import { checkParameters, type RawParameters } from '@onebit/http-service';
import type { ThresholdMethod } from '@onebit/image';
import { type FitOptions, type LearnableOperator, learnableOperators } from '@onebit/morphology';
import { z } from 'zod';
import { expectations as filtering, readingSchema, thresholdOf } from '../parameters.ts';

/** What a request for learning asks for, checked. */
export interface FitParameters {
  readonly fit: Required<
    Pick<FitOptions, 'operators' | 'window' | 'maxBytes' | 'restarts' | 'seed'>
  >;
  readonly threshold?: ThresholdMethod;
  readonly foreground: 'auto' | 'light' | 'dark';
}

const expectations = {
  window: 'the largest side of the elements: odd, 3 to 15',
  maxBytes: 'bytes that tables may take where no chain is exact, 0 to 65536; 0 for chains alone',
  restarts: 'descents from random starts, 1 to 64',
  seed: 'a whole number from 0 to 4294967295: the same pairs and seed give the same filter',
  operators: `what a chain may be made of, joined by commas: ${learnableOperators.join(', ')}`,
  threshold: filtering.threshold,
  foreground: filtering.foreground,
} as const;

const whole = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/)
    .refine((text) => Number(text) >= low && Number(text) <= high);

/** The query of a learning, as the OpenAPI document shows it. */
export const fitSchema = z.strictObject({
  window: whole(3, 15)
    .refine((text) => Number(text) % 2 === 1)
    .default('7')
    .describe(expectations.window),
  maxBytes: whole(0, 65_536).default('4096').describe(expectations.maxBytes),
  restarts: whole(1, 64).default('12').describe(expectations.restarts),
  seed: whole(0, 4_294_967_295).default('1').describe(expectations.seed),
  operators: z.string().default(learnableOperators.join(',')).describe(expectations.operators),
  ...readingSchema,
});

function operatorsOf(text: string): LearnableOperator[] {
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  const known = words.filter((word): word is LearnableOperator =>
    (learnableOperators as readonly string[]).includes(word),
  );
  if (known.length < words.length) {
    throw new OnebitError('parameter-invalid', {
      expected: `operators: ${expectations.operators}`,
      received: text.slice(0, 200),
      hint: 'Correct the value of operators, or leave it out for all of them.',
    });
  }
  return [...new Set(known)];
}

/**
 * Reads the parameters of a learning.
 *
 * @throws OnebitError `parameter-unknown`, `parameter-invalid`
 */
export function readFitParameters(raw: RawParameters): FitParameters {
  const query = checkParameters(fitSchema, raw, expectations);
  return {
    fit: {
      operators: operatorsOf(query.operators),
      window: Number(query.window),
      maxBytes: Number(query.maxBytes),
      restarts: Number(query.restarts),
      seed: Number(query.seed),
    },
    ...(query.threshold === undefined ? {} : { threshold: thresholdOf(query.threshold)! }),
    foreground: query.foreground,
  };
}
