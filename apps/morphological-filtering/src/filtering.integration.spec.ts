import type { Problem, RunningHost } from '@onebit/http-service';
import { BitImage } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { sequence } from '@onebit/morphology';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pngOfRows } from '../test/png.ts';
import { answerSchema } from './openapi.ts';
import { startMorphologicalFiltering } from './service.ts';

let service: RunningHost;

beforeAll(async () => {
  service = await startMorphologicalFiltering({ port: 0 });
});

afterAll(() => service.close());

const rows = ['.........', '.###...#.', '.###.....', '.###.....', '.........'];
const image = new Uint8Array(pngOfRows(rows));

function post(query: string, init: { accept?: string; body?: BodyInit; type?: string } = {}) {
  const { accept, body = image, type = 'image/png' } = init;
  return fetch(`${service.address}/v1/morphological-filtering?${query}`, {
    method: 'POST',
    headers: {
      ...(type === '' ? {} : { 'Content-Type': type }),
      ...(accept === undefined ? {} : { Accept: accept }),
    },
    body,
  });
}

async function read(response: Response) {
  expect(response.status).toBe(200);
  return readBitImage(new Uint8Array(await response.arrayBuffer()), { foreground: 'light' });
}

describe('POST /v1/morphological-filtering', () => {
  it('answers a 1-bit PNG to a client that takes any, and says in headers what was done', async () => {
    const response = await post('sequence=Open:Square3+dilate:hline3&border=OpenCV', {
      accept: '*/*',
    });
    const { headers } = response;
    expect(headers.get('Content-Type')).toBe('image/png');
    expect(headers.get('Onebit-Sequence')).toBe('open:square3 + dilate:hline3');
    expect(headers.get('Onebit-Border')).toBe('opencv');
    expect(headers.get('Onebit-Threshold')).toBe('bilevel');
    expect(headers.get('Onebit-Foreground')).toMatch(/^light; detected: a mask/);
    expect(headers.get('Onebit-Size')).toBe('9x5');
    expect(headers.get('Onebit-Foreground-Pixels')).toBe('before=10; after=15');
    expect(headers.get('Server-Timing')).toMatch(
      /^queue;dur=[\d.]+, decode;dur=[\d.]+, filter;dur=[\d.]+, encode;dur=[\d.]+$/,
    );
    const { image: filtered, report } = await read(response);
    expect(report.bitsPerSample).toBe(1);
    expect(filtered.toRows()).toEqual([
      '000000000',
      '111110000',
      '111110000',
      '111110000',
      '000000000',
    ]);
  });

  it.each(['outside=background', 'outside%3Dbackground', 'Outside%3DBackground', 'background'])(
    'reads border=%s, and names the plain rule',
    async (border) => {
      const response = await post(`sequence=erode:square3&border=${border}`, {
        body: new Uint8Array(pngOfRows(['####', '####', '####'])),
      });
      expect(response.headers.get('Onebit-Border')).toBe('background');
      expect((await read(response)).image.toRows()).toEqual(['0000', '0110', '0000']);
    },
  );

  it("takes a median's window as an element", async () => {
    const response = await post('sequence=median:rect3x5', {});
    expect(response.headers.get('Onebit-Sequence')).toBe('median:3x5');
  });

  it.each([
    ['image/tiff', 'tiff'],
    ['image/x-portable-bitmap', 'pbm'],
    ['image/webp', 'webp'],
    ['image/gif', 'gif'],
    ['text/html;q=0.9, image/*;q=0.5', 'png'],
  ])('answers Accept: %s', async (accept, format) => {
    const { image: filtered, report } = await read(
      await post('sequence=erode:square3', { accept }),
    );
    expect(report.format).toBe(format);
    expect(filtered.count()).toBe(1);
    expect(filtered.get(2, 2)).toBe(1);
  });

  it('answers JSON with measurements, report, timings, and the image where asked for', async () => {
    const accept = 'application/json';
    const plain = answerSchema.parse(
      await (await post('sequence=open:square3', { accept })).json(),
    );
    expect(plain).toMatchObject({
      sequence: 'open:square3',
      border: 'ignore',
      width: 9,
      height: 5,
      foregroundBefore: 10,
      result: { kind: 'image', foreground: 9 },
      report: { format: 'png', foreground: 'light' },
      image: null,
    });
    const whole = answerSchema.parse(
      await (await post('sequence=open:square3&embed=pbm', { accept })).json(),
    );
    expect(whole.image?.type).toBe('image/x-portable-bitmap');
    const bytes = new Uint8Array(Buffer.from(whole.image!.base64, 'base64'));
    expect((await readBitImage(bytes, { foreground: 'light' })).image.count()).toBe(9);
  });

  it('takes a form, with the parameters in the query or in the form', async () => {
    const form = () => {
      const data = new FormData();
      data.append('image', new Blob([image], { type: 'image/png' }), 'page.png');
      return data;
    };
    const byQuery = await read(await post('sequence=open:square3', { type: '', body: form() }));
    const fields = form();
    fields.append('sequence', 'open:square3');
    fields.append('border', 'scipy');
    const response = await post('', { type: '', body: fields });
    expect(response.headers.get('Onebit-Border')).toBe('scipy');
    expect((await read(response)).image.equals(byQuery.image)).toBe(true);
  });

  it('thresholds as told: fixed level, Otsu, Sauvola with window and k', async () => {
    const grey = new TextEncoder().encode('P2 4 1 255\n10 90 160 250\n');
    const type = 'image/x-portable-graymap';
    const counts: Record<string, [string | null, number]> = {};
    for (const threshold of ['9', '100', '200', 'otsu', 'sauvola:5,0.3']) {
      const response = await post(`sequence=open:square1&foreground=light&threshold=${threshold}`, {
        body: grey,
        type,
      });
      const told = response.headers.get('Onebit-Threshold');
      counts[threshold] = [told, (await read(response)).image.count()];
    }
    expect(counts['9']).toEqual(['fixed; level=9', 4]);
    expect(counts['100']).toEqual(['fixed; level=100', 2]);
    expect(counts['200']).toEqual(['fixed; level=200', 1]);
    expect(counts['otsu']![0]).toMatch(/^otsu; level=\d+$/);
    expect(counts['sauvola:5,0.3']![0]).toBe('sauvola; window=5; k=0.3');
  });

  it('keeps the look of a page: dark ink in, dark ink out', async () => {
    const page = new TextEncoder().encode('P1 3 1\n010\n');
    const response = await post('sequence=dilate:hline3', {
      body: page,
      type: 'image/x-portable-bitmap',
      accept: 'image/png',
    });
    expect(response.headers.get('Onebit-Foreground')).toMatch(/^dark; file/);
    const { image: filtered } = await read(response);
    expect(filtered.toRows()).toEqual(['000']);
  });

  it('gives the bits of the library, for any image, border and sequence', async () => {
    const bits = fc
      .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 9 }))
      .chain(([width, height]) =>
        fc
          .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
          .map((bytes) => BitImage.fromBytes(width, height, bytes)),
      );
    const steps = fc.constantFrom('open:disk1', 'close:rect3x2', 'dilate:cross5', 'o2.1 + c3.3');
    const border = fc.constantFrom('ignore', 'background', 'foreground', 'leptonica');
    await fc.assert(
      fc.asyncProperty(bits, steps, border, async (input, text, rule) => {
        const body = new Uint8Array(await encodeBitImage(input, 'png', { foreground: 'light' }));
        const query = `${new URLSearchParams({ sequence: text, border: rule, foreground: 'light' })}`;
        const { image: filtered } = await read(await post(query, { body }));
        const expected = sequence(text).apply(input, { border: rule as 'ignore' });
        expect(filtered.toRows()).toEqual(expected.toRows());
      }),
      { numRuns: 40 },
    );
  });

  it('runs as a job with the same answer', async () => {
    const query = 'sequence=open:square3';
    const direct = Buffer.from(await (await post(query)).arrayBuffer());
    const accepted = await fetch(`${service.address}/v1/jobs/morphological-filtering?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png', 'Idempotency-Key': 'one' },
      body: image,
    });
    expect(accepted.status).toBe(202);
    const location = `${service.address}${accepted.headers.get('Location')!}`;
    expect(await (await fetch(`${location}/events`)).text()).toContain('event: succeeded');
    const result = await fetch(`${location}/result`);
    expect(result.headers.get('Onebit-Sequence')).toBe('open:square3');
    expect(Buffer.from(await result.arrayBuffer())).toEqual(direct);
  });
});

describe('cancelling', () => {
  const metric = async (pattern: RegExp) =>
    Number(pattern.exec(await (await fetch(`${service.address}/metrics`)).text())![1]);
  const running = () => metric(/onebit_tasks{lane="large",state="running"} (\d+)/);
  // Sixty-four closings of 16 million pixels: longer than any test waits.
  const query = `sequence=${Array(64).fill('close:disk60').join('+')}`;
  const page = Buffer.concat([Buffer.from('P4\n4000 4000\n'), Buffer.alloc(2_000_000, 0x11)]);
  const type = 'image/x-portable-bitmap';

  it('a job frees its worker', async () => {
    const accepted = await fetch(`${service.address}/v1/jobs/morphological-filtering?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: new Uint8Array(page),
    });
    const location = `${service.address}${accepted.headers.get('Location')!}`;
    for (let progress = 0; progress === 0;) {
      ({ progress } = (await (await fetch(location)).json()) as { progress: number });
    }
    expect(await running()).toBe(1);
    await fetch(location, { method: 'DELETE' });
    while ((await running()) > 0);
    expect((await read(await post('sequence=open:square3'))).image.count()).toBe(9);
  });

  it('a client that goes away frees its worker', async () => {
    const controller = new AbortController();
    const gone = fetch(`${service.address}/v1/morphological-filtering?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: new Uint8Array(page),
      signal: controller.signal,
    });
    while ((await running()) === 0);
    controller.abort();
    await expect(gone).rejects.toThrow();
    while ((await running()) > 0);
    expect((await read(await post('sequence=open:square3'))).image.count()).toBe(9);
  });
});

describe('the Open Inference Protocol', () => {
  const infer = async (document: object, model = 'morphological-filtering') =>
    (await (
      await fetch(`${service.address}/v2/models/${model}/infer`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(document),
      })
    ).json()) as { outputs: { data: unknown[] }[] };

  it('filters tensors of BOOL and UINT8, flat and nested', async () => {
    const parameters = { sequence: 'dilate:hline3', border: 'background' };
    const tensor = { name: 'image', shape: [2, 4] };
    const bool = { ...tensor, datatype: 'BOOL', data: [true, ...Array<boolean>(7).fill(false)] };
    expect(await infer({ id: '5', parameters, inputs: [bool] })).toEqual({
      model_name: 'morphological-filtering',
      model_version: '1',
      id: '5',
      parameters,
      outputs: [
        {
          name: 'filtered',
          datatype: 'BOOL',
          shape: [2, 4],
          data: [true, true, false, false, false, false, false, false],
        },
      ],
    });
    const nested = {
      ...tensor,
      datatype: 'UINT8',
      data: [
        [0, 0, 0, 0],
        [0, 0, 200, 0],
      ],
    };
    const { outputs } = await infer({ parameters, inputs: [nested] });
    expect(outputs[0]!.data).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
  });

  it('filters by every learned filter that GET /v1/models lists, as its sequence does', async () => {
    const { models } = (await (await fetch(`${service.address}/v1/models`)).json()) as {
      models: { id: string }[];
    };
    expect(models.map(({ id }) => id)).toContain('document-cleaning');
    const data = Array.from({ length: 400 }, (_, at) => Number(at % 7 === 0 || at > 200));
    const inputs = [{ name: 'image', datatype: 'UINT8', shape: [20, 20], data }];
    for (const { id } of models) {
      const { outputs } = await infer({ inputs, parameters: { sequence: `learned:${id}` } });
      expect(await infer({ id: '6', inputs }, id)).toEqual({
        model_name: id,
        model_version: '1',
        id: '6',
        parameters: { sequence: `learned:${id}`, border: 'ignore' },
        outputs,
      });
      const { name } = (await (await fetch(`${service.address}/v2/models/${id}`)).json()) as {
        name: string;
      };
      expect(name).toBe(id);
    }
    const unknown = await fetch(`${service.address}/v2/models/nothing`);
    expect(((await unknown.json()) as Problem).expected).toContain('document-cleaning (1)');
  });

  it('refuses parameters, outputs and results that it does not give', async () => {
    const inputs = [{ name: 'image', datatype: 'UINT8', shape: [1, 2], data: [1, 0] }];
    const parameters = { sequence: 'open:disk1' };
    const all = [{ name: 'filtered' }];
    expect(await infer({ inputs, parameters, outputs: all })).toHaveProperty('outputs');
    for (const [document, model, code, expected, hint] of [
      [
        { parameters, outputs: [{ name: 'x' }] },
        undefined,
        'parameter-invalid',
        /name filtered/,
        /./,
      ],
      [
        { parameters },
        'document-cleaning',
        'parameter-invalid',
        /parameters border/,
        /Ask the model/,
      ],
      [
        { parameters: { sequence: 'label' } },
        undefined,
        'sequence-result',
        /bit image/,
        /POST \/v1/,
      ],
    ] as const) {
      const problem = (await infer({ inputs, ...document }, model)) as unknown as Problem;
      expect(problem).toMatchObject({
        status: 422,
        code,
        expected: expect.stringMatching(expected) as string,
        hint: expect.stringMatching(hint) as string,
      });
    }
  });

  it('describes its model', async () => {
    const response = await fetch(`${service.address}/v2/models/morphological-filtering`);
    expect(await response.json()).toEqual({
      name: 'morphological-filtering',
      versions: ['1'],
      platform: 'onebit_morphology',
      inputs: [{ name: 'image', datatype: 'UINT8', shape: [-1, -1] }],
      outputs: [{ name: 'filtered', datatype: 'UINT8', shape: [-1, -1] }],
    });
  });
});
