import { EMOTION_LIMITS } from '@onebit/emotion-classification';
import { OnebitError } from '@onebit/errors';
import { parseJson } from '@onebit/http-service/inference';
import { z } from 'zod';
import { textOfLine } from './line-text.ts';
import { linesMissing, MAX_TEXTS } from './task.ts';
import { bodyWithTexts, checkTexts, describe } from './texts.ts';

const share = z.number().min(0).max(1);
const label = z.string().min(1).max(256);

/** What a request can ask for beside its texts. */
const wishes = {
  model: z.string().min(1).max(64).optional().describe('Identifier of the model.'),
  explain: z
    .union([z.boolean(), z.array(label).max(256)])
    .optional()
    .describe('Reasons for the labels that are told, or for labels by name.'),
  threshold: z
    .union([share, z.record(label, share)])
    .optional()
    .describe(
      "One threshold for all labels, or some by name, instead of the model's own; for texts of every language. Groups keep the model's thresholds of groups.",
    ),
  language: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('The language of the texts, for a model that reads several; detected where absent.'),
};

/** What a request for one document can ask for besides. */
const documentWishes = {
  ...wishes,
  coOccurrence: z
    .boolean()
    .optional()
    .describe('Adds which labels were told together, in counts and in shares.'),
};

const text = z.string().max(EMOTION_LIMITS.characters);

/** The JSON body of a request. */
export const requestSchema = z
  .strictObject({
    texts: z
      .union([text, z.array(text).min(1).max(MAX_TEXTS)])
      .describe(
        `One text or 1 to ${MAX_TEXTS}, each of at most ${EMOTION_LIMITS.characters} characters.`,
      ),
    ...documentWishes,
  })
  .meta({ id: 'EmotionRequest', example: { texts: ['Thank you so much!'], explain: true } });

/** What a request asks for, checked. */
export interface EmotionRequest {
  readonly texts: readonly string[];
  readonly model?: string | undefined;
  readonly explain?: boolean | readonly string[] | undefined;
  readonly threshold?: number | Readonly<Record<string, number>> | undefined;
  readonly language?: string | undefined;
  readonly coOccurrence?: boolean | undefined;
}

/** What lines can be asked for. */
export type LineWishes = Omit<EmotionRequest, 'texts' | 'coOccurrence'>;

/**
 * Reads a JSON body.
 *
 * @throws OnebitError `body-malformed`, `value-invalid`, `text-too-long`
 */
export function readJsonBody(bytes: Uint8Array, depth: number): EmotionRequest {
  const { texts, ...rest } = bodyWithTexts(parseJson(bytes, depth));
  // Texts are checked first and by hand: their faults deserve the place at which they stand.
  const list = checkTexts(texts);
  const result = z.strictObject(documentWishes).safeParse(rest);
  if (result.success) return { ...result.data, texts: list };
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new OnebitError('value-invalid', {
    expected:
      issue?.code === 'unrecognized_keys'
        ? 'texts, and if wanted model, explain, threshold, language, coOccurrence'
        : `${path}: ${expectations[path.split('.', 1)[0]!] ?? 'another value'}`,
    received: describe(issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : rest[path]),
    hint: 'See POST /v1/emotion-classification in /docs.',
  });
}

const expectations: Readonly<Record<string, string>> = {
  model: 'the identifier of a model',
  explain: 'true, false or a list of labels',
  threshold: 'a number from 0 to 1, or one by label',
  coOccurrence: 'true or false',
  language: 'the code of a language',
};

/**
 * Reads newline-delimited JSON: a string or an object with "text" a line; empty lines are passed over.
 *
 * @throws OnebitError `body-malformed`, `value-invalid`, `text-too-long`
 */
export function readLinesBody(bytes: Uint8Array, depth: number): readonly string[] {
  const texts: unknown[] = [];
  for (let begin = 0, line = 1; begin < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, begin);
    const end = found < 0 ? bytes.length : found;
    const part = bytes.subarray(begin, end);
    begin = end + 1;
    if (part.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)) continue;
    texts.push(readLine(part, depth, line));
  }
  if (texts.length === 0) throw linesMissing();
  return checkTexts(texts, Infinity);
}

function readLine(part: Uint8Array, depth: number, line: number): unknown {
  try {
    return textOfLine(parseJson(part, depth));
  } catch (error) {
    if (!(error instanceof OnebitError)) throw error;
    const { code, expected, received, hint } = error;
    throw new OnebitError(code, {
      expected,
      received: `line ${line}: ${received}`,
      hint: code === 'body-malformed' ? 'Write one JSON document a line.' : hint,
    });
  }
}
