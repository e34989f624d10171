import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onebit } from './command.fixture.ts';

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
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('a language: afr')]);
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
    const column = await run(['--input', 'a.csv']);
    expect([column.code, column.stderr]).toEqual([1, expect.stringContaining('id, answer')]);
  });
});
