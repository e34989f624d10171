import type { RunningHost } from '@onebit/http-service';
import { encodeBitImage } from '@onebit/image/node';
import { diskorect, pairsOf, sequence } from '@onebit/morphology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pngOfRows } from '../test/png.ts';
import { zipOf } from '../test/zip.ts';
import { batchTypes, outputTypes } from './formats.ts';
import { startMorphologicalFiltering } from './service.ts';

interface Media {
  schema: z.core.JSONSchema.JSONSchema;
}

interface Operation {
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, z.core.JSONSchema.JSONSchema> };
}

let service: RunningHost;
let document: Document;
/** The answers that were held to their schemas: `post /v1/… 200 image/png`. */
const held = new Set<string>();

const image = new Uint8Array(pngOfRows(['.....', '.###.', '.#.#.', '.###.', '.....']));

/** The schema as a reader of the published document takes it, references and all. */
function readerOf(schema: z.core.JSONSchema.JSONSchema): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  const local = text.replaceAll('#/components/schemas/', '#/$defs/');
  return z.fromJSONSchema(JSON.parse(local) as z.core.JSONSchema.JSONSchema);
}

/** Sends a request and holds the answer to what the document says of it. */
async function ask(
  operation: string,
  { path, ...init }: RequestInit & { path?: string } = {},
): Promise<{ headers: Headers; body: unknown }> {
  const [method, route] = operation.split(' ') as [string, string];
  const response = await fetch(`${service.address}${path ?? route}`, { method, ...init });
  const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
  const { responses } = document.paths[route]![method.toLowerCase()]!;
  const described = responses[String(response.status)];
  expect(described, `${operation} answers ${String(response.status)}`).toBeDefined();
  if (described!.content === undefined) {
    expect((await response.arrayBuffer()).byteLength).toBe(0);
    held.add(`${operation} ${String(response.status)}`);
    return { headers: response.headers, body: null };
  }
  const media = described!.content[type];
  expect(media, `${operation} answers ${type}`).toBeDefined();
  held.add(`${operation} ${String(response.status)} ${type}`);
  const body: unknown = type === 'application/json' ? await response.json() : await response.text();
  const read = readerOf(media!.schema).safeParse(body);
  expect(read.error?.issues ?? [], `${operation} ${type}`).toEqual([]);
  return { headers: response.headers, body };
}

/** Runs a job to its end and holds every document of its life to its schema. */
async function finish(task: string, query: string, init: RequestInit): Promise<unknown> {
  const posted = `/v1/jobs/${task}`;
  const { headers } = await ask(`POST ${posted}`, { path: `${posted}?${query}`, ...init });
  const path = headers.get('Location')!;
  await ask('GET /v1/jobs/{id}/events', { path: `${path}/events` });
  await ask('GET /v1/jobs/{id}', { path });
  const { body } = await ask('GET /v1/jobs/{id}/result', { path: `${path}/result` });
  await ask('DELETE /v1/jobs/{id}', { path });
  return body;
}

const filtering = 'POST /v1/morphological-filtering';
const filter = (query: string, accept: string, body: Uint8Array<ArrayBuffer> = image) =>
  ask(filtering, {
    path: `/v1/morphological-filtering?${query}`,
    headers: { 'Content-Type': 'application/octet-stream', Accept: accept },
    body,
  });

async function pairsZip(): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, Uint8Array> = {};
  for (const [at, pair] of pairsOf(sequence('close:cross3'), diskorect(12, 7)).entries()) {
    for (const side of ['before', 'after'] as const) {
      files[`${side}/${String(at)}.png`] = await encodeBitImage(pair[side], 'png', {
        foreground: 'light',
      });
    }
  }
  return zipOf(files);
}

describe('answers are what the OpenAPI document says', () => {
  beforeAll(async () => {
    service = await startMorphologicalFiltering({ port: 0 });
    document = (await (await fetch(`${service.address}/openapi.json`)).json()) as Document;
  });

  afterAll(() => service.close());

  it('of an image in every form, and of every kind of result', async () => {
    for (const type of outputTypes) await filter('sequence=open:square3', type);
    for (const end of ['label', 'label:4', 'distance', 'distance:euclidean']) {
      await filter(`sequence=${end}`, 'application/json');
    }
    await filter('sequence=fill-holes&embed=tiff', 'application/json');
    await filter('sequence=fill-holes&threshold=sauvola:3,0.2', 'application/json');
  });

  it('of a batch in every form, a broken image among them', async () => {
    const zip = zipOf({
      'a.png': image,
      'bad.png': Uint8Array.of(1, 2),
      '__MACOSX/._a.png': image,
    });
    await filter('sequence=label', 'application/json', zip);
    await filter('sequence=label', 'text/csv', zip);
    for (const type of batchTypes) await filter('sequence=open:square3&embed=png', type, zip);
  });

  it('of jobs: filtering, and learning with its report or the model file', async () => {
    await finish('morphological-filtering', 'sequence=label', {
      headers: { 'Content-Type': 'image/png', Accept: 'application/json' },
      body: image,
    });
    const zip = await pairsZip();
    const learn = (query: string, accept: string) =>
      finish('morphological-filtering/fit', query, {
        headers: { 'Content-Type': 'application/zip', Accept: accept },
        body: zip,
      });
    const whole = 'window=3&foreground=light';
    await learn(whole, 'application/octet-stream');
    const report = (await learn(whole, 'application/json')) as { model: { id: string } };
    const near = `${whole}&operators=erode&maxBytes=100`;
    expect(await learn(near, 'application/json')).toMatchObject({
      exact: false,
      sequence: null,
      proof: { kind: 'approximate' },
    });

    await ask('GET /v1/models');
    const at = `/v1/models/${report.model.id}`;
    await ask('GET /v1/models/{id}', { path: at });
    const response = await fetch(`${service.address}${at}/file`);
    const model = new Uint8Array(await response.arrayBuffer());
    await ask('GET /v1/models/{id}/file', { path: `${at}/file` });
    await ask('DELETE /v1/models/{id}', { path: at });
    await ask('POST /v1/models', {
      headers: { 'Content-Type': 'application/octet-stream' },
      body: model,
    });
  });

  it('of a job that is cancelled', async () => {
    const zip = zipOf(
      Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${String(at)}.png`, image])),
    );
    const posted = '/v1/jobs/morphological-filtering';
    const { headers } = await ask(`POST ${posted}`, {
      path: `${posted}?sequence=label`,
      headers: { 'Content-Type': 'application/zip', Accept: 'application/json' },
      body: zip,
    });
    await ask('DELETE /v1/jobs/{id}', { path: headers.get('Location')! });
  });

  it('of a tensor, and of every address that tells about the service', async () => {
    const model = 'morphological-filtering';
    await ask('POST /v2/models/{model}/infer', {
      path: `/v2/models/${model}/infer`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        parameters: { sequence: 'open:square3' },
        inputs: [{ name: 'image', datatype: 'UINT8', shape: [1, 2], data: [1, 0] }],
      }),
    });
    const addresses = Object.keys(document.paths).filter((route) => !route.startsWith('/v1/jobs'));
    for (const route of addresses) {
      if (document.paths[route]!['get'] === undefined || route.includes('{id}')) continue;
      await ask(`GET ${route}`, {
        path: route.replace('{model}', model).replace('{code}', 'body-missing'),
      });
    }
  });

  it('and none of them went unread', () => {
    const all = Object.entries(document.paths).flatMap(([route, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) =>
        Object.entries(responses)
          .filter(([status]) => status !== 'default')
          .flatMap(([status, { content }]) =>
            (content === undefined ? [''] : Object.keys(content)).map((type) =>
              `${method.toUpperCase()} ${route} ${status} ${type}`.trim(),
            ),
          ),
      ),
    );
    // A result has the form that its task answers in: four of them are asked for above.
    const unread = all.filter(
      (one) => !held.has(one) && !one.startsWith('GET /v1/jobs/{id}/result'),
    );
    expect(unread).toEqual([]);
  });
});
