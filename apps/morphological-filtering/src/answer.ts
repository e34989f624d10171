import type { Answer } from '@onebit/http-service';
import type { BitImageFormat, ReadReport } from '@onebit/image';
import type { FilterOutput } from './filter.ts';
import { typeOf } from './formats.ts';
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
