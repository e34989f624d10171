import {
  type CoOccurrence,
  CoOccurrenceCounter,
  EmotionClassifier,
  type EmotionResult,
} from '@onebit/emotion-classification';
import { OnebitError } from '@onebit/errors';
import { linesOf } from '../emotions/read-lines.ts';
import { numbered, textsOf } from '../emotions/read-texts.ts';
import type { TextRecord } from '../emotions/text-record.ts';
import { findModel } from '../models/find-model.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { UsageError } from '../usage-error.ts';

/** The options of `onebit emotions` as the command line gives them. */
interface EmotionOptions {
  readonly input?: string;
  readonly column?: string;
  readonly threshold?: string;
  readonly explain?: boolean;
  readonly coOccurrence?: boolean;
  readonly language?: string;
  readonly model?: string;
  readonly ndjson?: boolean;
  readonly json?: boolean;
}

/** N-grams shown for each label. */
const SHOWN = 5;

/** `onebit emotions`: the labels of each text, in the order of the texts. */
export async function emotions(words: readonly string[], options: EmotionOptions): Promise<void> {
  const threshold = readThreshold(options.threshold);
  checkForms(options);
  const signal = interruptSignal();
  const records = sourceOf(words, options, signal);
  const model = options.model === undefined ? undefined : await findModel(options.model);
  using classifier = await EmotionClassifier.load(model);
  const results: object[] = [];
  const counter = new CoOccurrenceCounter();
  // The classifier reads ahead, so the records wait here for their results.
  const waiting: TextRecord[] = [];
  let seen = 0;
  const watched = (async function* () {
    for await (const record of records) {
      seen += 1;
      waiting.push(record);
      yield record.text;
    }
  })();
  const call = {
    signal,
    ...(options.explain && { explain: true }),
    ...(options.language !== undefined && { language: options.language }),
    ...(threshold !== undefined && { threshold }),
  };
  const classified = classifier.classifyLines(watched, call);
  for await (const result of named(classified, () => seen)) {
    const record = waiting.shift()!;
    counter.add(result);
    if (options.json) results.push({ ...record, ...result });
    else if (options.ndjson) process.stdout.write(`${JSON.stringify({ ...record, ...result })}\n`);
    else process.stdout.write(`${linesFor(record.text, result).join('\n')}\n`);
  }
  if (options.json) {
    const { network, bytes } = classifier.model;
    const document = {
      results,
      ...(options.coOccurrence && { coOccurrence: counter.result() }),
      model: { id: network.id, bytes },
    };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  } else if (options.coOccurrence) {
    const coOccurrence = counter.result();
    const lines = options.ndjson ? [JSON.stringify({ coOccurrence })] : companyLines(coOccurrence);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

/** Says of a text that is refused which one it was. */
async function* named<Result>(
  results: AsyncIterable<Result>,
  seen: () => number,
): AsyncGenerator<Result> {
  try {
    yield* results;
  } catch (error) {
    if (!(error instanceof OnebitError) || error.code !== 'text-too-long') throw error;
    const { code, expected, received, hint } = error;
    throw new OnebitError(code, {
      expected,
      received: `text ${seen()}: ${received}`,
      hint,
      cause: error,
    });
  }
}

function sourceOf(
  words: readonly string[],
  { input, column }: EmotionOptions,
  signal: AbortSignal,
): AsyncIterable<TextRecord> {
  if (input !== undefined && words.length > 0) {
    throw new UsageError({
      title: 'Texts come from one place',
      expected: 'texts, or --input',
      received: 'both',
      hint: 'Leave one of them out.',
    });
  }
  if (input !== undefined) return textsOf(input, column);
  if (words.length > 0) return numbered(words);
  // A terminal or a pipe that is still open would keep the process for as long as it is.
  signal.addEventListener('abort', () => process.stdin.destroy());
  return numbered(linesOf(process.stdin, 'standard input'));
}

/** One form of output, and a column only where there are columns. */
function checkForms({ json, ndjson, column, input }: EmotionOptions): void {
  if (json && ndjson) {
    throw new UsageError({
      title: 'There is one form of output',
      expected: '--json or --ndjson',
      received: 'both',
      hint: 'Take --ndjson for many texts: it writes each result at once.',
    });
  }
  if (column === undefined || /\.(csv|tsv|jsonl|ndjson)$/i.test(input ?? '')) return;
  throw new UsageError({
    title: 'There are no columns to choose from',
    expected: '--column with --input FILE.csv, .tsv or .jsonl',
    received: `--column ${column}${input === undefined ? ' without --input' : ` with ${input}`}`,
    hint: 'Leave --column out.',
  });
}

function readThreshold(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const share = Number(word);
  if (word.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new UsageError({
    title: 'The threshold is not acceptable',
    expected: 'a number from 0 to 1',
    received: `'${word}'`,
    hint: 'Leave it out to use the thresholds of the model.',
  });
}

/** For each label how many texts have it, and which share of them has which other label too. */
function companyLines({ texts, labels }: CoOccurrence): string[] {
  const rows = Object.entries(labels).map(([label, { texts: own, with: company }]) => {
    const others = Object.entries(company).map(
      ([other, { share }]) => `${other} ${(100 * share).toFixed(0)} %`,
    );
    return `${label.padEnd(16)} ${String(own).padStart(7)}  ${others.join(', ')}`.trimEnd();
  });
  return ['', `Labels of ${texts} texts, and what was told with them:`, ...rows];
}

function linesFor(text: string, result: EmotionResult): string[] {
  const { labels, language, scores, known, explanation } = result;
  const told = labels.map((label) => `${label} ${(100 * scores[label]!).toFixed(0)} %`);
  const none = known === 0 ? '(nothing known)' : '(none)';
  const spoken = language === undefined ? '' : `[${language}] `;
  const lines = [
    `${spoken}${told.length > 0 ? told.join(', ') : none}\t${text.replaceAll(/\s+/g, ' ')}`,
  ];
  for (const [label, { ngrams }] of Object.entries(explanation ?? {})) {
    const loudest = ngrams
      .slice(0, SHOWN)
      .map((span) => `'${span.marked}' ${span.weight > 0 ? '+' : ''}${span.weight.toFixed(2)}`);
    lines.push(`  ${label}: ${loudest.join(', ')}`);
  }
  return lines;
}
