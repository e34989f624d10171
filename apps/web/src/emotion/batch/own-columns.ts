import type { Layout } from './protocol.ts';
import type { ResultRow, ResultTable } from './result-table.ts';

/** What the file itself had, as columns. */
export interface OwnColumns {
  readonly names: readonly string[];
  /** The fields of a row, as many as there are names. */
  readonly fields: (row: ResultRow) => readonly string[];
}

/** Rows that are looked at before other work gets its turn. */
const together = 1000;

/**
 * The columns of the file that a table was made from: those of its own, the members of its
 * documents, or its lines.
 *
 * @param columns - names of a table's columns
 */
export async function ownColumns(
  table: ResultTable,
  layout: Layout,
  columns: readonly string[],
): Promise<OwnColumns> {
  if (layout.kind === 'lines') return { names: ['text'], fields: ({ text }) => [text] };
  if (layout.kind === 'table') {
    return { names: columns, fields: ({ source }) => source as readonly string[] };
  }
  const { member } = layout;
  const others = new Set<string>();
  for (let from = 0; from < table.length; from += together) {
    for (const row of table.rows(from, from + together)) {
      for (const name of Object.keys(membersOf(row))) if (name !== member) others.add(name);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  const rest = [...others];
  return {
    names: [member, ...rest],
    fields: (row) => {
      const members = membersOf(row);
      return [textOf(row, members, member), ...rest.map((name) => cell(members, name))];
    },
  };
}

type Members = Readonly<Record<string, unknown>>;

/** The members of a row's document; none where it is no object. */
function membersOf({ source }: ResultRow): Members {
  try {
    const value: unknown = JSON.parse(source as string);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Members)
      : {};
  } catch {
    return {};
  }
}

/** The text; of a row without one what stood in its place. */
function textOf({ text, problem, source }: ResultRow, members: Members, member: string): string {
  if (problem === undefined || text !== '') return text;
  return Object.keys(members).length > 0 ? cell(members, member) : (source as string);
}

function cell(members: Members, name: string): string {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
