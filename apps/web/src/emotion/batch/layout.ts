import { linesOf } from './lines.ts';
import type { Layout } from './protocol.ts';
import { fieldsOf, noTexts } from './records.ts';
import { beginningOf } from './decode.ts';
import { problemOf, type Problem } from '../../ui/problem.ts';

/** UTF-16 units of a file that are looked at: in more, faults are told when it is classified. */
const looked = 8 * 1024 * 1024;
/** Rows of a table that are looked at. */
const lookedRows = 1000;
/** Names by which people call the column with the text. */
const textNames = ['text', 'texts', 'comment', 'message', 'answer', 'body', 'content', 'review'];

/** What the beginning of a file shows. */
export interface Preview {
  readonly layout: Layout;
  /** Names of the columns, or of a document's members that are strings. */
  readonly columns: readonly string[];
  /** The first fields of each column, or the first lines. */
  readonly samples: readonly (readonly string[])[];
  /** Why the file cannot be classified as it is, where its beginning shows that. */
  readonly problem?: Problem;
}

/**
 * Looks at the beginning of a file and tells how the texts seem to lie in it.
 *
 * @param heading - whether the first record names the columns; absent to guess
 * @throws Refusal where the file is no text or has none
 */
export async function previewOf(file: Blob, name: string, heading?: boolean): Promise<Preview> {
  if (file.size === 0) throw noTexts('an empty file');
  const { text, whole } = await beginningOf(file, looked);
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'jsonl' || ending === 'ndjson') return previewOfJson(text);
  if (ending === 'tsv' || ending === 'tab')
    return previewOfTable(text, whole, '\t', false, heading);
  if (ending === 'csv') return previewOfTable(text, whole, delimiterOf(text), true, heading);
  const samples = someOf(await collect(linesOf(once(text)), 3));
  return { layout: { kind: 'lines' }, columns: [], samples: samples.map((line) => [line]) };
}

async function previewOfJson(text: string): Promise<Preview> {
  const samples = someOf(await collect(documentsOf(text), 3));
  const columns = samples.slice(0, 1).flatMap(membersOf);
  const member = columns[bestColumn(columns, [])] ?? 'text';
  return { layout: { kind: 'json', member }, columns, samples: samples.map((line) => [line]) };
}

async function* documentsOf(text: string): AsyncGenerator<string> {
  for await (const line of linesOf(once(text))) if (line.trim() !== '') yield line;
}

/** The members of a document that are strings. */
function membersOf(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, member]) =>
      typeof member === 'string' ? [name] : [],
    );
  } catch {
    return [];
  }
}

async function previewOfTable(
  text: string,
  whole: boolean,
  delimiter: string,
  quoted: boolean,
  heading: boolean | undefined,
): Promise<Preview> {
  const records: string[][] = [];
  let problem: Problem | undefined;
  try {
    for await (const fields of fieldsOf(once(text), { delimiter, quoted }, whole)) {
      records.push(fields);
      if (records.length === lookedRows) break;
    }
  } catch (error) {
    problem = problemOf(error);
  }
  if (!problem) someOf(records);
  const [first = []] = records;
  const named = heading ?? (quoted || first.some((field) => isTextName(field)));
  const samples = records.slice(named ? 1 : 0, named ? 4 : 3);
  const columns = first.map((field, at) => (named && field !== '' ? field : `Column ${at + 1}`));
  const column = bestColumn(named ? columns : [], samples);
  return {
    layout: { kind: 'table', delimiter, quoted, heading: named, column },
    columns,
    samples,
    ...(problem && { problem }),
  };
}

const isTextName = (name: string): boolean => textNames.includes(name.trim().toLowerCase());

/** The column by its name, else the one with the longest fields. */
function bestColumn(columns: readonly string[], samples: readonly (readonly string[])[]): number {
  const named = columns.findIndex(isTextName);
  if (named >= 0) return named;
  const lengths: number[] = [];
  for (const fields of samples) {
    fields.forEach((field, at) => (lengths[at] = (lengths[at] ?? 0) + field.length));
  }
  return Math.max(0, lengths.indexOf(Math.max(...lengths)));
}

/** The delimiter of a table by its first line: spreadsheets write semicolons in half of Europe. */
function delimiterOf(text: string): string {
  const line = text.split('\n', 1)[0]!.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => [sign, line.split(sign).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function someOf<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length === 0) throw noTexts('nothing but blank lines');
  return items;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function collect<Item>(items: AsyncIterable<Item>, most: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === most) break;
  }
  return taken;
}
