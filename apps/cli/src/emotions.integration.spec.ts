import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onebit, onebitRunning } from './command.fixture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onebit-emotions-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (words: string[], stdin?: string) =>
  onebit(['emotions', ...words], folder, Buffer.from(stdin ?? ''));

/** The first label of each text of a file. */
async function firstLabels(
  name: string,
  content: string | Uint8Array,
  ...more: string[]
): Promise<string[]> {
  await writeFile(join(folder, name), content);
  const { code, stdout, stderr } = await run(['--input', name, '--json', ...more]);
  expect([code, stderr]).toEqual([0, '']);
  const { results } = JSON.parse(stdout.toString()) as { results: { labels: string[] }[] };
  return results.map(({ labels }) => labels[0] ?? 'none');
}

interface Written {
  row: number;
  text: string;
  source?: unknown;
  labels: string[];
  explanation?: object;
}

/** What a file gives, a document a line. */
async function written(name: string, content: string, ...more: string[]): Promise<Written[]> {
  await writeFile(join(folder, name), content);
  const { code, stdout, stderr } = await run(['--input', name, '--ndjson', ...more]);
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.toString().trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Written);
}

/** What a file is refused with. */
async function refusalOf(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  const { code, stderr } = await run(['--input', name]);
  expect(code).toBe(1);
  return stderr;
}

describe('results that can be joined with what was read', () => {
  const places = (records: Written[]) =>
    records.map(({ row, text, source }) => (source === undefined ? [row, text] : [row, source]));

  it('carry the record of a table and its number', async () => {
    const csv = 'id,answer,n\n7,"thank you,\nso much",1\n\n9,I love it,2\n';
    expect(places(await written('j.csv', csv, '--column', 'answer'))).toEqual([
      [1, { id: '7', answer: 'thank you,\nso much', n: '1' }],
      [2, { id: '9', answer: 'I love it', n: '2' }],
    ]);
    const tsv = 'id\tanswer\n7\tthank you\n\n9\tI love it\tmore\n';
    const [first, second] = await written('j.tsv', tsv, '--explain');
    expect(first).toMatchObject({ row: 1, text: 'thank you', labels: ['gratitude'] });
    expect(first!.explanation).toHaveProperty('gratitude');
    expect(places([first!, second!])).toEqual([
      [1, { id: '7', answer: 'thank you' }],
      [2, { id: '9', answer: 'I love it', 'Column 3': 'more' }],
    ]);
  });

  it('carry the document of JSON lines, and the number of each line', async () => {
    const jsonl = '{"text":"thank you","id":7}\n\n"I love it"\n';
    expect(places(await written('j.jsonl', jsonl))).toEqual([
      [1, { text: 'thank you', id: 7 }],
      [3, 'I love it'],
    ]);
    expect(places(await written('j.txt', 'thank you\n\nI love it\n'))).toEqual([
      [1, 'thank you'],
      [2, ''],
      [3, 'I love it'],
    ]);
  });

  it('take the first line of .tsv as a heading only where it is one', async () => {
    const texts = async (content: string, ...more: string[]) =>
      (await written('h.tsv', content, ...more)).map(({ text }) => text);
    expect(await texts('id\tText\n1\tthank you\n')).toEqual(['thank you']);
    expect(await texts('id\tText\n1\tthank you\n', '--column', '1')).toEqual(['1']);
    expect(await texts('thank you\t15\nI love it\t18\n')).toEqual(['thank you', 'I love it']);
  });
});

describe('an interrupt', () => {
  it('ends a command whose standard input gives no more lines', async () => {
    const { child, firstLine, ended } = onebitRunning(['emotions', '--ndjson'], {});
    child.stdin.write('thank you\n');
    expect(JSON.parse(await firstLine)).toMatchObject({ row: 1, text: 'thank you' });
    child.kill('SIGINT');
    expect(await ended).toBe(1);
  });
});

describe('onebit emotions', () => {
  it('reads words, and lines of standard input', async () => {
    const words = await run(['thank you', '']);
    expect(words.stdout.toString()).toMatch(
      /^gratitude \d+ %.*\tthank you\n\(nothing known\)\t\n$/,
    );
    const lines = await run(['--ndjson'], 'thank you\nI love it\n');
    const texts = lines.stdout.toString().trimEnd().split('\n');
    expect(texts.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual([
      'thank you',
      'I love it',
    ]);
  });

  it('reads files by their names', async () => {
    const expected = ['gratitude', 'love'];
    expect(await firstLabels('a.txt', 'thank you\nI love it\n')).toEqual(expected);
    expect(await firstLabels('a.tsv', 'thank you\t15\nI love it\t18\n')).toEqual(expected);
    expect(await firstLabels('a.jsonl', '"thank you"\n{"text":"I love it"}\n')).toEqual(expected);
    const named = 'id\tanswer\n1\tthank you\n2\tI love it\n';
    expect(await firstLabels('b.tsv', named, '--column', 'answer')).toEqual(expected);
    expect(await firstLabels('c.tsv', '1\tthank you\n2\tI love it\n', '--column', '2')).toEqual(
      expected,
    );
    const semicolons = 'id;text\n1;thank you, so much\n2;I love it\n';
    expect(await firstLabels('b.csv', semicolons)).toEqual(expected);
    const wide = Buffer.from('\ufeffthank you\nI love it\n', 'utf16le');
    expect(await firstLabels('b.txt', wide)).toEqual(expected);
    const csv = 'id,answer\n1,"thank you,\nso much"\n2,I love it\n';
    expect(await firstLabels('a.csv', csv, '--column', 'answer')).toEqual(expected);
  });

  it('shows reasons of which no two look the same', async () => {
    const { stdout } = await run(['I loved it', '--explain', '--threshold', '0']);
    const reasons = stdout.toString().trimEnd().split('\n').slice(1);
    expect(reasons).toHaveLength(28);
    for (const line of reasons) {
      const shown = [...line.matchAll(/'([^']*)' [+-]?\d/g)].map(([, span]) => span);
      expect(shown).toHaveLength(5);
      expect(new Set(shown).size).toBe(5);
    }
    expect(reasons.join('\n')).toMatch(/'[·…]\w+[·…]' [+-]\d/);
  });

  it('counts which labels were told together', async () => {
    const texts = ['thank you, I love it', 'thank you'];
    const plain = await run([...texts, '--co-occurrence']);
    expect(plain.stdout.toString()).toMatch(
      /\n\nLabels of 2 texts, .*\ngratitude +2 {2}love 50 %\nlove +1 {2}gratitude 100 %\n$/,
    );
    const document = await run([...texts, '--co-occurrence', '--json']);
    expect(JSON.parse(document.stdout.toString())).toMatchObject({
      coOccurrence: { texts: 2, labels: { gratitude: { texts: 2 } } },
    });
    const lines = await run([...texts, '--co-occurrence', '--ndjson']);
    const last = lines.stdout.toString().trimEnd().split('\n').at(-1)!;
    expect(JSON.parse(last)).toMatchObject({ coOccurrence: { texts: 2 } });
  });

  it('takes another model by its name', async () => {
    const { stdout } = await run(['thank you', '--json', '--model', 'emotion-goemotions-small']);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      model: { id: 'emotion-goemotions-small' },
      results: [{ labels: ['gratitude'] }],
    });
  });

  it('detects the language of each text, or takes it as given', async () => {
    const model = ['--model', 'emotion-brighter'];
    const detected = await run(['Ich habe große Angst', 'Я так рада', ...model]);
    expect(detected.stdout.toString()).toMatch(/^\[deu\] .*fear.*\n\[rus\] joy/);
    const given = await run(['Ich habe Angst', '--json', '--language', 'swe', ...model]);
    expect(JSON.parse(given.stdout.toString())).toMatchObject({ results: [{ language: 'swe' }] });
    const unknown = await run(['x', '--language', 'tlh', ...model]);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('a language: afr')]);
  });

  it('says what it was not given', async () => {
    expect((await run(['x', '--input', 'a.txt'])).code).toBe(2);
    expect((await run(['x', '--threshold', '2'])).code).toBe(2);
    await writeFile(join(folder, 'bad.jsonl'), '"a"\n7\n');
    const bad = await run(['--input', 'bad.jsonl']);
    expect([bad.code, bad.stderr]).toEqual([1, expect.stringContaining('line 2')]);
    expect((await run(['x', '--json', '--ndjson'])).code).toBe(2);
    expect((await run(['x', '--column', 'y'])).code).toBe(2);
    const long = await run(['thank you', 'x'.repeat(20_001)]);
    expect([long.code, long.stderr]).toEqual([1, expect.stringContaining('text 2: 20001')]);
    await writeFile(join(folder, 'latin.txt'), Buffer.from('caf\xe9\n', 'latin1'));
    const latin = await run(['--input', 'latin.txt']);
    expect([latin.code, latin.stderr]).toEqual([1, expect.stringContaining('UTF-8')]);
    await writeFile(join(folder, 'open.csv'), 'text\n"open\n');
    const open = await run(['--input', 'open.csv']);
    expect([open.code, open.stderr]).toEqual([1, expect.stringContaining('The texts cannot be')]);
    expect(open.stderr).not.toMatch(/parsing|--column/);
    expect(await refusalOf('open.csv', 'text\n"a"\n"open\n')).toMatch(/never closed/);
    expect(await refusalOf('inside.csv', 'text\na "b" c\n')).toMatch(/line 2: .*inside/);
    expect(await refusalOf('closed.csv', 'text\n"a" b\n')).toMatch(/line 2: .*inside/);
    expect(await refusalOf('uneven.csv', 'id,text\n1,a\n2,b,c\n')).toMatch(/2 fields.*\n.*line 3/);
    const column = await run(['--input', 'a.csv']);
    expect([column.code, column.stderr]).toEqual([1, expect.stringContaining('id, answer')]);
  });
});
