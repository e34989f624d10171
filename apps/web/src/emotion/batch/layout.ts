import { linesOf } from './lines.ts';
import type { Layout } from './protocol.ts';
import { fieldsOf } from './records.ts';
import { encodingOf } from './decode.ts';

/** Bytes of a file that are looked at to tell its layout. */
const looked = 64 * 1024;
/** Names by which people call the column with the text. */
const textNames = ['text', 'texts', 'comment', 'message', 'answer', 'body', 'content', 'review'];

/** What the beginning of a file shows. */
export interface Preview {
  readonly layout: Layout;
  /** Names of the columns, or of a document's members that are strings. */
  readonly columns: readonly string[];
  /** The first fields of each column, or the first lines. */
  readonly samples: readonly (readonly string[])[];
}

/**
 * Looks at the beginning of a file and tells how the texts seem to lie in it.
 *
 * @param heading - whether the first record names the columns; absent to guess
 */
export async function previewOf(file: Blob, name: string, heading?: boolean): Promise<Preview> {
  const text = await beginningOf(file);
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (ending === 'jsonl' || ending === 'ndjson') return previewOfJson(text);
  if (ending === 'tsv' || ending === 'tab') return previewOfTable(text, '\t', false, heading);
  if (ending === 'csv') return previewOfTable(text, delimiterOf(text), true, heading);
  const samples = await collect(linesOf(once(text)), 3);
  return { layout: { kind: 'lines' }, columns: [], samples: samples.map((line) => [line]) };
}

async function beginningOf(file: Blob): Promise<string> {
  const bytes = await file.slice(0, looked).arrayBuffer();
  // What the cut or a wrong byte spoils is told when the file is read whole.
  return new TextDecoder(await encodingOf(file)).decode(bytes);
}

async function previewOfJson(text: string): Promise<Preview> {
  const samples = await collect(linesOf(once(text)), 3);
  const columns = samples.slice(0, 1).flatMap(membersOf);
  const member = columns[bestColumn(columns, [])] ?? 'text';
  return { layout: { kind: 'json', member }, columns, samples: samples.map((line) => [line]) };
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
  delimiter: string,
  quoted: boolean,
  heading: boolean | undefined,
): Promise<Preview> {
  const layout = { kind: 'table', delimiter, quoted, heading: false, column: 0 } as const;
  const records = await collect(fieldsOf(once(text), layout), 4).catch(() => []);
  const [first = []] = records;
  const named = heading ?? (quoted || first.some((field) => isTextName(field)));
  const samples = named ? records.slice(1) : records.slice(0, 3);
  const columns = first.map((field, at) => (named ? field : `Column ${at + 1}`));
  return {
    layout: { ...layout, heading: named, column: bestColumn(named ? columns : [], samples) },
    columns,
    samples,
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
