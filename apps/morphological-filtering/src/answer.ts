import type { Answer } from '@onebit/http-service';
import type { BitImageFormat, ReadReport } from '@onebit/image';
import type { BatchOutput } from './batch/batch.ts';
import type { FilterOutput } from './filter.ts';
import { type BatchType, typeOf } from './formats.ts';
import type { FilterParameters } from './parameters.ts';

/** A header takes visible ASCII only. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

function thresholdText({ method, level, sauvola }: ReadReport): string {
  const detail = sauvola
    ? `; window=${String(sauvola.window)}; k=${String(sauvola.k)}`
    : level === null
      ? ''
      : `; level=${String(level)}`;
  return `${method}${detail}`;
}

/** What was done, as headers: an image alone cannot tell. */
function headers(parameters: FilterParameters, output: FilterOutput): Record<string, string> {
  const { report, measurements, timings } = output;
  const { width, height, foregroundBefore, result } = measurements;
  const after = result.kind === 'image' ? `; after=${String(result.foreground)}` : '';
  const described: Record<string, string> = {
    'Onebit-Sequence': parameters.sequence,
    'Onebit-Border': parameters.border,
    'Onebit-Threshold': thresholdText(report),
    'Onebit-Foreground': `${report.foreground}; ${report.foregroundSource}: ${report.foregroundReason}`,
    'Onebit-Size': `${String(width)}x${String(height)}`,
    'Onebit-Foreground-Pixels': `before=${String(foregroundBefore)}${after}`,
    'Onebit-Notes': report.notes.join('; '),
    'Server-Timing': Object.entries(timings)
      .map(([stage, ms]) => `${stage};dur=${ms.toFixed(1)}`)
      .join(', '),
    Vary: 'Accept',
  };
  return Object.fromEntries(
    Object.entries(described)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, ascii(value)]),
  );
}

/** The answer as an image file. */
export function imageAnswer(
  parameters: FilterParameters,
  output: FilterOutput,
  format: BitImageFormat,
): Answer {
  return {
    headers: { ...headers(parameters, output), 'Content-Type': typeOf(format) },
    body: output.file!,
  };
}

/** The answer in JSON: the measurements, the report, and the image where it was asked for. */
export function jsonAnswer(parameters: FilterParameters, output: FilterOutput): Answer {
  const { sequence, border, embed } = parameters;
  const { measurements, report, timings, file } = output;
  const document = {
    sequence,
    border,
    ...measurements,
    report,
    timings,
    image:
      file === undefined || embed === 'none'
        ? null
        : { type: typeOf(embed), base64: Buffer.from(file).toString('base64') },
  };
  return {
    headers: {
      ...headers(parameters, output),
      'Content-Type': 'application/json; charset=utf-8',
    },
    body: Buffer.from(JSON.stringify(document)),
  };
}

/** The components of the result as a table. */
export function csvAnswer(parameters: FilterParameters, output: FilterOutput): Answer {
  return {
    headers: { ...headers(parameters, output), 'Content-Type': 'text/csv; charset=utf-8' },
    body: output.file!,
  };
}

/** Names that a header lists before it only counts. */
const MOST_NAMES = 20;

/** The answer to a batch; the headers name what could not be filtered. */
export function batchAnswer(
  { sequence, border }: FilterParameters,
  type: BatchType,
  { body, done, failed, milliseconds }: BatchOutput,
): Answer {
  const names = failed.slice(0, MOST_NAMES).join(', ');
  const more = failed.length > MOST_NAMES ? ', and more' : '';
  const named = failed.length === 0 ? '' : ` (${names}${more})`;
  const text = type === 'application/json' || type === 'text/csv';
  return {
    headers: {
      'Onebit-Sequence': ascii(sequence),
      'Onebit-Border': border,
      'Onebit-Pages': ascii(`done=${String(done)}; failed=${String(failed.length)}${named}`),
      'Server-Timing': `batch;dur=${milliseconds.toFixed(1)}`,
      Vary: 'Accept',
      'Content-Type': text ? `${type}; charset=utf-8` : type,
    },
    body,
  };
}
