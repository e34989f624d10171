import type { Problem, RunningHost } from '@onebit/http-service';
import type { BitImage } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { diskorect, LearnedFilter, pairsOf, sequence } from '@onebit/morphology';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../test/zip.ts';
import { startMorphologicalFiltering } from './service.ts';

interface Card {
  id: string;
  use: string;
  bytes: number;
  client?: boolean;
  expiresAt?: string;
  metrics: Record<string, number>;
}

interface FitReport {
  use: string;
  sequence: string | null;
  exact: boolean;
  proof: { kind: string; pixels: number };
  bytes: number;
  foreground: string;
  model: Card;
  links: { model: string; file: string };
}

const fit = '/v1/jobs/morphological-filtering/fit';
const target = 'close:cross3';

const pngOf = async (image: BitImage) =>
  new Uint8Array(await encodeBitImage(image, 'png', { foreground: 'light' }));

/** Pairs of the operation to learn back, as files. */
const files = await Promise.all(
  pairsOf(sequence(target), diskorect(12, 7)).map(async ({ before, after }) => ({
    before: await pngOf(before),
    after: await pngOf(after),
  })),
);

function formOf(pairs: readonly { before: Uint8Array; after: Uint8Array }[]): FormData {
  const form = new FormData();
  for (const side of ['before', 'after'] as const) {
    for (const [index, pair] of pairs.entries()) {
      form.append(side, new Blob([pair[side] as Uint8Array<ArrayBuffer>]), `${index}.png`);
    }
  }
  return form;
}

/** Runs a learning to its end and gives where it lies. */
async function learn(
  address: string,
  query: string,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<{ job: string; state: string }> {
  const accepted = await fetch(`${address}${fit}?${query}`, { method: 'POST', body, headers });
  expect(accepted.status).toBe(202);
  const job = `${address}${accepted.headers.get('Location')!}`;
  const events = await (await fetch(`${job}/events`)).text();
  const state = /event: (succeeded|failed|cancelled)/.exec(events)![1]!;
  return { job, state };
}

async function filtered(address: string, text: string, image: BitImage): Promise<BitImage> {
  const query = new URLSearchParams({ sequence: text, foreground: 'light' }).toString();
  const response = await fetch(`${address}/v1/morphological-filtering?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'image/png' },
    body: await pngOf(image),
  });
  expect(response.status).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return (await readBitImage(bytes, { foreground: 'light' })).image;
}

const fresh = diskorect(1, 99)[0]!;
const whole = 'window=3&foreground=light';

describe('learning over HTTP', () => {
  let service: RunningHost;

  beforeAll(async () => {
    service = await startMorphologicalFiltering({ port: 0 });
  });

  afterAll(() => service.close());

  const models = async () =>
    ((await (await fetch(`${service.address}/v1/models`)).json()) as { models: Card[] }).models;

  it('lists the document cleaner with its card and runs it, in sequences and as tensors', async () => {
    const { address } = service;
    const card = (await models()).find(({ id }) => id === 'document-cleaning')!;
    expect(card.use).toBe('learned:document-cleaning');
    expect(card.metrics['f']).toBeGreaterThan(0.96);
    const file = new Uint8Array(
      await (await fetch(`${address}/v1/models/document-cleaning/file`)).arrayBuffer(),
    );
    expect(file.length).toBe(card.bytes);
    const cleaner = LearnedFilter.fromModel(file);
    const text = 'learned:document-cleaning + fill-holes';
    const expected = sequence(text, { learned: new Map([['document-cleaning', cleaner]]) });
    const rows = expected.apply(fresh).toRows();
    expect((await filtered(address, text, fresh)).toRows()).toEqual(rows);
    const infer = await fetch(`${address}/v2/models/morphological-filtering/infer`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        parameters: { sequence: text },
        inputs: [
          {
            name: 'image',
            datatype: 'UINT8',
            shape: [fresh.height, fresh.width],
            data: [...fresh.toBytes()],
          },
        ],
      }),
    });
    const { outputs } = (await infer.json()) as { outputs: { data: number[] }[] };
    expect(outputs[0]!.data.join('')).toBe(rows.join(''));
  });

  it('learns an operation back from a form, proves it, and has it at hand at once', async () => {
    const { address } = service;
    const { job, state } = await learn(address, whole, formOf(files));
    expect(state).toBe('succeeded');
    const report = (await (await fetch(`${job}/result`)).json()) as FitReport;
    expect(report).toMatchObject({
      sequence: target,
      exact: true,
      proof: { kind: 'zero-error', pairs: 12 },
      bytes: 0,
      foreground: 'light',
      model: { client: true, task: 'morphological-filtering' },
    });
    expect(report.use).toBe(`learned:${report.model.id}`);
    expect(Date.parse(report.model.expiresAt!)).toBeGreaterThan(Date.now());
    expect((await filtered(address, report.use, fresh)).toRows()).toEqual(
      sequence(target).apply(fresh).toRows(),
    );
    expect((await models()).map(({ id }) => id)).toContain(report.model.id);

    const file = new Uint8Array(
      await (await fetch(`${address}${report.links.file}`)).arrayBuffer(),
    );
    expect(LearnedFilter.fromModel(file).toString()).toBe(target);
    const gone = await fetch(`${address}${report.links.model}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect((await fetch(`${address}${report.links.file}`)).status).toBe(404);
    const back = await fetch(`${address}/v1/models`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    });
    expect(back.status).toBe(201);
    expect(back.headers.get('Location')).toBe(report.links.model);
    expect((await filtered(address, report.use, fresh)).toRows()).toEqual(
      sequence(target).apply(fresh).toRows(),
    );
  });

  it('learns from a zip, and gives the model file itself where asked for', async () => {
    const { address } = service;
    const zip = zipOf({
      ...Object.fromEntries(files.map(({ before }, at) => [`set/before/${at}.png`, before])),
      ...Object.fromEntries(files.map(({ after }, at) => [`set/after/${at}.tif`, after])),
      '__MACOSX/._0.png': Uint8Array.of(1),
    });
    const { job, state } = await learn(address, whole, zip, {
      'Content-Type': 'application/zip',
      Accept: 'application/octet-stream',
    });
    expect(state).toBe('succeeded');
    const result = await fetch(`${job}/result`);
    expect(result.headers.get('Content-Type')).toBe('application/octet-stream');
    const filter = LearnedFilter.fromModel(new Uint8Array(await result.arrayBuffer()));
    expect(filter.toString()).toBe(target);
    expect((await models()).map(({ id }) => id)).toContain(result.headers.get('Onebit-Model'));
  });

  it('fails by name: pairs of two sizes, a zip without folders', async () => {
    const { address } = service;
    const other = await pngOf(sequence('open:disk1').apply(diskorect(1, 1, { size: 31 })[0]!));
    const bad = await learn(address, whole, formOf([{ before: files[0]!.before, after: other }]));
    expect(bad.state).toBe('failed');
    const problem = (await (await fetch(`${bad.job}/result`)).json()) as Problem;
    expect(problem).toMatchObject({ code: 'size-mismatch', status: 422 });
    const zip = zipOf({ 'left/1.png': files[0]!.before });
    const headers = { 'Content-Type': 'application/zip' };
    const loose = await learn(address, whole, zip, headers);
    expect(((await (await fetch(`${loose.job}/result`)).json()) as Problem).code).toBe(
      'pairs-incomplete',
    );
  });

  it('tells its progress and stops when cancelled', async () => {
    const { address } = service;
    const hard = pairsOf(sequence('median:7'), diskorect(40, 5));
    const pairs = await Promise.all(
      hard.map(async ({ before, after }) => ({
        before: await pngOf(before),
        after: await pngOf(after),
      })),
    );
    const accepted = await fetch(`${address}${fit}?window=15&restarts=64`, {
      method: 'POST',
      body: formOf(pairs),
    });
    const job = `${address}${accepted.headers.get('Location')!}`;
    let view = { progress: 0, etaSeconds: null as number | null };
    while (view.progress < 0.06) {
      view = (await (await fetch(job)).json()) as typeof view;
    }
    expect(view.etaSeconds).toBeGreaterThan(0);
    const running = async () =>
      /onebit_tasks{lane="large",state="running"} (\d+)/.exec(
        await (await fetch(`${address}/metrics`)).text(),
      )![1];
    expect(await running()).toBe('1');
    await fetch(job, { method: 'DELETE' });
    while ((await running()) !== '0');
  });
});

const first = await modelOf(target);
const second = await modelOf('erode:cross3');

async function modelOf(text: string): Promise<Uint8Array> {
  const pairs = pairsOf(sequence(text), diskorect(12, 7));
  return (await LearnedFilter.fit(pairs, { window: 3 })).toModel();
}

describe('models of clients', () => {
  const hand = (address: string, file: Uint8Array) =>
    fetch(`${address}/v1/models`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file as Uint8Array<ArrayBuffer>,
    });
  const clients = async (address: string) =>
    ((await (await fetch(`${address}/v1/models`)).json()) as { models: Card[] }).models.filter(
      ({ client }) => client,
    );

  it('in memory make room for one another and expire', async () => {
    const service = await startMorphologicalFiltering({ port: 0, limits: { clientModels: 1 } });
    const { address } = service;
    const [one, two] = [
      (await (await hand(address, first)).json()) as Card,
      (await (await hand(address, second)).json()) as Card,
    ];
    expect((await clients(address)).map(({ id }) => id)).toEqual([two.id]);
    expect(((await (await hand(address, first)).json()) as Card).id).toBe(one.id);
    await service.close();

    const brief = await startMorphologicalFiltering({ port: 0, limits: { clientModelMs: 1 } });
    await hand(brief.address, first);
    while ((await clients(brief.address)).length > 0);
    await brief.close();
  });

  it('in a folder outlive a restart, never expire, and are refused beyond the bound', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onebit-models-'));
    const options = {
      port: 0,
      learnedModels: folder,
      limits: { clientModels: 1, clientModelMs: 1 },
    };
    const before = await startMorphologicalFiltering(options);
    const { id } = (await (await hand(before.address, first)).json()) as Card;
    const refused = await hand(before.address, second);
    expect(refused.status).toBe(503);
    expect(((await refused.json()) as Problem).hint).toContain('DELETE /v1/models');
    await before.close();

    writeFileSync(join(folder, 'broken.safetensors'), 'no model');
    const after = await startMorphologicalFiltering(options);
    expect(await clients(after.address)).toMatchObject([{ id, use: `learned:${id}` }]);
    expect((await clients(after.address))[0]!.expiresAt).toBeUndefined();
    await fetch(`${after.address}/v1/models/${id}`, { method: 'DELETE' });
    expect(readdirSync(folder)).toEqual(['broken.safetensors']);
    await after.close();
    rmSync(folder, { recursive: true });
  });
});
