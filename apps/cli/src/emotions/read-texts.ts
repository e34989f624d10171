import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { OnebitError } from '@onebit/errors';
import { parse } from 'csv-parse';

/** Lines of a stream, without their ends. Reading begins with the first line that is asked for. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  yield* createInterface({ input: stream, crlfDelay: Infinity });
}

/**
 * The texts of a file, by its name: lines (.txt), the first column (.tsv), one member of each JSON
 * document or the document itself where it is a string (.jsonl), one column (.csv).
 *
 * @param path - the file
 * @param column - name of the member or column
 * @throws OnebitError `evaluation-data-invalid` that names the line at fault
 */
export async function* textsOf(path: string, column: string): AsyncGenerator<string> {
  const stream = createReadStream(path);
  switch (extname(path).toLowerCase()) {
    case '.tsv':
      for await (const line of linesOf(stream)) if (line !== '') yield line.split('\t', 1)[0]!;
      return;
    case '.jsonl':
    case '.ndjson':
      yield* textsOfJsonLines(stream, column, path);
      return;
    case '.csv':
      yield* textsOfCsv(stream, column, path);
      return;
    default:
      yield* linesOf(stream);
  }
}

async function* textsOfJsonLines(
  stream: Readable,
  column: string,
  path: string,
): AsyncGenerator<string> {
  let number = 0;
  for await (const line of linesOf(stream)) {
    number += 1;
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw invalid('a JSON document a line', `${path}, line ${number}: no JSON`, cause);
    }
    const text =
      typeof value === 'object' && value !== null && Object.hasOwn(value, column)
        ? (value as Record<string, unknown>)[column]
        : value;
    if (typeof text !== 'string') {
      throw invalid(`a string, or an object with "${column}"`, `${path}, line ${number}`);
    }
    yield text;
  }
}

async function* textsOfCsv(stream: Readable, column: string, path: string): AsyncGenerator<string> {
  const rows = stream.pipe(parse({ columns: true, bom: true, skip_empty_lines: true }));
  // An error of reading would otherwise be lost between the two streams.
  stream.on('error', (error) => rows.destroy(error));
  try {
    for await (const row of rows as AsyncIterable<Record<string, string>>) {
      const text = row[column];
      if (text === undefined) {
        throw invalid(`a column "${column}"`, `${path} with ${Object.keys(row).join(', ')}`);
      }
      yield text;
    }
  } catch (error) {
    const code: unknown = (error as { code?: unknown }).code;
    if (typeof code !== 'string' || !code.startsWith('CSV_')) throw error;
    throw invalid('rows of the same columns', `${path}: ${(error as Error).message}`, error);
  }
}

const invalid = (expected: string, received: string, cause?: unknown): OnebitError =>
  new OnebitError('evaluation-data-invalid', {
    expected,
    received,
    hint: 'Check the file, or name the column with --column.',
    cause,
  });
