import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { linesOf } from './read-lines.ts';
import { recordsOfCsv, recordsOfTsv } from './read-table.ts';
import { type TextRecord, USUAL_COLUMN } from './text-record.ts';
import { CHECK_OR_NAME, unreadable } from './unreadable.ts';

/** Texts that stand for themselves, such as lines, numbered. */
export async function* numbered(
  texts: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<TextRecord> {
  let row = 0;
  for await (const text of texts) yield { row: ++row, text };
}

/**
 * The texts of a file, by its name: lines (.txt), one column (.tsv, .csv), one member of each JSON
 * document or the document itself where it is a string (.jsonl).
 *
 * @param path - the file
 * @param column - name of the member or column, or a column's number from 1; absent for `text`, and
 *   for a .tsv without such a column its first
 * @throws OnebitError `texts-unreadable` that names the line at fault
 */
export function textsOf(path: string, column: string | undefined): AsyncGenerator<TextRecord> {
  const stream = createReadStream(path);
  switch (extname(path).toLowerCase()) {
    case '.tsv':
      return recordsOfTsv(stream, column, path);
    case '.jsonl':
    case '.ndjson':
      return recordsOfJsonLines(stream, column ?? USUAL_COLUMN, path);
    case '.csv':
      return recordsOfCsv(stream, column ?? USUAL_COLUMN, path);
    default:
      return numbered(linesOf(stream, path));
  }
}

async function* recordsOfJsonLines(
  stream: Readable,
  column: string,
  path: string,
): AsyncGenerator<TextRecord> {
  let row = 0;
  for await (const line of linesOf(stream, path)) {
    row += 1;
    if (line.trim() === '') continue;
    let source: unknown;
    try {
      source = JSON.parse(line);
    } catch (cause) {
      const received = `${path}, line ${row}: no JSON`;
      throw unreadable('a JSON document a line', received, 'Correct the line.', cause);
    }
    const text =
      typeof source === 'object' && source !== null && Object.hasOwn(source, column)
        ? (source as Record<string, unknown>)[column]
        : source;
    if (typeof text !== 'string') {
      throw unreadable(
        `a string, or an object with a string "${column}"`,
        `${path}, line ${row}`,
        CHECK_OR_NAME,
      );
    }
    yield { row, text, source };
  }
}
