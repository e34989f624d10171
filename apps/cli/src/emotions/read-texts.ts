import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { OnebitError } from '@onebit/errors';
import { CsvError, parse } from 'csv-parse';
import { decodeText } from './decode-text.ts';

/** The column that is read where none is named. */
const USUAL_COLUMN = 'text';

/**
 * Lines of a stream, without their ends. Reading begins with the first line that is asked for.
 *
 * @param name - of the stream, for errors
 * @throws OnebitError `texts-unreadable` where it is no text
 */
export async function* linesOf(stream: Readable, name: string): AsyncGenerator<string> {
  yield* createInterface({ input: Readable.from(decodeText(stream, name)), crlfDelay: Infinity });
}

/**
 * The texts of a file, by its name: lines (.txt), one column (.tsv, .csv), one member of each JSON
 * document or the document itself where it is a string (.jsonl).
 *
 * @param path - the file
 * @param column - name of the member or column, or a column's number from 1; absent for `text`, and
 *   for the first column of a .tsv
 * @throws OnebitError `texts-unreadable` that names the line at fault
 */
export async function* textsOf(path: string, column: string | undefined): AsyncGenerator<string> {
  const stream = createReadStream(path);
  switch (extname(path).toLowerCase()) {
    case '.tsv':
      yield* textsOfTsv(stream, column, path);
      return;
    case '.jsonl':
    case '.ndjson':
      yield* textsOfJsonLines(stream, column ?? USUAL_COLUMN, path);
      return;
    case '.csv':
      yield* textsOfCsv(stream, column ?? USUAL_COLUMN, path);
      return;
    default:
      yield* linesOf(stream, path);
  }
}

/** Tab-separated lines; a column that is named by a word makes the first line a heading. */
async function* textsOfTsv(
  stream: Readable,
  column: string | undefined,
  path: string,
): AsyncGenerator<string> {
  let index = columnNumber(column ?? '1');
  let number = 0;
  for await (const line of linesOf(stream, path)) {
    number += 1;
    if (line === '') continue;
    const fields = line.split('\t');
    if (index === undefined) {
      index = fields.indexOf(column!);
      if (index < 0) throw noColumn(column!, path, fields);
      continue;
    }
    const text = fields[index];
    if (text === undefined) {
      throw unreadable(
        `a column ${index + 1} in every line`,
        `${path}, line ${number}: ${fields.length} columns`,
      );
    }
    yield text;
  }
}

async function* textsOfJsonLines(
  stream: Readable,
  column: string,
  path: string,
): AsyncGenerator<string> {
  let number = 0;
  for await (const line of linesOf(stream, path)) {
    number += 1;
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw unreadable('a JSON document a line', `${path}, line ${number}: no JSON`, cause);
    }
    const text =
      typeof value === 'object' && value !== null && Object.hasOwn(value, column)
        ? (value as Record<string, unknown>)[column]
        : value;
    if (typeof text !== 'string') {
      throw unreadable(
        `a string, or an object with a string "${column}"`,
        `${path}, line ${number}`,
      );
    }
    yield text;
  }
}

async function* textsOfCsv(stream: Readable, column: string, path: string): AsyncGenerator<string> {
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
  try {
    for await (const fields of rows as AsyncIterable<string[]>) {
      if (index === undefined) {
        const named = fields.indexOf(column);
        index = named >= 0 ? named : columnNumber(column);
        if (index === undefined || index >= fields.length) throw noColumn(column, path, fields);
      } else yield fields[index]!;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable('rows of the same columns', `${path}: ${printable(error.message)}`, error);
  }
}

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

/** A message without the control characters of the file it speaks of, and not longer than a line. */
const printable = (message: string): string => message.replace(/\p{Cc}/gu, '\ufffd').slice(0, 200);

const noColumn = (column: string, path: string, fields: readonly string[]): OnebitError =>
  unreadable(`a column "${column}"`, `${path} with ${printable(fields.join(', '))}`);

const unreadable = (expected: string, received: string, cause?: unknown): OnebitError =>
  new OnebitError('texts-unreadable', {
    expected,
    received,
    hint: 'Check the file, or name the column with --column.',
    cause,
  });
