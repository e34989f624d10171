import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import type { BitImage, BitImageFormat, ImageLimits, ReadReport } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import {
  type Component,
  components,
  componentsCsv,
  type Sequence,
  type SequenceResult,
  sequence,
} from '@onebit/morphology';
import { type Measurements, measure } from './measure.ts';
import { loadedFilters } from './models/loaded.ts';
import type { FilterParameters } from './parameters.ts';

/** What the worker gets. */
export interface FilterInput {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly parameters: FilterParameters;
  /** The model files of the learned filters that the sequence calls. */
  readonly learned: Readonly<Record<string, Uint8Array>>;
  /** The form the result is wanted in; undefined for measurements alone. */
  readonly format: BitImageFormat | 'csv' | undefined;
  readonly limits: ImageLimits;
}

/** Milliseconds of each stage. */
export interface Timings {
  readonly decode: number;
  readonly filter: number;
  readonly encode: number;
}

/** What the worker answers. */
export interface FilterOutput {
  readonly file: Uint8Array | undefined;
  readonly report: ReadReport;
  readonly measurements: Measurements;
  readonly timings: Timings;
}

/** One image of a request and what is to be done to it. */
export interface Work {
  readonly bytes: Uint8Array;
  readonly page: number;
  readonly steps: Sequence;
  readonly parameters: FilterParameters;
  readonly format: BitImageFormat | 'csv' | undefined;
  readonly limits: ImageLimits;
}

/** What came of one image. */
export interface Filtered extends FilterOutput {
  /** The components, where a table of them was asked for. */
  readonly components: readonly Component[];
}

/** Share of the work that lies before, in and after the sequence, for the progress. */
const DECODED = 0.2;
const FILTERED = 0.9;

/** Milliseconds between two moments, to a hundredth. */
export function milliseconds(from: number, to: number): number {
  return Math.round(100 * (to - from)) / 100;
}

/** The components of what a sequence ended in; those of an image are joined by 8 neighbours. */
function componentsOf(result: SequenceResult): readonly Component[] {
  if (result.kind === 'label') return result.labels.components;
  return result.kind === 'image' ? components(result.image) : [];
}

/** Decodes, filters, measures and encodes one image. */
export async function filterOne(work: Work, context: WorkContext): Promise<Filtered> {
  const { bytes, page, steps, parameters, format, limits } = work;
  const { signal, onProgress } = context;
  const { threshold, foreground, border } = parameters;
  const started = performance.now();
  const { image, report } = await readBitImage(bytes, {
    ...(threshold === undefined ? {} : { threshold }),
    foreground,
    page,
    limits,
    signal,
  });
  const decoded = performance.now();
  onProgress(DECODED);
  let result: SequenceResult | undefined;
  try {
    result = await steps.evaluate(image, {
      border,
      signal,
      onProgress: ({ fraction }) => {
        onProgress(DECODED + (FILTERED - DECODED) * fraction);
      },
    });
    const filtered = performance.now();
    const measurements = measure(image, result);
    const found = format === 'csv' ? componentsOf(result) : [];
    const file =
      format !== undefined && format !== 'csv' && result.kind === 'image'
        ? await encode(result.image, format, report, signal)
        : undefined;
    return {
      file,
      report,
      measurements,
      components: found,
      timings: {
        decode: milliseconds(started, decoded),
        filter: milliseconds(decoded, filtered),
        encode: milliseconds(filtered, performance.now()),
      },
    };
  } finally {
    image.dispose();
    if (result?.kind === 'image') {
      result.image.dispose();
    }
  }
}

function encode(
  image: BitImage,
  format: BitImageFormat,
  { foreground }: ReadReport,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return encodeBitImage(image, format, { foreground, signal });
}

/** Answers a request for one image. */
export async function filter(input: FilterInput, context: WorkContext): Promise<WorkResult> {
  const { bytes, parameters, learned, format, limits } = input;
  const steps = sequence(parameters.sequence, { learned: loadedFilters(learned) });
  const page = parameters.page === 'all' ? 0 : parameters.page;
  const work: Work = { bytes, page, steps, parameters, format, limits };
  const { file, report, measurements, timings, components: found } = await filterOne(work, context);
  const output: FilterOutput = {
    file: format === 'csv' ? new TextEncoder().encode(componentsCsv(found)) : file,
    report,
    measurements,
    timings,
  };
  return { value: output, transfer: ownBuffer(output.file) };
}

/** The buffer of a file, where the file fills it: a part of a shared buffer must not move. */
export function ownBuffer(file: Uint8Array | undefined): ArrayBuffer[] {
  const whole = file !== undefined && file.byteLength === file.buffer.byteLength;
  return whole && file.buffer instanceof ArrayBuffer ? [file.buffer] : [];
}
