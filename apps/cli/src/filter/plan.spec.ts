import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { type FileWords, planFiles } from './plan.ts';

describe('planFiles', () => {
  let folder = '';
  const at = (...names: string[]): string => join(folder, ...names);
  const plan = (paths: string[], more: Partial<FileWords> = {}) =>
    planFiles({ paths, json: false, stdoutIsTerminal: false, ...more });
  const refusal = async (paths: string[], more: Partial<FileWords> = {}): Promise<string> => {
    const error: unknown = await plan(paths, more).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).detail.title;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onebit-plan-'));
    await mkdir(at('scans'));
    await mkdir(at('other'));
    await mkdir(at('empty'));
    for (const name of [
      'scans/b.png',
      'scans/a.tif',
      'scans/c.jpg',
      'scans/x.txt',
      'other/a.tif',
    ]) {
      await writeFile(at(name), '');
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('takes the last of several paths as the output, whose name gives the format', async () => {
    const a = at('scans/a.tif');
    expect(await plan([a, 'out.png'])).toEqual([{ input: a, output: 'out.png', format: 'png' }]);
    expect(await plan([a, 'out.TIFF'])).toEqual([{ input: a, output: 'out.TIFF', format: 'tiff' }]);
    expect(await plan([a, 'out'])).toEqual([{ input: a, output: 'out', format: 'png' }]);
    expect(await plan([a, 'out'], { format: 'pbm' })).toMatchObject([{ format: 'pbm' }]);
  });

  it('sends a lone input to standard output, unless that is a terminal', async () => {
    expect(await plan(['-'])).toEqual([{ input: '-', output: '-', format: 'png' }]);
    expect(await plan(['-', '-'])).toEqual([{ input: '-', output: '-', format: 'png' }]);
    expect(await refusal(['-'], { stdoutIsTerminal: true })).toContain('terminal');
  });

  it('expands patterns and folders into an output folder, keeping formats it can write', async () => {
    const expected = [
      { input: at('scans/a.tif'), output: at('other/new/a.tif'), format: 'tiff' },
      { input: at('scans/b.png'), output: at('other/new/b.png'), format: 'png' },
      { input: at('scans/c.jpg'), output: at('other/new/c.png'), format: 'png' },
    ];
    expect(await plan([at('scans'), at('other/new')])).toEqual(expected);
    expect(await plan([at('scans/*.{png,tif,jpg}'), at('other/new/')])).toEqual(expected);
    expect(await plan([at('scans')], { output: at('other/new') })).toEqual(expected);
    expect(await plan([at('scans/b.png')], { output: at('empty'), format: 'pbm' })).toMatchObject([
      { output: at('empty/b.pbm') },
    ]);
  });

  it('plans no output for several inputs that are only counted', async () => {
    expect(
      await planFiles({ paths: [at('scans')], json: true, stdoutIsTerminal: true }),
    ).toHaveLength(3);
  });

  it.for([
    ['a pattern without a match', ['scans/*.gif', 'out/'], 'matches no file'],
    ['a folder without images', ['empty', 'out/'], 'holds no image'],
    ['several inputs and one file', ['scans', 'out.png'], 'need an output folder'],
    ['several inputs and standard output', ['scans', '-'], 'need an output folder'],
    ['one name twice', ['scans/a.tif', 'other/a.tif', 'out/'], 'written to one file'],
    ['the input folder as output', ['scans/a.tif', 'scans/b.png', 'scans'], 'replace its input'],
    ['a format that is not written', ['scans/a.tif', 'out.jpg'], 'format is not known'],
    ['an extension that is none', ['scans/a.tif', 'x4.xyz'], 'format is not known'],
  ] as const)('refuses %s', async ([, paths, title]) => {
    expect(await refusal(paths.map((path) => (path === '-' ? path : at(path))))).toContain(title);
  });

  it('says which extensions there are, and writes any name where the format is given', async () => {
    const error: unknown = await plan([at('scans/a.tif'), 'x4.xyz']).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as UsageError).detail).toMatchObject({
      expected: 'a name that ends in .png, .tif, .tiff, .pbm, .webp, .gif, .csv',
      received: 'x4.xyz',
    });
    expect(await plan([at('scans/a.tif'), 'x4.xyz'], { format: 'pbm' })).toMatchObject([
      { output: 'x4.xyz', format: 'pbm' },
    ]);
  });

  it('refuses standard input twice, and an image on the stream of the JSON document', async () => {
    expect(await refusal(['-', '-', 'out/'])).toContain('once only');
    expect(await refusal(['-', '-'], { json: true })).toContain('cannot carry both');
  });
});
