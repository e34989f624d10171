import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OnebitError } from '@onebit/errors';
import type { ReadOptions, ReadReport } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import {
  type Border,
  type LearnedFilter,
  type Sequence,
  learnedNames,
  parseBorder,
  sequence,
} from '@onebit/morphology';
import { exitCodes } from '../exit-codes.ts';
import { parseForeground, parseFormat, parseThreshold } from '../filter/options.ts';
import { type PlannedFile, planFiles, standardStream } from '../filter/plan.ts';
import { readInput } from '../filter/read-input.ts';
import { type Measured, measure } from '../filter/result.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { type Problem, problemLines, problemOf } from '../terminal/problem.ts';
import { type ProgressLine, progressLine } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';
import { writeAtomically } from '../write-atomically.ts';

/** The options of `onebit filter` as the command line gives them. */
interface FilterOptions {
  readonly output?: string;
  readonly border?: string;
  readonly threshold?: string;
  readonly foreground?: string;
  readonly format?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What is to be done to every file. */
interface Work {
  readonly steps: Sequence;
  readonly border: Border;
  readonly reading: ReadOptions;
  readonly signal: AbortSignal;
}

/** One file of the JSON document: planned, filtered or failed. */
interface Outcome {
  readonly input: string;
  /** Where the result was written, `null` where it was only measured or could not be had. */
  readonly output: string | null;
  /** What the file was, and how it was made binary. */
  readonly read?: ReadReport;
  readonly result?: Measured;
  /** The operations alone, without decoding and encoding. */
  readonly filterMs?: number;
  readonly error?: Problem;
}

/** Reads a word of the command line; what a library refuses in it is a usage error. */
function read<T>(word: string, reader: (word: string) => T): T {
  try {
    return reader(word);
  } catch (error) {
    throw error instanceof OnebitError ? UsageError.from(error, word) : error;
  }
}

async function filterOne(
  { input, output, format }: PlannedFile,
  { steps, border, reading, signal }: Work,
  onProgress: (share: number) => void,
): Promise<Outcome> {
  const bytes = await readInput(input, signal);
  const { image: decoded, report } = await readBitImage(bytes, { ...reading, signal });
  using image = decoded;
  const start = performance.now();
  const result = await steps.evaluate(image, {
    border,
    signal,
    onProgress: ({ fraction }) => onProgress(fraction),
  });
  const filterMs = performance.now() - start;
  const measured = measure(result);
  if (result.kind === 'image') {
    if (output !== null) {
      const { foreground } = report;
      const encoded = await encodeBitImage(result.image, format, { foreground, signal });
      if (output === standardStream) process.stdout.write(encoded);
      else await writeAtomically(output, encoded);
    }
    result.image.dispose();
  }
  return { input, output, read: report, result: measured, filterMs };
}

/** Filters every file; a bad one is reported and the others go on, a cancelled run stops. */
async function filterAll(
  files: readonly PlannedFile[],
  work: Work,
  line: ProgressLine,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, file] of files.entries()) {
    const show = (share: number): void =>
      line.show((index + share) / files.length, `${file.input} (${index + 1} of ${files.length})`);
    show(0);
    try {
      outcomes.push(await filterOne(file, work, show));
    } catch (error) {
      work.signal.throwIfAborted();
      const problem = problemOf(error);
      outcomes.push({ input: file.input, output: null, error: problem });
      line.clear();
      const name = file.input === standardStream ? 'standard input' : file.input;
      process.stderr.write(`${problemLines(problem, name).join('\n')}\n`);
    }
  }
  line.clear();
  return outcomes;
}

/** Refuses to write numbers as an image; measuring them is fine. */
function requireImage(steps: Sequence, files: readonly PlannedFile[]): void {
  if (steps.result === 'image' || files.every(({ output }) => output === null)) return;
  throw new UsageError({
    title: 'The sequence does not end in an image',
    expected: 'a last operation that gives an image',
    received: `'${String(steps.steps.at(-1))}'`,
    hint: 'Run it with --json and without an output to have the result measured.',
  });
}

/** Makes the folders of the outputs. */
async function makeFolders(files: readonly PlannedFile[]): Promise<void> {
  const folders = files.flatMap(({ output }) =>
    output === null || output === standardStream ? [] : [dirname(output)],
  );
  for (const folder of new Set(folders)) await mkdir(folder, { recursive: true });
}

/** The filters that a sequence names; what finds them is loaded only where it names any. */
async function learnedFilters(names: readonly string[]): Promise<Map<string, LearnedFilter>> {
  if (names.length === 0) return new Map();
  const { findFilter } = await import('../models/find-filter.ts');
  const filters = new Map<string, LearnedFilter>();
  for (const name of names) filters.set(name, await findFilter(name));
  return filters;
}

/** `onebit filter SEQUENCE IN… [OUT]`: images in, filtered binary images out. */
export async function filter(
  text: string,
  paths: readonly string[],
  options: FilterOptions,
): Promise<void> {
  const { json = false, dryRun = false } = options;
  const learned = await learnedFilters(read(text, learnedNames));
  const steps = read(text, (words) => sequence(words, { learned }));
  const border = read(options.border ?? 'ignore', parseBorder);
  const reading: ReadOptions = {
    foreground: parseForeground(options.foreground ?? 'auto'),
    ...(options.threshold === undefined ? {} : { threshold: parseThreshold(options.threshold) }),
  };
  const files = await planFiles({
    paths,
    ...(options.output === undefined ? {} : { output: options.output }),
    ...(options.format === undefined ? {} : { format: parseFormat(options.format) }),
    json,
    stdoutIsTerminal: process.stdout.isTTY,
  });
  requireImage(steps, files);

  let outcomes: readonly Outcome[] = files.map(({ input, output }) => ({ input, output }));
  if (!dryRun) {
    await makeFolders(files);
    const work = { steps, border, reading, signal: interruptSignal() };
    outcomes = await filterAll(files, work, progressLine());
  }
  const failed = outcomes.filter(({ error }) => error !== undefined).length;
  if (json) {
    const document = {
      sequence: steps.toString(),
      border,
      dryRun,
      files: outcomes,
      done: dryRun ? 0 : outcomes.length - failed,
      failed,
    };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  } else if (dryRun) {
    const pairs = outcomes.map(({ input, output }) => `  ${input} -> ${output}\n`).join('');
    process.stderr.write(`${steps.toString()} (border ${border}) would be applied:\n${pairs}`);
  } else if (failed > 0 && outcomes.length > 1) {
    process.stderr.write(`${failed} of ${outcomes.length} inputs failed; the others are done.\n`);
  }
  if (failed > 0) process.exitCode = exitCodes.failed;
}
