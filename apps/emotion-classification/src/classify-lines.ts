import {
  type ClassifyOptions,
  EMOTION_LIMITS,
  type EmotionClassifier,
} from '@onebit/emotion-classification';
import { OnebitError } from '@onebit/errors';
import { parseJson } from '@onebit/http-service/inference';
import type { LineBlock, WorkContext, WorkResult } from '@onebit/http-service/worker';
import { textOfLine } from './line-text.ts';
import { models } from './models.ts';
import type { LineWishes } from './request-body.ts';

/** How lines are read. */
export interface LineLimits {
  /** Bytes that a line may have. */
  readonly longest: number;
  readonly jsonDepth: number;
}

/** What the worker gets: a block of lines, each a JSON document. */
export interface ClassifyLinesInput extends LineBlock, LineLimits {
  readonly wishes: LineWishes;
}

/** A line of the request: its text, or what is wrong with it. */
type Line = { readonly text: string } | { readonly line: number; readonly error: OnebitError };

/** Answers one block of lines of a request whose body still comes. */
export async function classifyLines(
  input: ClassifyLinesInput,
  context: WorkContext,
): Promise<WorkResult> {
  const { model, ...wishes } = input.wishes;
  const options = { signal: context.signal, ...wishes } as ClassifyOptions;
  const value = await answerLines(await models.get(model), input, input, options);
  return { value, transfer: [value.buffer] };
}

/**
 * The answers to a block of lines, a line for each that is not blank: the result of its text, or its
 * number and what is wrong with it. A bad line does no harm to the others.
 */
export async function answerLines(
  classifier: EmotionClassifier,
  block: LineBlock,
  limits: LineLimits,
  options: ClassifyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const lines = [...linesOf(block, limits)];
  const texts = lines.flatMap((line) => ('text' in line ? [line.text] : []));
  const results = (await classifier.classify(texts, options))[Symbol.iterator]();
  const answer = lines.map((line) => {
    const document =
      'text' in line ? results.next().value : { line: line.line, error: line.error.toJSON() };
    return `${JSON.stringify(document)}\n`;
  });
  return new TextEncoder().encode(answer.join(''));
}

function* linesOf({ bytes, first, tooLong }: LineBlock, limits: LineLimits): Generator<Line> {
  let number = first;
  for (let begin = 0; begin < bytes.length; number++) {
    const found = bytes.indexOf(0x0a, begin);
    const end = found < 0 ? bytes.length : found;
    const part = bytes.subarray(begin, end);
    begin = end + 1;
    if (part.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)) continue;
    yield tooLong.includes(number)
      ? { line: number, error: lineTooLong(limits.longest) }
      : readLine(part, number, limits.jsonDepth);
  }
}

function readLine(part: Uint8Array, line: number, depth: number): Line {
  try {
    const text = textOfLine(parseJson(part, depth));
    if (typeof text !== 'string') {
      throw new OnebitError('value-invalid', {
        expected: 'a string, or an object with a string "text"',
        received: (JSON.stringify(text) ?? 'nothing').slice(0, 100),
        hint: 'Write one text a line.',
      });
    }
    if (text.length > EMOTION_LIMITS.characters) {
      throw new OnebitError('text-too-long', {
        expected: `at most ${EMOTION_LIMITS.characters} characters`,
        received: `${text.length}`,
        hint: 'Classify the text in parts, such as paragraphs.',
      });
    }
    return { text };
  } catch (error) {
    if (error instanceof OnebitError) return { line, error };
    throw error;
  }
}

const lineTooLong = (longest: number): OnebitError =>
  new OnebitError('body-too-large', {
    expected: `at most ${longest} bytes a line`,
    received: 'a longer one',
    hint: 'Classify the text in parts, such as paragraphs.',
  });
