import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { OnebitError } from '@onebit/errors';

/** Texts of a data set, each with any number of labels. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  /** For each text the indices of its labels, ascending. */
  readonly labels: readonly (readonly number[])[];
}

const LARGEST_FILE = 1 << 28;

/**
 * Reads texts with labels from lines of `text TAB comma-separated labels [TAB anything]`, as
 * GoEmotions, BRIGHTER and XED come.
 *
 * Some files keep the quotes of a spreadsheet: a text that begins and ends with one and doubles the
 * inner ones is unwrapped. No line is joined to another: a quote never spans lines here.
 *
 * @param path - a UTF-8 file, plain or gzip-packed
 * @param names - the label names; a label may be given as its index or by its name
 * @throws OnebitError `dataset-unreadable` that names the line at fault
 */
export async function readLabelledTexts(
  path: string,
  names: readonly string[],
): Promise<LabelledTexts> {
  const texts: string[] = [];
  const labels: number[][] = [];
  const lines = (await readText(path)).split('\n');
  lines.forEach((line, at) => {
    if (line === '' || line === '\r') return;
    const fields = line.endsWith('\r') ? line.slice(0, -1).split('\t') : line.split('\t');
    const [text, label] = fields;
    if (text === undefined || label === undefined) {
      throw unreadable('text TAB labels', `${path}, line ${at + 1}: ${fields.length} field(s)`);
    }
    texts.push(unwrap(text));
    labels.push(readLabels(label, names, `${path}, line ${at + 1}`));
  });
  if (texts.length === 0) throw unreadable('lines of text TAB labels', `${path}: none`);
  return { texts, labels };
}

/**
 * Reads label names, one a line.
 *
 * @param path - a UTF-8 file
 * @throws OnebitError `dataset-unreadable`
 */
export async function readLabelNames(path: string): Promise<string[]> {
  const names = (await readText(path)).split(/\r?\n/).filter((line) => line !== '');
  if (names.length === 0) throw unreadable('one label name a line', `${path}: none`);
  return names;
}

function readLabels(field: string, names: readonly string[], where: string): number[] {
  if (field === '') return [];
  const indices = field.split(',').map((label) => {
    const index = /^\d+$/.test(label) ? Number(label) : names.indexOf(label);
    if (index >= 0 && index < names.length) return index;
    throw unreadable(`labels from ${names.join(', ')}`, `${where}: '${label}'`);
  });
  return [...new Set(indices)].sort((a, b) => a - b);
}

function unwrap(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inner = text.slice(1, -1).replaceAll('""', '\u0000');
  return inner.includes('"') ? text : inner.replaceAll('\u0000', '"');
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      bytes = await promisify(gunzip)(bytes, { maxOutputLength: LARGEST_FILE });
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable('a UTF-8 text file, plain or gzip-packed', `${path}`, cause);
  }
}

function unreadable(expected: string, received: string, cause?: unknown): OnebitError {
  return new OnebitError('dataset-unreadable', {
    expected,
    received,
    hint: 'Check the path, and that the file is as it was published.',
    cause,
  });
}
