import { levelsOf, toldOf } from '../labels/levels.ts';
import type { ModelInfo } from '../run/protocol.ts';
import type { Moved } from '../state/state.ts';
import type { Layout } from './protocol.ts';
import type { ResultRow, ResultTable } from './result-table.ts';
import { writeRecord } from './separated-values.ts';

/** What a table of results is written by. */
export interface ExportOptions {
  readonly info: ModelInfo;
  readonly moved: Moved;
  readonly layout: Layout;
  /** Names of the source's columns, where it has a heading. */
  readonly columns: readonly string[];
}

export type ExportFormat = 'csv' | 'jsonl';

/** Rows that are written before other work gets its turn. */
const together = 1000;

/** The whole table as a file, by the thresholds that are set now. */
export async function exportTable(
  table: ResultTable,
  format: ExportFormat,
  options: ExportOptions,
): Promise<Blob> {
  const parts: string[] = format === 'csv' ? [headingOf(options)] : [];
  const write = format === 'csv' ? csvRow : jsonRow;
  for (let from = 0; from < table.length; from += together) {
    let part = '';
    for (const row of table.rows(from, from + together)) part += write(row, options);
    parts.push(part);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
  return new Blob(parts, { type: `${type};charset=utf-8` });
}

function headingOf({ info, layout, columns }: ExportOptions): string {
  const own = layout.kind === 'table' ? columns : ['text'];
  const more = [...namesIf(info.groups, 'groups'), ...namesIf(info.languages, 'language')];
  return writeRecord(['row', ...own, 'labels', ...more, 'known', 'problem', ...info.labels]);
}

function csvRow(row: ResultRow, { info, moved, layout, columns }: ExportOptions): string {
  const { number, text, source, known, problem } = row;
  // A record may have more or fewer fields than the heading has columns; further ones are joined.
  const fields = [...((typeof source === 'object' ? source : undefined) ?? [])];
  const own =
    layout.kind === 'table'
      ? columns.map((_, at) =>
          at === columns.length - 1 ? fields.slice(at).join(layout.delimiter) : (fields[at] ?? ''),
        )
      : [text];
  const { labels, groups } = toldNames(row, info, moved);
  return writeRecord([
    String(number),
    ...own,
    labels.join(' '),
    ...(info.groups.length > 0 ? [groups.join(' ')] : []),
    ...(info.languages.length > 0 ? [row.language ?? ''] : []),
    String(known),
    problem ?? '',
    ...info.labels.map((_, at) => (problem === undefined ? short(row.scores[at]!) : '')),
  ]);
}

function jsonRow(row: ResultRow, { info, moved, layout, columns }: ExportOptions): string {
  const { number, text, source, known, problem } = row;
  const document = {
    row: number,
    text,
    ...(layout.kind === 'table' &&
      typeof source === 'object' && { source: named(source, columns) }),
    ...(typeof source === 'string' && { source: parsed(source) }),
    ...(problem === undefined
      ? {
          ...toldNames(row, info, moved),
          ...(row.language !== undefined && { language: row.language }),
          known,
          scores: Object.fromEntries(
            info.labels.map((label, at) => [label, Number(short(row.scores[at]!))]),
          ),
        }
      : { problem }),
  };
  return `${JSON.stringify(document)}\n`;
}

function toldNames(row: ResultRow, info: ModelInfo, moved: Moved) {
  const names = (view: 'labels' | 'groups') =>
    row.problem === undefined
      ? toldOf(levelsOf(info, row.scores, row.known, view, moved, row.language)).map(
          ({ name }) => name,
        )
      : [];
  return { labels: names('labels'), groups: names('groups') };
}

const named = (fields: readonly string[], columns: readonly string[]) =>
  Object.fromEntries(fields.map((field, at) => [columns[at] ?? `Column ${at + 1}`, field]));

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return source;
  }
}

const namesIf = (list: readonly unknown[], name: string): readonly string[] =>
  list.length > 0 ? [name] : [];

const short = (score: number): string => score.toFixed(4);
