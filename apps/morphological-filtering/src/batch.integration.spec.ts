import type { RunningHost } from '@onebit/http-service';
import { BitImage, joinTiff } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { components, diskorect, sequence } from '@onebit/morphology';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damaged, zipOf } from '../test/zip.ts';
import { batchSchema } from './openapi.ts';
import { startMorphologicalFiltering } from './service.ts';

let service: RunningHost;

beforeAll(async () => {
  service = await startMorphologicalFiltering({ port: 0, limits: { batchPixels: 40_000 } });
});

afterAll(() => service.close());

const pictures = diskorect(3, 5);
const steps = 'open:disk1';
const expected = pictures.map((picture) => sequence(steps).apply(picture));
const light = { foreground: 'light' as const };
const encode = async (image: BitImage, format: 'png' | 'tiff') =>
  new Uint8Array(await encodeBitImage(image, format, light));

function post(query: string, body: BodyInit, type: string, accept?: string) {
  return fetch(`${service.address}/v1/morphological-filtering?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': type, ...(accept === undefined ? {} : { Accept: accept }) },
    body,
  });
}

const bytesOf = async (response: Response) => {
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
};
const query = `sequence=${steps}&foreground=light`;

async function zip() {
  const [one, two, three] = await Promise.all(pictures.map((image) => encode(image, 'png')));
  return zipOf({
    'scans/a.png': one!,
    'notes.txt': new TextEncoder().encode('not a picture'),
    'scans/b.png': two!.slice(0, -20),
    'scans/sub/c.png': three!,
    '.DS_Store': Uint8Array.of(1, 2),
  });
}

describe('a batch', () => {
  it('of a zip: every image filtered, a bad one named, the rest not lost', async () => {
    const response = await post(query, await zip(), 'application/zip');
    expect(response.headers.get('Content-Type')).toBe('application/zip');
    expect(response.headers.get('Onebit-Pages')).toBe('done=2; failed=2 (notes.txt, scans/b.png)');
    const files = unzipSync(await bytesOf(response));
    expect(Object.keys(files)).toEqual(['scans/a.png', 'scans/sub/c.png', 'report.json']);
    for (const [name, at] of [
      ['scans/a.png', 0],
      ['scans/sub/c.png', 2],
    ] as const) {
      const { image } = await readBitImage(files[name]!, light);
      expect(image.equals(expected[at]!)).toBe(true);
    }
    const report = batchSchema.parse(JSON.parse(new TextDecoder().decode(files['report.json'])));
    expect(report).toMatchObject({ done: 2, failed: 2, skipped: ['.DS_Store'] });
    expect(report.pages.map(({ name, output }) => [name, output])).toEqual([
      ['scans/a.png', 'scans/a.png'],
      ['notes.txt', null],
      ['scans/b.png', null],
      ['scans/sub/c.png', 'scans/sub/c.png'],
    ]);
    expect(report.pages[1]!.problem).toMatchObject({ code: 'image-unreadable' });
    expect(report.pages[2]!.problem).toMatchObject({ code: 'image-truncated' });
    expect(report.pages[3]!.measurements).toMatchObject({
      width: 50,
      result: { kind: 'image', foreground: expected[2]!.count() },
    });
  });

  it('of a TIFF: all pages in, all pages out', async () => {
    const tiff = joinTiff(await Promise.all(pictures.map((image) => encode(image, 'tiff'))));
    const response = await post(`${query}&page=all`, tiff, 'image/tiff', 'image/tiff');
    expect(response.headers.get('Onebit-Pages')).toBe('done=3; failed=0');
    const answer = await bytesOf(response);
    for (const [page, image] of expected.entries()) {
      const read = await readBitImage(answer, { ...light, page });
      expect(read.report.pages).toBe(3);
      expect(read.image.equals(image)).toBe(true);
    }
    const asZip = unzipSync(await bytesOf(await post(`${query}&page=all`, tiff, 'image/tiff')));
    expect(Object.keys(asZip)).toEqual(['page-0.png', 'page-1.png', 'page-2.png', 'report.json']);
  });

  it('of a form, of TIFFs in a zip, in another format', async () => {
    const tiff = joinTiff(await Promise.all(pictures.map((image) => encode(image, 'tiff'))));
    const form = new FormData();
    form.append('image', new Blob([zipOf({ 'two.tif': tiff })], { type: 'application/zip' }), 'z');
    const response = await fetch(
      `${service.address}/v1/morphological-filtering?${query}&page=all&embed=pbm`,
      { method: 'POST', body: form },
    );
    expect(Object.keys(unzipSync(await bytesOf(response)))).toEqual([
      'two-0.pbm',
      'two-1.pbm',
      'two-2.pbm',
      'report.json',
    ]);
  });

  it('measured: JSON with images where asked for, CSV of all components', async () => {
    const body = await zip();
    const json = await post(`${query}&embed=png`, body, 'application/zip', 'application/json');
    const report = batchSchema.parse(await json.json());
    expect(report.pages.map(({ image }) => image?.type)).toEqual([
      'image/png',
      undefined,
      undefined,
      'image/png',
    ]);
    const csv = await post(query, await zip(), 'application/zip', 'text/csv');
    expect(csv.headers.get('Onebit-Pages')).toContain('failed=2 (notes.txt, scans/b.png)');
    const [heading, ...lines] = (await csv.text()).trimEnd().split('\r\n');
    expect(heading).toBe(
      'name,page,label,area,x,y,width,height,centroid_x,centroid_y,euler_number,holes',
    );
    const counts = [expected[0]!, expected[2]!].map((image) => components(image).length);
    expect(lines).toHaveLength(counts[0]! + counts[1]!);
    const [first] = components(expected[0]!);
    expect(lines[0]).toMatch(new RegExp(`^scans/a\\.png,0,1,${String(first!.area)},`));
  });

  it('names an altered file and an image beyond the bound, and goes on', async () => {
    const page = await encode(pictures[0]!, 'png');
    const large = await encode(BitImage.create(260, 160), 'png');
    const files = { 'altered.png': page, 'good.png': page, 'large.png': large, 'last.png': page };
    const response = await post(query, damaged(zipOf(files)), 'application/zip');
    expect(response.headers.get('Onebit-Pages')).toBe('done=2; failed=2 (altered.png, large.png)');
    const { pages } = batchSchema.parse(
      JSON.parse(new TextDecoder().decode(unzipSync(await bytesOf(response))['report.json'])),
    );
    expect(pages.map(({ problem }) => problem?.code)).toEqual([
      'zip-unreadable',
      undefined,
      'batch-too-large',
      undefined,
    ]);
  });

  it('runs as a job', async () => {
    const accepted = await fetch(`${service.address}/v1/jobs/morphological-filtering?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/zip' },
      body: await zip(),
    });
    const job = `${service.address}${accepted.headers.get('Location')!}`;
    expect(await (await fetch(`${job}/events`)).text()).toContain('event: succeeded');
    const files = unzipSync(await bytesOf(await fetch(`${job}/result`)));
    expect(Object.keys(files)).toHaveLength(3);
  });
});

describe('measurements of one image', () => {
  it('as CSV: the components of an image, or those that label found', async () => {
    const ring = await encode(BitImage.fromRows(['111000', '101011', '111001']), 'png');
    const heading = 'label,area,x,y,width,height,centroid_x,centroid_y,euler_number,holes';
    const plain = await post(
      'sequence=open:square1&foreground=light',
      ring,
      'image/png',
      'text/csv',
    );
    expect(plain.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect((await plain.text()).split('\r\n')).toEqual([
      heading,
      '1,8,0,0,3,3,1,1,0,1',
      '2,3,4,1,2,2,4.666666666666667,1.3333333333333333,1,0',
      '',
    ]);
    const diagonal = await encode(BitImage.fromRows(['100', '010']), 'png');
    for (const [text, count] of [
      ['open:square1', 1],
      ['label:4', 2],
      ['label', 1],
    ] as const) {
      const csv = await post(
        `sequence=${text}&foreground=light`,
        diagonal,
        'image/png',
        'text/csv',
      );
      expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(1 + count);
    }
  });
});
