import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinTiff } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { components, diskorect, sequence } from '@onebit/morphology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onebit } from './command.fixture.ts';

const light = { foreground: 'light' } as const;
const pictures = diskorect(3, 5);
const steps = 'open:disk1';
const expected = pictures.map((picture) => sequence(steps).apply(picture));

/** The same TIFF page, but compressed in a way that nobody knows. */
function withoutDecoder(page: Uint8Array): Uint8Array {
  const copy = new Uint8Array(page);
  const view = new DataView(copy.buffer);
  const directory = view.getUint32(4, true);
  for (let entry = 0; entry < view.getUint16(directory, true); entry++) {
    const at = directory + 2 + 12 * entry;
    if (view.getUint16(at, true) === 259) view.setUint16(at + 8, 9_999, true);
  }
  return copy;
}

describe('onebit filter on several pages', () => {
  let folder = '';
  const run = (...words: string[]) => onebit(['filter', ...words], folder);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onebit-pages-'));
    const pages = await Promise.all(pictures.map((image) => encodeBitImage(image, 'tiff', light)));
    await writeFile(join(folder, 'book.tif'), joinTiff(pages));
    const broken = pages.map((page, at) => (at === 1 ? withoutDecoder(page) : page));
    await writeFile(join(folder, 'broken.tif'), joinTiff(broken));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('filters one of them, or all into one TIFF', async () => {
    const one = await run(steps, 'book.tif', 'two.png', '--page', '1', '--foreground', 'light');
    expect([one.code, one.stderr]).toEqual([0, '']);
    const two = await readBitImage(await readFile(join(folder, 'two.png')), light);
    expect(two.image.equals(expected[1]!)).toBe(true);

    const all = await run(steps, 'book.tif', 'all.tif', '--page', 'all', '--foreground', 'light');
    expect([all.code, all.stderr]).toEqual([0, '']);
    const file = await readFile(join(folder, 'all.tif'));
    for (const [page, image] of expected.entries()) {
      const read = await readBitImage(file, { ...light, page });
      expect(read.report.pages).toBe(3);
      expect(read.image.equals(image)).toBe(true);
    }
  });

  it('writes the components as a table', async () => {
    const one = await run(steps, 'book.tif', 'one.csv', '--foreground', 'light');
    expect([one.code, one.stderr]).toEqual([0, '']);
    const lines = (await readFile(join(folder, 'one.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('label,area,x,y,width,height,centroid_x,centroid_y,euler_number,holes');
    expect(lines).toHaveLength(1 + components(expected[0]!).length);

    const labelled = `${steps} + label`;
    const all = await run(labelled, 'book.tif', '-', '--page', 'all', '--format', 'csv');
    expect(all.code).toBe(0);
    const rows = all.stdout.toString().trimEnd().split('\r\n');
    const count = expected.reduce((sum, image) => sum + components(image).length, 0);
    expect(rows).toHaveLength(1 + count);
    expect(rows[1]).toMatch(/^book\.tif,0,1,/);
    expect(rows.at(-1)).toMatch(/^book\.tif,2,/);
  });

  it('names a page that is broken, writes the others, and ends with 1', async () => {
    const { code, stdout, stderr } = await run(
      ...[steps, 'broken.tif', 'rest.tif', '--page', 'all', '--foreground', 'light', '--json'],
    );
    expect(code).toBe(1);
    expect(stderr).toContain('broken.tif, page 1');
    const { files, done, failed } = JSON.parse(stdout.toString()) as {
      files: { page: number; output: string | null; error?: object }[];
      done: number;
      failed: number;
    };
    expect([done, failed]).toEqual([2, 1]);
    expect(files.map(({ page, output, error }) => [page, output, error !== undefined])).toEqual([
      [0, 'rest.tif', false],
      [1, null, true],
      [2, 'rest.tif', false],
    ]);
    const { report } = await readBitImage(await readFile(join(folder, 'rest.tif')), light);
    expect(report.pages).toBe(2);
  });

  it.for([
    [['book.tif', 'out.png', '--page', 'all'], /cannot hold all pages/],
    [['book.tif', 'out.png', '--page', 'last'], /page is not acceptable/],
  ] as const)('refuses %j', async ([words, reason]) => {
    const { code, stderr } = await run(steps, ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
  });
});
