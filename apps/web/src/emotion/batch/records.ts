import { EMOTION_LIMITS } from '@onebit/emotion-classification';
import { Refusal } from '../../ui/problem.ts';
import { piecesOf } from './decode.ts';
import { linesOf } from './lines.ts';
import type { Layout, Row } from './protocol.ts';
import { SeparatedValues } from './separated-values.ts';

const figures = new Intl.NumberFormat('en');

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
        yield checked({ number: own, text: fields[layout.column]!, source: fields });
      }
      return;
    case 'json':
      for await (const line of linesOf(pieces)) {
        if (line.trim() !== '') yield checked(documentOf(line, ++number, layout.member));
      }
  }
}

/**
 * Reads all of a file once, so that a fault at its end leaves no half of a result.
 *
 * @throws Refusal where the file as a whole cannot be read, or has no texts
 */
export async function checkFile(file: Blob, layout: Layout): Promise<void> {
  let last = 0;
  for await (const { number } of recordsOf(file, layout)) last = number;
  if (last > 0) return;
  const heading = layout.kind === 'table' && layout.heading;
  throw noTexts(heading ? 'a heading and no rows' : 'nothing but blank lines');
}

/** That there is nothing to classify. */
export const noTexts = (received: string): Refusal =>
  new Refusal({
    title: 'The file has no texts',
    expected: 'at least one text',
    received,
    hint: 'Choose a file with a text in every line, row or document.',
  });

/**
 * The records of a table, its heading among them.
 *
 * @param whole - whether the pieces reach to the end of the file; absent for yes
 * @throws Refusal where a record has not as many fields as the first one, or a quote is never closed
 */
export async function* fieldsOf(
  pieces: AsyncIterable<string>,
  { delimiter, quoted }: Pick<Extract<Layout, { kind: 'table' }>, 'delimiter' | 'quoted'>,
  whole = true,
): AsyncGenerator<string[]> {
  const values = new SeparatedValues(delimiter, quoted);
  let width: number | undefined;
  const check = (fields: string[]): string[] => {
    width ??= fields.length;
    if (fields.length === width) return fields;
    throw uneven(width, fields.length, values.line, quoted ? delimiter : '');
  };
  for await (const piece of pieces) for (const fields of values.push(piece)) yield check(fields);
  if (whole) for (const fields of values.end()) yield check(fields);
}

const signs: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
};

/** @param delimiter - empty where fields cannot stand in quotes */
function uneven(expected: number, received: number, line: number, delimiter: string): Refusal {
  const sign = signs[delimiter];
  return new Refusal({
    title: `A row has ${received > expected ? 'more' : 'fewer'} fields than the first one`,
    expected: `${fieldCount(expected)} in every row, as in the first one`,
    received: `${fieldCount(received)} on line ${figures.format(line)}`,
    hint: sign
      ? `Put texts that hold ${sign} in double quotes; give empty fields their ${sign}, too.`
      : 'Replace tabs inside of texts by spaces; give empty fields their tabs, too.',
  });
}

const fieldCount = (count: number): string =>
  `${figures.format(count)} ${count === 1 ? 'field' : 'fields'}`;

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
  const limit = figures.format(EMOTION_LIMITS.characters);
  return { ...row, problem: `${figures.format(length)} characters; at most ${limit}` };
}
