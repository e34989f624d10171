import { levelsOf, toldOf } from '../labels/levels.ts';
import type { ModelInfo } from '../run/protocol.ts';
import type { Moved } from '../state/state.ts';
import { numbered } from './numbered.ts';
import { ownColumns } from './own-columns.ts';
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

/** By this mark spreadsheets know that a file is UTF-8. */
const byteOrderMark = '\ufeff';

/** The whole table as a file, by the thresholds that are set now. */
export async function exportTable(
  table: ResultTable,
  format: ExportFormat,
  options: ExportOptions,
): Promise<Blob> {
  const { heading, write } =
    format === 'csv'
      ? await csvWriter(table, options)
      : { heading: '', write: (row: ResultRow) => jsonRow(row, options) };
  const parts = [heading];
  for (let from = 0; from < table.length; from += together) {
    let part = '';
    for (const row of table.rows(from, from + together)) part += write(row);
    parts.push(part);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
  return new Blob(parts, { type: `${type};charset=utf-8` });
}

/** Writes rows with the file's own columns between the file's own delimiters. */
async function csvWriter(table: ResultTable, { info, moved, layout, columns }: ExportOptions) {
  const delimiter = layout.kind === 'table' ? layout.delimiter : ',';
  const own = await ownColumns(table, layout, columns);
  const added = [
    'model',
    'labels',
    ...namesIf(info.groups, 'groups'),
    ...namesIf(info.languages, 'language'),
    'known',
    'problem',
    ...info.labels,
  ];
  // The file's own names come first, so that of two alike the added one has the number.
  const names = numbered([...own.names, 'row', ...added]);
  const number = names.splice(own.names.length, 1);
  const write = (row: ResultRow): string => {
    const { labels, groups } = toldNames(row, info, moved);
    return writeRecord(
      [
        String(row.number),
        ...own.fields(row),
        info.id,
        labels.join(' '),
        ...(info.groups.length > 0 ? [groups.join(' ')] : []),
        ...(info.languages.length > 0 ? [row.language ?? ''] : []),
        String(row.known),
        row.problem ?? '',
        ...info.labels.map((_, at) => (row.problem === undefined ? short(row.scores[at]!) : '')),
      ],
      delimiter,
    );
  };
  return { heading: byteOrderMark + writeRecord([...number, ...names], delimiter), write };
}

function jsonRow(row: ResultRow, { info, moved, layout, columns }: ExportOptions): string {
  const { number, text, source, known, problem } = row;
  const document = {
    row: number,
    text,
    ...(layout.kind === 'table' &&
      typeof source === 'object' && { source: named(source, columns) }),
    ...(typeof source === 'string' && { source: parsed(source) }),
    model: info.id,
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

function named(fields: readonly string[], columns: readonly string[]) {
  const names = numbered(columns);
  return Object.fromEntries(fields.map((field, at) => [names[at]!, field]));
}

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
