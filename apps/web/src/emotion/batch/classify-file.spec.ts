import type { EmotionResult } from '@onebit/emotion-classification';
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../run/protocol.ts';
import { nothingMoved } from '../state/state.ts';
import { classifyFile } from './classify-file.ts';
import { exportTable, type ExportFormat } from './export.ts';
import { previewOf } from './layout.ts';
import { ResultTable } from './result-table.ts';

const info: ModelInfo = {
  id: 'tiny',
  bytes: 1,
  labels: ['long', 'short'],
  thresholds: [0.5, 0.5],
  groups: [],
  languages: [],
  licence: 'MIT',
  source: '',
};

/** Long texts are "long", short ones "short". */
const classify = (texts: readonly string[]): Promise<EmotionResult[]> =>
  Promise.resolve(
    texts.map((text) => {
      const long = text.length > 10 ? 0.75 : 0.25;
      const labels = [long > 0.5 ? 'long' : 'short'];
      return { labels, groups: [], known: 1, scores: { long, short: 1 - long } };
    }),
  );

async function run(name: string, content: BlobPart, heading?: boolean) {
  const file = new Blob([content]);
  const preview = await previewOf(file, name, heading);
  const table = new ResultTable(2);
  const shares: number[] = [];
  for await (const { rows, share } of classifyFile(
    { file, layout: preview.layout },
    info.labels,
    classify,
  )) {
    table.add(rows);
    shares.push(share);
  }
  const options = { info, moved: nothingMoved, layout: preview.layout, columns: preview.columns };
  const written = async (format: ExportFormat): Promise<string> =>
    (await exportTable(table, format, options)).text();
  const bytes = async (format: ExportFormat): Promise<Uint8Array> =>
    new Uint8Array(await (await exportTable(table, format, options)).arrayBuffer());
  return { table, shares, preview, written, bytes };
}

const texts = (table: ResultTable): string[] => [...table.rows()].map(({ text }) => text);

describe('files of texts', () => {
  it('are read by their names, columns by their headings or their lengths', async () => {
    expect(texts((await run('a.txt', 'one\r\n\r\nthree')).table)).toEqual(['one', '', 'three']);
    expect(texts((await run('a.csv', 'id;Comment\n1;"so; good"\n')).table)).toEqual(['so; good']);
    expect(texts((await run('a.tsv', 'good day\t18\tx1\nbad\t2\tx2\n')).table)).toEqual([
      'good day',
      'bad',
    ]);
    const json = '{"id":"x","text":"one"}\n\n"two"\n';
    expect(texts((await run('a.jsonl', json)).table)).toEqual(['one', 'two']);
    expect(texts((await run('a.csv', 'a,b\nc,d\n', false)).table)).toHaveLength(2);
  });

  it('are read in UTF-16 where they say so, and refused where they are no text', async () => {
    const wide = Uint8Array.from([0xff, 0xfe, 0x68, 0, 0x69, 0]);
    expect(texts((await run('a.txt', wide)).table)).toEqual(['hi']);
    await expect(run('a.txt', Uint8Array.of(0x68, 0xe9, 0x0a))).rejects.toMatchObject({
      problem: { expected: expect.stringContaining('UTF-8') as string },
    });
  });

  it('lose no row: what cannot be classified stands in its place and says why', async () => {
    const content = `{"text":"a"}\n{\n{"text":7}\n"${'x'.repeat(20_001)}"\n"b"\n`;
    const { table, written } = await run('a.jsonl', content);
    const rows = [...table.rows()];
    expect(rows.map(({ number, problem }) => [number, problem])).toEqual([
      [1, undefined],
      [2, 'no JSON document'],
      [3, 'no string "text" in the document'],
      [4, '20,001 characters; at most 20,000'],
      [5, undefined],
    ]);
    expect(table.problems).toBe(3);
    const lines = (await written('jsonl')).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(JSON.parse(lines[0]!)).toEqual({
      row: 1,
      text: 'a',
      source: { text: 'a' },
      model: 'tiny',
      labels: ['short'],
      groups: [],
      known: 1,
      scores: { long: 0.25, short: 0.75 },
    });
    expect(JSON.parse(lines[1]!)).toEqual({
      row: 2,
      text: '',
      source: '{',
      model: 'tiny',
      problem: 'no JSON document',
    });
  });

  it('come back with their own columns', async () => {
    const long = 'x'.repeat(20_001);
    const { written } = await run('a.csv', `id,text\n7,"a, b"\n8,\n9,${long}\n`);
    expect((await written('csv')).split('\r\n')).toEqual([
      'row,id,text,model,labels,known,problem,long,short',
      '1,7,"a, b",tiny,short,1,,0.2500,0.7500',
      '2,8,,tiny,short,1,,0.2500,0.7500',
      `3,9,${long},tiny,,0,"20,001 characters; at most 20,000",,`,
      '',
    ]);
  });

  it('come back with the members of their documents, and with what was no document', async () => {
    const { written } = await run('a.jsonl', '{"row":1,"text":"a","x":[1]}\n{"text":7}\n{\n"b"\n');
    expect((await written('csv')).split('\r\n')).toEqual([
      'row (2),text,row,x,model,labels,known,problem,long,short',
      '1,a,1,[1],tiny,short,1,,0.2500,0.7500',
      '2,7,,,tiny,,0,"no string ""text"" in the document",,',
      '3,{,,,tiny,,0,no JSON document,,',
      '4,b,,,tiny,short,1,,0.2500,0.7500',
      '',
    ]);
  });

  it('lose no column to another one of its name', async () => {
    const { written } = await run('a.csv', 'labels;text;text\nx;so, so;c\n');
    const [heading, row] = (await written('csv')).split('\r\n');
    expect(heading).toBe('row;labels;text;text (2);model;labels (2);known;problem;long;short');
    expect(row).toBe('1;x;so, so;c;tiny;short;1;;0.2500;0.7500');
    expect(JSON.parse(await written('jsonl'))).toMatchObject({
      source: { labels: 'x', text: 'so, so', 'text (2)': 'c' },
    });
  });

  it('are written with the mark by which spreadsheets know UTF-8', async () => {
    const { bytes } = await run('a.txt', 'schön');
    expect([...(await bytes('csv')).subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x72]);
    expect((await bytes('jsonl'))[0]).toBe('{'.charCodeAt(0));
  });

  it.each([
    ['a.csv', 'more', 'id,text\n1,a\n\n2,"b\nb"\n3,c,d\n', '3 fields on line 6'],
    ['a.csv', 'fewer', 'id,text\r\n1,a\r\n2\r\n', '1 field on line 3'],
    ['a.tsv', 'more', 'id\ttext\n1\ta\tb\n', '3 fields on line 2'],
    ['a.csv', 'more', `id,text\n${'1,a\n'.repeat(2000)}2,b,c`, '3 fields on line 2,002'],
  ])(
    'are refused (%s) where a row has %s fields than the first',
    async (name, how, content, at) => {
      const problem = {
        title: `A row has ${how} fields than the first one`,
        expected: '2 fields in every row, as in the first one',
        received: at,
        hint: expect.stringMatching(/quotes|spaces/) as string,
      };
      await expect(run(name, content)).rejects.toMatchObject({ problem });
      const preview = await previewOf(new Blob([content]), name);
      // What stands far behind is told when the file is classified.
      if (content.length < 1000) expect(preview.problem).toMatchObject(problem);
      expect(preview.columns).toEqual(['id', 'text']);
    },
  );

  it.each([
    ['quotes', 'id,text\n1,"so, ""so"""\n', ['so, "so"']],
    ['line ends in quotes', 'id,text\n1,"so\r\nso"\n2,b\n', ['so\r\nso', 'b']],
    ['CRLF', 'id,text\r\n1,a\r\n2,b\r\n', ['a', 'b']],
    ['semicolons', 'id;text\n1;a, b\n', ['a, b']],
    ['tabs', 'id\ttext\n1\ta, b\n', ['a, b']],
    ['a mark and blank last lines', '\ufeffid,text\n1,a\n\n\n', ['a']],
    ['empty fields', 'id,text\n,a\n2,\n', ['a', '']],
  ])('are tables with %s', async (_, content, expected) => {
    const { table, preview } = await run('a.csv', content);
    expect(texts(table)).toEqual(expected);
    expect(preview.problem).toBeUndefined();
    expect(preview.columns).toEqual(['id', 'text']);
  });

  it('without a text are refused', async () => {
    for (const [name, content] of [
      ['a.csv', ''],
      ['a.csv', '\ufeff'],
      ['a.csv', 'text\n'],
      ['a.jsonl', '\n \n'],
      ['a.txt', ''],
    ] as const) {
      await expect(run(name, content)).rejects.toMatchObject({
        problem: { title: 'The file has no texts' },
      });
    }
  });

  it('are refused when they are looked at where they are no text', async () => {
    for (const bytes of [
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
      new TextEncoder().encode('PK\u0003\u0004\u0014'),
      Uint8Array.of(0x68, 0, 0x69, 0),
      Uint8Array.of(0x68, 0xe9, 0x0a),
    ]) {
      await expect(previewOf(new Blob([bytes]), 'a.csv')).rejects.toMatchObject({
        problem: { title: 'The file is no text that can be read' },
      });
    }
  });

  it('number documents and rows alike, whatever blank lines stand between them', async () => {
    for (const [name, content] of [
      ['a.jsonl', '"a"\n\n"b"\n'],
      ['a.csv', 'text\na\n\nb\n'],
    ] as const) {
      const { table } = await run(name, content);
      expect([...table.rows()].map(({ number }) => number)).toEqual([1, 2]);
    }
  });

  it('of many rows go through in parts, their share growing to one', async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `text ${at}${'!'.repeat(at % 200)}`);
    const { table, shares, written } = await run('a.txt', `${lines.join('\n')}\n`);
    expect(texts(table)).toEqual(lines);
    expect([...table.rows(1999, 2001)].map(({ number }) => number)).toEqual([2000, 2001]);
    expect(shares.length).toBeGreaterThan(10);
    expect(shares.at(-1)).toBe(1);
    expect((await written('csv')).trimEnd().split('\r\n')).toHaveLength(3001);
  });
});
