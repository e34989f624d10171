import { catalogue, OnebitError } from '@onebit/errors';
import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { type BitImageFormat, joinTiff, type ReadReport } from '@onebit/image';
import {
  type ComponentsOfPage,
  componentsOfPagesCsv,
  type Sequence,
  sequence,
} from '@onebit/morphology';
import { zipSync } from 'fflate';
import { type Filtered, filterOne, milliseconds, ownBuffer, type Timings } from '../filter.ts';
import { type BatchType, typeOf } from '../formats.ts';
import type { Measurements } from '../measure.ts';
import { loadedFilters } from '../models/loaded.ts';
import type { FilterParameters } from '../parameters.ts';
import { type BatchImage, type BatchLimits, openBatch } from './images.ts';
import { outputName } from './output-name.ts';

/** What the worker gets. */
export interface BatchInput {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly parameters: FilterParameters;
  readonly learned: Readonly<Record<string, Uint8Array>>;
  readonly type: BatchType;
  readonly limits: BatchLimits;
}

/** Why an image of a batch could not be filtered. */
interface PageProblem {
  readonly code: string;
  readonly title: string;
  readonly expected: string;
  readonly received: string;
  readonly hint: string;
}

/** What came of one image of a batch: measurements, or a problem. */
export interface PageReport {
  /** Its name in the zip; empty for the pages of one file. */
  readonly name: string;
  readonly page: number;
  /** The file in the zip of the answer; null where there is none. */
  readonly output: string | null;
  readonly problem: PageProblem | null;
  readonly measurements?: Measurements;
  readonly report?: ReadReport;
  readonly timings?: Timings;
  /** The image, in a JSON answer that embeds it. */
  readonly image?: { readonly type: string; readonly base64: string };
}

/** What came of a batch, as `report.json` and the JSON answer hold it. */
export interface BatchReport {
  readonly sequence: string;
  readonly border: string;
  readonly done: number;
  readonly failed: number;
  /** Files that systems add to zips, left out. */
  readonly skipped: readonly string[];
  readonly pages: readonly PageReport[];
}

/** What the worker answers. */
export interface BatchOutput {
  readonly body: Uint8Array;
  readonly done: number;
  /** What could not be filtered, by name and page. */
  readonly failed: readonly string[];
  readonly milliseconds: number;
}

/** Errors that say that the worker is not to be trusted: they end the batch. */
const fatal = new Set(['aborted', 'kernel-trapped', 'memory-exhausted', 'used-after-dispose']);

/** The image format that each image is written in; nothing for CSV and plain JSON. */
function formatFor(type: BatchType, embed: BitImageFormat | 'none'): BitImageFormat | undefined {
  if (type === 'image/tiff') return 'tiff';
  if (type === 'text/csv') return undefined;
  if (embed !== 'none') return embed;
  return type === 'application/zip' ? 'png' : undefined;
}

/** How an image of the batch is called in headers and messages. */
function called({ name, page }: { readonly name: string; readonly page: number }): string {
  return name === '' ? `page ${String(page)}` : page === 0 ? name : `${name}, page ${String(page)}`;
}

/** The images that were filtered, gathered in the form that the answer wants. */
class Gathered {
  readonly pages: PageReport[] = [];
  readonly files = new Map<string, Uint8Array>();
  readonly tables: ComponentsOfPage[] = [];
  readonly #type: BatchType;
  readonly #format: BitImageFormat | undefined;

  constructor({ type, parameters }: BatchInput) {
    this.#type = type;
    this.#format = formatFor(type, parameters.embed);
  }

  get format(): BitImageFormat | 'csv' | undefined {
    return this.#type === 'text/csv' ? 'csv' : this.#format;
  }

  add({ name, page }: BatchImage, filtered: Filtered): void {
    const { file, report, measurements, timings, components } = filtered;
    const format = this.#format;
    let output: string | null = null;
    if (file && format && this.#type !== 'application/json') {
      output = outputName({ name, page, pages: report.pages, format }, this.files);
      this.files.set(output, file);
    }
    const embedded = file && format && this.#type === 'application/json';
    const image = embedded
      ? { image: { type: typeOf(format), base64: Buffer.from(file).toString('base64') } }
      : {};
    this.tables.push({ name, page, components });
    const shown = this.#type === 'application/zip' ? output : null;
    this.pages.push({
      name,
      page,
      output: shown,
      problem: null,
      measurements,
      report,
      timings,
      ...image,
    });
  }

  refuse({ name, page }: BatchImage, error: OnebitError): void {
    const { code, expected, received, hint } = error;
    const problem = { code, title: catalogue[code], expected, received, hint };
    this.pages.push({ name, page, output: null, problem });
  }

  body(report: BatchReport): Uint8Array {
    const json = () => new TextEncoder().encode(JSON.stringify(report));
    switch (this.#type) {
      case 'application/json':
        return json();
      case 'text/csv':
        return new TextEncoder().encode(componentsOfPagesCsv(this.tables));
      case 'image/tiff':
        return joinTiff([...this.files.values()]);
      case 'application/zip':
        // The images are compressed already.
        return zipSync(
          { ...Object.fromEntries(this.files), 'report.json': [json(), { level: 6 }] },
          { level: 0, mtime: new Date(1980, 0, 1) },
        );
    }
  }
}

/** Filters one image after the other; a bad one is reported, the others go on. */
async function filterAll(
  input: BatchInput,
  steps: Sequence,
  gathered: Gathered,
  { signal, onProgress }: WorkContext,
): Promise<readonly string[]> {
  const { bytes, parameters, limits } = input;
  const { images, skipped, files } = await openBatch(bytes, parameters.page, limits);
  let pixels = 0;
  let done = 0;
  let current = '';
  for await (const image of images) {
    if (image.name !== current && gathered.pages.length > 0) done++;
    current = image.name;
    try {
      const { bytes: file, header } = await image.open();
      const more = header.width * header.height;
      if (pixels + more > limits.allPixels) throw allTooLarge(limits.allPixels);
      pixels += more;
      const share = image.name === '' ? 1 / header.pages : 1;
      const before = image.name === '' ? image.page / header.pages : done;
      const filtered = await filterOne(
        { bytes: file, page: image.page, steps, parameters, format: gathered.format, limits },
        {
          signal,
          onProgress: (part) => {
            onProgress((before + share * part) / files);
          },
        },
      );
      gathered.add(image, filtered);
    } catch (error) {
      if (!(error instanceof OnebitError) || fatal.has(error.code)) throw error;
      gathered.refuse(image, error);
    }
    // A batch of small images would otherwise never hear a request to stop.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return skipped;
}

function allTooLarge(most: number): OnebitError {
  return new OnebitError('batch-too-large', {
    expected: `at most ${String(most)} pixels in all images of a batch`,
    received: 'more with this one',
    hint: 'Send this image in another request.',
  });
}

/** Answers a request for a batch. */
export async function batch(input: BatchInput, context: WorkContext): Promise<WorkResult> {
  const started = performance.now();
  const { parameters, learned } = input;
  const steps = sequence(parameters.sequence, { learned: loadedFilters(learned) });
  const gathered = new Gathered(input);
  const skipped = await filterAll(input, steps, gathered, context);
  const { pages } = gathered;
  const failed = pages.filter(({ problem }) => problem !== null);
  if (failed.length === pages.length) throw allFailed(failed);
  const report: BatchReport = {
    sequence: parameters.sequence,
    border: parameters.border,
    done: pages.length - failed.length,
    failed: failed.length,
    skipped,
    pages,
  };
  const body = gathered.body(report);
  const output: BatchOutput = {
    body,
    done: report.done,
    failed: failed.map(called),
    milliseconds: milliseconds(started, performance.now()),
  };
  return { value: output, transfer: ownBuffer(body) };
}

function allFailed(failed: readonly PageReport[]): OnebitError {
  const [first] = failed;
  const why = first?.problem
    ? `${String(failed.length)} that failed; ${called(first)}: ${first.problem.title}: expected ${first.problem.expected}, received ${first.problem.received}`
    : 'none';
  return new OnebitError('batch-failed', {
    expected: 'at least one image that can be filtered',
    received: why.slice(0, 500),
    hint: first?.problem?.hint ?? 'Put image files into the zip.',
  });
}
