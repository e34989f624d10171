import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import type { BitImageFormat, ImageLimits, ReadReport } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { type SequenceResult, sequence } from '@onebit/morphology';
import { type Measurements, measure } from './measure.ts';
import type { FilterParameters } from './parameters.ts';

/** What the worker gets. */
export interface FilterInput {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly parameters: FilterParameters;
  /** The form the image is wanted in; undefined for measurements alone. */
  readonly format: BitImageFormat | undefined;
  readonly limits: ImageLimits;
}

/** What the worker answers. */
export interface FilterOutput {
  readonly file: Uint8Array | undefined;
  readonly report: ReadReport;
  readonly measurements: Measurements;
  /** Milliseconds of each stage. */
  readonly timings: { readonly decode: number; readonly filter: number; readonly encode: number };
}

/** Share of the work that lies before, in and after the sequence, for the progress. */
const DECODED = 0.2;
const FILTERED = 0.9;

/** Milliseconds between two moments, to a hundredth. */
function milliseconds(from: number, to: number): number {
  return Math.round(100 * (to - from)) / 100;
}

/** Decodes, filters, measures and encodes one image. */
export async function filter(input: FilterInput, context: WorkContext): Promise<WorkResult> {
  const { bytes, parameters, format, limits } = input;
  const { signal, onProgress } = context;
  const { threshold, foreground, page, border } = parameters;
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
    result = await sequence(parameters.sequence).evaluate(image, {
      border,
      signal,
      onProgress: ({ fraction }) => {
        onProgress(DECODED + (FILTERED - DECODED) * fraction);
      },
    });
    const filtered = performance.now();
    const measurements = measure(image, result);
    const file =
      format !== undefined && result.kind === 'image'
        ? await encodeBitImage(result.image, format, { foreground: report.foreground, signal })
        : undefined;
    const output: FilterOutput = {
      file,
      report,
      measurements,
      timings: {
        decode: milliseconds(started, decoded),
        filter: milliseconds(decoded, filtered),
        encode: milliseconds(filtered, performance.now()),
      },
    };
    return { value: output, transfer: ownBuffer(file) };
  } finally {
    image.dispose();
    if (result?.kind === 'image') {
      result.image.dispose();
    }
  }
}

/** The buffer of a file, where the file fills it: a part of a shared buffer must not move. */
function ownBuffer(file: Uint8Array | undefined): ArrayBuffer[] {
  const whole = file !== undefined && file.byteLength === file.buffer.byteLength;
  return whole && file.buffer instanceof ArrayBuffer ? [file.buffer] : [];
}
