import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OnebitError } from '@onebit/errors';
import {
  type LearnedFilter,
  type Sequence,
  learnedNames,
  parseBorder,
  sequence,
} from '@onebit/morphology';
import { exitCodes } from '../exit-codes.ts';
import { filterFile, type Outcome, type Work } from '../filter/filter-file.ts';
import { parseForeground, parseFormat, parsePage, parseThreshold } from '../filter/options.ts';
import { type PlannedFile, planFiles, standardStream } from '../filter/plan.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { type Problem, problemLines, problemOf } from '../terminal/problem.ts';
import { type ProgressLine, progressLine } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';

/** The options of `onebit filter` as the command line gives them. */
interface FilterOptions {
  readonly output?: string;
  readonly border?: string;
  readonly threshold?: string;
  readonly foreground?: string;
  readonly page?: string;
  readonly format?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Reads a word of the command line; what a library refuses in it is a usage error. */
function read<T>(word: string, reader: (word: string) => T): T {
  try {
    return reader(word);
  } catch (error) {
    throw error instanceof OnebitError ? UsageError.from(error, word) : error;
  }
}

/** Filters every file; a bad one is reported and the others go on, a cancelled run stops. */
async function filterAll(
  files: readonly PlannedFile[],
  work: Work,
  line: ProgressLine,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const tell = (problem: Problem, input: string, page?: number): void => {
    line.clear();
    const name = input === standardStream ? 'standard input' : input;
    const where = page === undefined ? name : `${name}, page ${page}`;
    process.stderr.write(`${problemLines(problem, where).join('\n')}\n`);
  };
  for (const [index, file] of files.entries()) {
    const show = (share: number): void =>
      line.show((index + share) / files.length, `${file.input} (${index + 1} of ${files.length})`);
    show(0);
    try {
      const filtered = await filterFile(file, work, show);
      outcomes.push(...filtered);
      for (const { error, input, page } of filtered) if (error) tell(error, input, page);
    } catch (error) {
      work.signal.throwIfAborted();
      const problem = problemOf(error);
      outcomes.push({ input: file.input, output: null, error: problem });
      tell(problem, file.input);
    }
  }
  line.clear();
  return outcomes;
}

/** Refuses to write numbers as an image, and distances as components; measuring them is fine. */
function requireWritable(steps: Sequence, files: readonly PlannedFile[]): void {
  if (steps.result === 'image') return;
  const fits = ({ output, format }: PlannedFile): boolean =>
    output === null || (format === 'csv' && steps.result === 'label');
  if (files.every(fits)) return;
  throw new UsageError({
    title: 'The sequence does not end in an image',
    expected: 'a last operation that gives an image',
    received: `'${String(steps.steps.at(-1))}'`,
    hint:
      steps.result === 'label'
        ? 'Name an output that ends in .csv, or run it with --json and without an output.'
        : 'Run it with --json and without an output to have the result measured.',
  });
}

/** Refuses to write several pages into a file of one image. */
function requirePages(page: number | 'all', files: readonly PlannedFile[]): void {
  const narrow = files.find(
    ({ output, format }) => output !== null && format !== 'tiff' && format !== 'csv',
  );
  if (page !== 'all' || narrow === undefined) return;
  throw new UsageError({
    title: 'One image file cannot hold all pages',
    expected: 'an output in TIFF or CSV with --page all, or none with --json',
    received: `${narrow.output} in ${narrow.format}`,
    hint: 'Name an output that ends in .tif or .csv, or add --format tiff.',
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
  const page = read(options.page ?? '0', parsePage);
  const reading: Work['reading'] = {
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
  requireWritable(steps, files);
  requirePages(page, files);

  let outcomes: readonly Outcome[] = files.map(({ input, output }) => ({ input, output }));
  if (!dryRun) {
    await makeFolders(files);
    const work: Work = { steps, border, page, reading, signal: interruptSignal() };
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
