import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLabelledTexts, readLabelNames } from './labelled-texts.ts';

const names = ['joy', 'fear', 'anger'];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onebit-texts-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array): Promise<[string, number[]][]> {
  const path = join(folder, 'data.tsv');
  await writeFile(path, content);
  const { texts, labels } = await readLabelledTexts(path, names);
  return texts.map((text, at) => [text, [...labels[at]!]]);
}

describe('labelled texts', () => {
  it('have labels by index or name, none, or repeated ones', async () => {
    expect(await read('a\t2,0\tx1\nb\tfear\r\nc\t\nd\t1,1\n')).toEqual([
      ['a', [0, 2]],
      ['b', [1]],
      ['c', []],
      ['d', [1]],
    ]);
  });

  it('lose the quotes of a spreadsheet, and only those', async () => {
    const rows = await read('"say ""no"" now"\t0\n"open\t0\n"a" and "b"\t0\n');
    expect(rows.map(([text]) => text)).toEqual(['say "no" now', '"open', '"a" and "b"']);
  });

  it('may be packed', async () => {
    expect(await read(gzipSync('a\t0\n'))).toEqual([['a', [0]]]);
  });

  it.each([
    ['a\t3\n', /line 1: '3'/],
    ['a\t0\nb\thope\n', /line 2: 'hope'/],
    ['a\n', /line 1: 1 field/],
    ['\n', /none/],
    [Uint8Array.of(0xff, 0x09, 0x30), /data.tsv/],
  ])('%j is refused', async (content, received) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'dataset-unreadable',
      received: expect.stringMatching(received) as string,
    });
  });

  it('need names', async () => {
    await expect(readLabelNames(join(folder, 'none.txt'))).rejects.toMatchObject({
      code: 'dataset-unreadable',
    });
  });
});
