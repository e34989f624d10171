import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { OnebitError } from '@onebit/errors';
import type { BinarizationReport, BinarizeOptions } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { type Border, type Sequence, parseBorder, sequence } from '@onebit/morphology';
import { exitCodes } from '../exit-codes.ts';
import {
  type OutputFormat,
  parseForeground,
  parseFormat,
  parseThreshold,
} from '../filter/options.ts';
import { type PlannedFile, planFiles, standardStream } from '../filter/plan.ts';
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
  readonly threshold: BinarizeOptions;
  readonly signal: AbortSignal;
}

/** What was done to one file. */
interface Filtered {
  readonly input: string;
  readonly output: string | null;
  readonly width: number;
  readonly height: number;
  readonly binarization: BinarizationReport;
  readonly foregroundBefore: number;
  readonly foregroundAfter: number;
  readonly filterMs: number;
}

type Outcome = Filtered | { input: string; output: string | null; error?: Problem };

/** Reads a word of the command line; what a library refuses in it is a usage error. */
function read<T>(word: string, reader: (word: string) => T): T {
  try {
    return reader(word);
  } catch (error) {
    throw error instanceof OnebitError ? UsageError.from(error, word) : error;
  }
}

async function filterOne(
  file: PlannedFile,
  { steps, border, threshold, signal }: Work,
  onProgress: (share: number) => void,
): Promise<Filtered> {
  const bytes =
    file.input === standardStream
      ? await buffer(process.stdin)
      : await readFile(file.input, { signal });
  const { image, report } = await readBitImage(bytes, { ...threshold, signal });
  const start = performance.now();
  const result = await steps.run(image, { border, signal, onProgress });
  const filterMs = performance.now() - start;
  if (file.output !== null) {
    const encoded = await encodeBitImage(result, file.format, { foreground: report.foreground });
    if (file.output === standardStream) process.stdout.write(encoded);
    else await writeAtomically(file.output, encoded);
  }
  const done: Filtered = {
    input: file.input,
    output: file.output,
    width: result.width,
    height: result.height,
    binarization: report,
    foregroundBefore: report.foregroundPixels,
    foregroundAfter: result.count(),
    filterMs,
  };
  image.dispose();
  result.dispose();
  return done;
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

/** `onebit filter SEQUENCE IN… [OUT]`: images in, filtered binary images out. */
export async function filter(
  text: string,
  paths: readonly string[],
  options: FilterOptions,
): Promise<void> {
  const { json = false, dryRun = false } = options;
  const signal = interruptSignal();
  const steps = read(text, sequence);
  const border = read(options.border ?? 'ignore', parseBorder);
  const method = options.threshold === undefined ? undefined : parseThreshold(options.threshold);
  const foreground = parseForeground(options.foreground ?? 'auto');
  const format: OutputFormat | undefined =
    options.format === undefined ? undefined : parseFormat(options.format);
  const files = await planFiles({
    paths,
    ...(options.output === undefined ? {} : { output: options.output }),
    ...(format === undefined ? {} : { format }),
    json,
    stdoutIsTerminal: process.stdout.isTTY,
  });

  let outcomes: Outcome[];
  if (dryRun) {
    outcomes = files.map(({ input, output }) => ({ input, output }));
  } else {
    for (const folder of new Set(
      files.flatMap(({ output }) =>
        output === null || output === standardStream ? [] : [dirname(output)],
      ),
    )) {
      await mkdir(folder, { recursive: true });
    }
    const work: Work = {
      steps,
      border,
      threshold: { foreground, ...(method === undefined ? {} : { method }) },
      signal,
    };
    outcomes = await filterAll(files, work, progressLine());
  }
  report(steps, border, outcomes, { json, dryRun });
}

function report(
  steps: Sequence,
  border: Border,
  outcomes: readonly Outcome[],
  { json, dryRun }: { json: boolean; dryRun: boolean },
): void {
  const failed = outcomes.filter((outcome) => 'error' in outcome).length;
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
    process.stderr.write(
      `${steps.toString()} (border ${border}) would be applied to:\n` +
        outcomes.map(({ input, output }) => `  ${input} -> ${output}\n`).join(''),
    );
  } else if (failed > 0 && outcomes.length > 1) {
    process.stderr.write(`${failed} of ${outcomes.length} inputs failed; the others are done.\n`);
  }
  if (failed > 0) process.exitCode = exitCodes.failed;
}
