import { OnebitError } from '@onebit/errors';
import { checkParameters, type RawParameters } from '@onebit/http-service';
import type { BitImageFormat, ThresholdMethod } from '@onebit/image';
import {
  type Border,
  borders,
  learnedNames,
  type LearnedFilters,
  parseBorder,
  type Sequence,
  sequence,
} from '@onebit/morphology';
import { z } from 'zod';

/** What a request asks for, checked. */
export interface FilterParameters {
  /** The sequence as canonical text. */
  readonly sequence: string;
  /** What the sequence ends in. */
  readonly result: 'image' | 'distance' | 'label';
  /** The learned filters that it calls. */
  readonly learned: readonly string[];
  readonly border: Border;
  readonly threshold?: ThresholdMethod;
  readonly foreground: 'auto' | 'light' | 'dark';
  /** One page of the file, or all of them as a batch. */
  readonly page: number | 'all';
  /** The image inside a JSON answer, or the form of the images in a zip. */
  readonly embed: BitImageFormat | 'none';
}

const embeds = ['none', 'png', 'tiff', 'pbm', 'webp', 'gif'] as const;
const foregrounds = ['auto', 'light', 'dark'] as const;

/** What each parameter accepts, in words: for refusals and for the OpenAPI document. */
export const expectations = {
  sequence: 'operations joined by +, such as open:disk3 + close:rect5x5 + fill-holes',
  border: `one of ${borders.join(', ')}; the first three also as outside=background and so on`,
  threshold: 'a level from 0 to 254, otsu, sauvola or sauvola:window,k such as sauvola:25,0.2',
  foreground: `one of ${foregrounds.join(', ')}`,
  page: 'a page of a TIFF or frame of an animation, counted from 0, or all',
  embed: `the image inside a JSON answer, or the form of the images in a zip: one of ${embeds.join(', ')}`,
} as const;

const fixed = /^\d{1,3}$/;
const local = /^sauvola(?::(\d{1,5}),(\d{1,3}(?:\.\d{1,9})?))?$/;

/** The threshold that a text names; undefined for none. */
export function thresholdOf(text: string): ThresholdMethod | undefined {
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

/** The parameters that tell how a picture is read. */
export const readingSchema = {
  threshold: z
    .string()
    .refine((text) => thresholdOf(text) !== undefined)
    .optional()
    .describe(expectations.threshold),
  foreground: z.enum(foregrounds).default('auto').describe(expectations.foreground),
};

/** The query of a filtering request, as the OpenAPI document shows it. */
export const querySchema = z.strictObject({
  sequence: z.string().min(1).describe(expectations.sequence).meta({ example: 'open:disk1' }),
  border: z.string().default('ignore').describe(expectations.border),
  ...readingSchema,
  page: z
    .string()
    .regex(/^(?:\d{1,6}|all)$/)
    .default('0')
    .describe(expectations.page),
  embed: z.enum(embeds).default('none').describe(expectations.embed),
});

/**
 * Reads the parameters of a filtering request.
 *
 * @param raw - the query and the form's fields
 * @param learned - the filters that `learned:NAME` may call
 * @throws OnebitError `parameter-missing`, `parameter-unknown`, `parameter-invalid`,
 * `border-unknown`, and what the sequence's grammar refuses, with its position
 */
export function readParameters(raw: RawParameters, learned: LearnedFilters): FilterParameters {
  const query = checkParameters(querySchema, raw, expectations);
  const parsed = readSequence(query.sequence, learned);
  const text = parsed.toString();
  return {
    sequence: text,
    result: parsed.result,
    learned: learnedNames(text),
    border: parseBorder(query.border),
    ...(query.threshold === undefined ? {} : { threshold: thresholdOf(query.threshold)! }),
    foreground: query.foreground,
    page: query.page === 'all' ? 'all' : Number(query.page),
    embed: query.embed,
  };
}

/** Reads a sequence; a learned filter that is not here is refused where it stands. */
export function readSequence(text: string, learned: LearnedFilters): Sequence {
  const unknown = learnedNames(text).find((name) => !learned.has(name));
  if (unknown !== undefined) {
    throw new OnebitError('sequence-invalid', {
      expected: `a learned filter: ${[...learned.keys()].join(', ') || 'there is none'}`,
      received: `'${unknown.slice(0, 100)}'`,
      hint: 'GET /v1/models lists the models; POST /v1/models takes a model file.',
      position: text.indexOf(unknown, text.toLowerCase().indexOf('learned:')),
    });
  }
  return sequence(text, { learned });
}

/** Refuses an answer as an image where the sequence ends in one number a pixel. */
export function requireImage({ sequence, result }: FilterParameters, type: string): void {
  if (result !== 'image') {
    throw new OnebitError('sequence-result', {
      expected: `a sequence that ends in a bit image, for an answer in ${type}`,
      received: `'${sequence}', which ends in ${result}`,
      hint: 'Ask for the measurements: Accept: application/json.',
    });
  }
}

/** Refuses a table of components where the sequence ends in distances. */
export function requireComponents({ sequence, result }: FilterParameters): void {
  if (result === 'distance') {
    throw new OnebitError('sequence-result', {
      expected: 'a sequence that ends in an image or in label, for an answer in text/csv',
      received: `'${sequence}', which ends in distance`,
      hint: 'Ask for the largest distance: Accept: application/json.',
    });
  }
}
