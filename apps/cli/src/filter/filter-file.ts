import { joinTiff, readImageHeader, type ReadOptions, type ReadReport } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import {
  type Border,
  type Component,
  type Sequence,
  type SequenceResult,
  components,
  componentsCsv,
  componentsOfPagesCsv,
} from '@onebit/morphology';
import { type Problem, problemOf } from '../terminal/problem.ts';
import { writeAtomically } from '../write-atomically.ts';
import { type PlannedFile, standardStream } from './plan.ts';
import { readInput } from './read-input.ts';
import { type Measured, measure } from './result.ts';

/** What is to be done to every file. */
export interface Work {
  readonly steps: Sequence;
  readonly border: Border;
  readonly page: number | 'all';
  readonly reading: Omit<ReadOptions, 'page' | 'signal'>;
  readonly signal: AbortSignal;
}

/** One image of the JSON document: planned, filtered or failed. */
export interface Outcome {
  readonly input: string;
  /** The page of the input, where all are filtered. */
  readonly page?: number;
  /** Where the result was written, `null` where it was only measured or could not be had. */
  readonly output: string | null;
  /** What the file was, and how it was made binary. */
  readonly read?: ReadReport;
  readonly result?: Measured;
  /** The operations alone, without decoding and encoding. */
  readonly filterMs?: number;
  readonly error?: Problem;
}

/** What came of one page. */
interface FilteredPage {
  readonly read: ReadReport;
  readonly result: Measured;
  readonly filterMs: number;
  /** The page as a file, where images are written. */
  readonly encoded: Uint8Array | undefined;
  readonly components: readonly Component[];
}

/** The components of what a sequence ended in; those of an image are joined by 8 neighbours. */
function componentsOf(result: SequenceResult): readonly Component[] {
  if (result.kind === 'label') return result.labels.components;
  return result.kind === 'image' ? components(result.image) : [];
}

async function filterPage(
  bytes: Uint8Array,
  page: number,
  { output, format }: PlannedFile,
  { steps, border, reading, signal }: Work,
  onProgress: (share: number) => void,
): Promise<FilteredPage> {
  const { image: decoded, report } = await readBitImage(bytes, { ...reading, page, signal });
  using image = decoded;
  const start = performance.now();
  const result = await steps.evaluate(image, {
    border,
    signal,
    onProgress: ({ fraction }) => onProgress(fraction),
  });
  const filterMs = performance.now() - start;
  const measured = measure(result);
  const wanted = output !== null;
  const table = wanted && format === 'csv' ? componentsOf(result) : [];
  let encoded: Uint8Array | undefined;
  if (result.kind === 'image') {
    if (wanted && format !== 'csv') {
      const { foreground } = report;
      encoded = await encodeBitImage(result.image, format, { foreground, signal });
    }
    result.image.dispose();
  }
  return { read: report, result: measured, filterMs, encoded, components: table };
}

/** How many pages of a file are to be filtered. */
function pageCount(bytes: Uint8Array, page: number | 'all'): number {
  if (page !== 'all') return 1;
  const header = readImageHeader(bytes);
  // Of an animated PNG only the still picture is read.
  return header.format === 'png' ? 1 : header.pages;
}

/** The pages that were filtered, as the one file that is written. */
function fileOf(
  { format }: PlannedFile,
  name: string,
  pages: ReadonlyMap<number, FilteredPage>,
  all: boolean,
): Uint8Array {
  const done = [...pages];
  if (format === 'csv') {
    const text = all
      ? componentsOfPagesCsv(
          done.map(([page, { components: table }]) => ({ name, page, components: table })),
        )
      : componentsCsv(done[0]![1].components);
    return new TextEncoder().encode(text);
  }
  const files = done.map(([, { encoded }]) => encoded!);
  return files.length === 1 ? files[0]! : joinTiff(files);
}

/**
 * Filters one file, or all of its pages: a page that fails is reported and the others are written.
 *
 * @returns an outcome a page
 * @throws whatever is wrong with the whole file, or with the one page that was asked for
 */
export async function filterFile(
  file: PlannedFile,
  work: Work,
  onProgress: (share: number) => void,
): Promise<Outcome[]> {
  const { input, output } = file;
  const all = work.page === 'all';
  const bytes = await readInput(input, work.signal);
  const count = pageCount(bytes, work.page);
  const first = work.page === 'all' ? 0 : work.page;
  const pages = new Map<number, FilteredPage>();
  const problems = new Map<number, Problem>();
  for (let page = first; page < first + count; page++) {
    try {
      const filtered = await filterPage(bytes, page, file, work, (share) =>
        onProgress((page - first + share) / count),
      );
      pages.set(page, filtered);
    } catch (error) {
      work.signal.throwIfAborted();
      if (count === 1) throw error;
      problems.set(page, problemOf(error));
    }
  }
  if (output !== null && pages.size > 0) {
    const written = fileOf(file, input, pages, all);
    if (output === standardStream) process.stdout.write(written);
    else await writeAtomically(output, written);
  }
  return Array.from({ length: count }, (_, at): Outcome => {
    const page = first + at;
    const named = { input, ...(all ? { page } : {}) };
    const filtered = pages.get(page);
    if (!filtered) return { ...named, output: null, error: problems.get(page)! };
    const { read, result, filterMs } = filtered;
    return { ...named, output, read, result, filterMs };
  });
}
