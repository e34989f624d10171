import { EMOTION_LIMITS } from '@onebit/emotion-classification';
import { piecesOf } from './decode.ts';
import { linesOf } from './lines.ts';
import type { Layout, Row } from './protocol.ts';
import { SeparatedValues } from './separated-values.ts';

const whole = new Intl.NumberFormat('en');

/**
 * The records of a file, in their order. One without a text that can be classified says why and
 * stands in its place: nothing is left out.
 *
 * @param onBytes - told how many bytes have been read so far
 * @throws Refusal where the file as a whole cannot be read
 */
export async function* recordsOf(
  file: Blob,
  layout: Layout,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Row> {
  const pieces = piecesOf(file, onBytes);
  let number = 0;
  switch (layout.kind) {
    case 'lines':
      for await (const text of linesOf(pieces)) yield checked({ number: ++number, text });
      return;
    case 'table':
      for await (const fields of fieldsOf(pieces, layout)) {
        if (layout.heading && number++ === 0) continue;
        const own = layout.heading ? number - 1 : ++number;
        const text = fields[layout.column];
        yield text === undefined
          ? { number: own, text: '', source: fields, problem: `no column ${layout.column + 1}` }
          : checked({ number: own, text, source: fields });
      }
      return;
    case 'json':
      for await (const line of linesOf(pieces)) {
        number += 1;
        if (line.trim() !== '') yield checked(documentOf(line, number, layout.member));
      }
  }
}

/** The records of a table, its heading among them. */
export async function* fieldsOf(
  pieces: AsyncIterable<string>,
  { delimiter, quoted }: Extract<Layout, { kind: 'table' }>,
): AsyncGenerator<string[]> {
  const values = new SeparatedValues(delimiter, quoted);
  for await (const piece of pieces) yield* values.push(piece);
  yield* values.end();
}

function documentOf(line: string, number: number, member: string): Row {
  const row = { number, text: '', source: line };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ...row, problem: 'no JSON document' };
  }
  if (typeof value === 'string') return { ...row, text: value };
  const text =
    typeof value === 'object' && value !== null && Object.hasOwn(value, member)
      ? (value as Record<string, unknown>)[member]
      : undefined;
  return typeof text === 'string'
    ? { ...row, text }
    : { ...row, problem: `no string "${member}" in the document` };
}

function checked(row: Row): Row {
  const { length } = row.text;
  if (length <= EMOTION_LIMITS.characters) return row;
  const limit = whole.format(EMOTION_LIMITS.characters);
  return { ...row, problem: `${whole.format(length)} characters; at most ${limit}` };
}
