import { Readable } from 'node:stream';
import type { OnebitError } from '@onebit/errors';
import { CsvError, parse } from 'csv-parse';
import { decodeText } from './decode-text.ts';
import { linesOf } from './read-lines.ts';
import { type TextRecord, USUAL_COLUMN } from './text-record.ts';
import { CHECK_OR_NAME, unreadable } from './unreadable.ts';

/** Names by which people call the column with the text. */
const textNames = [
  USUAL_COLUMN,
  'texts',
  'comment',
  'message',
  'answer',
  'body',
  'content',
  'review',
];

/**
 * Tab-separated lines. The first line is a heading where a column is named by a word, and where one of
 * its fields is a name that people give to a column of texts.
 *
 * @param column - name or number of the column; absent for the one with such a name, else the first
 */
export async function* recordsOfTsv(
  stream: Readable,
  column: string | undefined,
  path: string,
): AsyncGenerator<TextRecord> {
  let index = column === undefined ? undefined : columnNumber(column);
  let columns: readonly string[] | undefined;
  let line = 0;
  let row = 0;
  for await (const whole of linesOf(stream, path)) {
    line += 1;
    if (whole === '') continue;
    const fields = whole.split('\t');
    if (columns === undefined) {
      const usual = fields.findIndex(isTextName);
      const named = column === undefined ? usual : fields.indexOf(column);
      const isHeading = usual >= 0 || (column !== undefined && index === undefined);
      if (isHeading && index === undefined && named < 0) throw noColumn(column!, path, fields);
      index ??= Math.max(0, named);
      columns = isHeading ? fields : [];
      if (isHeading) continue;
    }
    const text = fields[index!];
    if (text === undefined) {
      throw unreadable(
        `a column ${index! + 1} in every line`,
        `${path}, line ${line}: ${fields.length} columns`,
        CHECK_OR_NAME,
      );
    }
    yield { row: ++row, text, source: named(fields, columns) };
  }
}

/**
 * Records of fields that may stand in quotes (RFC 4180), under a heading.
 *
 * @param column - name or number of the column
 */
export async function* recordsOfCsv(
  stream: Readable,
  column: string,
  path: string,
): AsyncGenerator<TextRecord> {
  const pieces = decodeText(stream, path);
  const first = await pieces.next();
  if (first.done) return;
  const rows = parse({ delimiter: delimiterOf(first.value), bom: true, skip_empty_lines: true });
  const source = Readable.from(
    (async function* () {
      yield first.value;
      yield* pieces;
    })(),
  );
  // An error of reading would otherwise be lost between the two streams.
  source.on('error', (error) => rows.destroy(error)).pipe(rows);
  let index: number | undefined;
  let columns: readonly string[] = [];
  let row = 0;
  try {
    for await (const fields of rows as AsyncIterable<string[]>) {
      if (index === undefined) {
        const found = fields.indexOf(column);
        index = found >= 0 ? found : columnNumber(column);
        if (index === undefined || index >= fields.length) throw noColumn(column, path, fields);
        columns = fields;
      } else yield { row: ++row, text: fields[index]!, source: named(fields, columns) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw brokenRecord(error, path, columns.length);
  }
}

/** What is wrong with a file of CSV, in words of its user. */
function brokenRecord(error: CsvError, path: string, columns: number): OnebitError {
  const { code, lines } = error as CsvError & { readonly lines?: number };
  const place = lines === undefined ? path : `${path}, line ${lines}`;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return unreadable(
        'every quoted field to end with a quote',
        `${path}: a quote that is never closed`,
        'Double the quotes inside of fields, or save the file as .tsv.',
        error,
      );
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return unreadable(
        'quotes round whole fields',
        `${place}: a quote inside of a field`,
        'Put the whole field in quotes and double those inside of it.',
        error,
      );
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return unreadable(
        `${columns} fields in every record, as the heading has`,
        `${place}: another number of fields`,
        'Put fields that hold the delimiter in quotes.',
        error,
      );
    default:
      return unreadable('records of CSV', `${place}: none`, 'Save the file as CSV again.', error);
  }
}

/** Fields by the names of their columns, as the web page writes them too. */
const named = (fields: readonly string[], columns: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.map((field, at) => [columns[at] ?? `Column ${at + 1}`, field]));

const isTextName = (name: string): boolean => textNames.includes(name.trim().toLowerCase());

/** The delimiter of a table by its first line: spreadsheets write semicolons in half of Europe. */
function delimiterOf(text: string): string {
  const line = text.split('\n', 1)[0]!.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => [sign, line.split(sign).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** The index of a column that is named by its number. */
function columnNumber(column: string): number | undefined {
  return /^[1-9]\d{0,3}$/.test(column) ? Number(column) - 1 : undefined;
}

/** A heading without its control characters, and not longer than a line. */
const printable = (heading: string): string => heading.replace(/\p{Cc}/gu, '\ufffd').slice(0, 200);

const noColumn = (column: string, path: string, fields: readonly string[]): OnebitError =>
  unreadable(
    `a column "${column}"`,
    `${path} with ${printable(fields.join(', '))}`,
    'Name the column with the texts with --column.',
  );
