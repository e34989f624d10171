import { OnebitError } from '@onebit/errors';
import { checkParameters, type RawParameters } from '@onebit/http-service';
import type { BitImageFormat, ThresholdMethod } from '@onebit/image';
import { type Border, borders, parseBorder, sequence } from '@onebit/morphology';
import { z } from 'zod';

/** What a request asks for, checked. */
export interface FilterParameters {
  /** The sequence as canonical text. */
  readonly sequence: string;
  /** What the sequence ends in. */
  readonly result: 'image' | 'distance' | 'label';
  readonly border: Border;
  readonly threshold?: ThresholdMethod;
  readonly foreground: 'auto' | 'light' | 'dark';
  readonly page: number;
  /** The image inside a JSON answer. */
  readonly embed: BitImageFormat | 'none';
}

const embeds = ['none', 'png', 'tiff', 'pbm', 'webp', 'gif'] as const;
const foregrounds = ['auto', 'light', 'dark'] as const;

/** What each parameter accepts, in words: for refusals and for the OpenAPI document. */
const expectations = {
  sequence: 'operations joined by +, such as open:disk3 + close:rect5x5 + fill-holes',
  border: `one of ${borders.join(', ')}`,
  threshold: 'a level from 0 to 254, otsu, sauvola or sauvola:window,k such as sauvola:25,0.2',
  foreground: `one of ${foregrounds.join(', ')}`,
  page: 'a page of a TIFF or frame of an animation, counted from 0',
  embed: `the image inside a JSON answer: one of ${embeds.join(', ')}`,
} as const;

const fixed = /^\d{1,3}$/;
const local = /^sauvola(?::(\d{1,5}),(\d{1,3}(?:\.\d{1,9})?))?$/;

/** The threshold that a text names; undefined for none. */
function thresholdOf(text: string): ThresholdMethod | undefined {
  if (text === 'otsu') {
    return 'otsu';
  }
  if (fixed.test(text) && Number(text) <= 254) {
    return { fixed: Number(text) };
  }
  const match = local.exec(text);
  if (!match) {
    return undefined;
  }
  const [, window, k] = match;
  return { sauvola: window === undefined ? {} : { window: Number(window), k: Number(k) } };
}

/** The query of a filtering request, as the OpenAPI document shows it. */
export const querySchema = z.strictObject({
  sequence: z.string().min(1).describe(expectations.sequence).meta({ example: 'open:disk1' }),
  border: z.string().default('ignore').describe(expectations.border),
  threshold: z
    .string()
    .refine((text) => thresholdOf(text) !== undefined)
    .optional()
    .describe(expectations.threshold),
  foreground: z.enum(foregrounds).default('auto').describe(expectations.foreground),
  page: z
    .string()
    .regex(/^\d{1,6}$/)
    .default('0')
    .describe(expectations.page),
  embed: z.enum(embeds).default('none').describe(expectations.embed),
});

/**
 * Reads the parameters of a filtering request.
 *
 * @param raw - the query and the form's fields
 * @throws OnebitError `parameter-missing`, `parameter-unknown`, `parameter-invalid`,
 * `border-unknown`, and what the sequence's grammar refuses, with its position
 */
export function readParameters(raw: RawParameters): FilterParameters {
  const query = checkParameters(querySchema, raw, expectations);
  const parsed = sequence(query.sequence);
  return {
    sequence: parsed.toString(),
    result: parsed.result,
    border: parseBorder(query.border),
    ...(query.threshold === undefined ? {} : { threshold: thresholdOf(query.threshold)! }),
    foreground: query.foreground,
    page: Number(query.page),
    embed: query.embed,
  };
}

/** Refuses an answer as an image where the sequence ends in one number a pixel. */
export function requireImage(parameters: FilterParameters, type: string): void {
  if (parameters.result !== 'image') {
    throw new OnebitError('sequence-result', {
      expected: `a sequence that ends in a bit image, for an answer in ${type}`,
      received: `'${parameters.sequence}', which ends in ${parameters.result}`,
      hint: 'Ask for the measurements: Accept: application/json.',
    });
  }
}
