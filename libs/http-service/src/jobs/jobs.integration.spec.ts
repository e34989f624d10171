import { afterEach, describe, expect, it } from 'vitest';
import { Door, toy, type ToyOptions } from '../../test/toy-service.ts';
import { until } from '../../test/until.ts';
import { type HostOptions, type RunningHost, startHost } from '../host/host.ts';
import type { JobView } from './job.ts';

const running: RunningHost[] = [];

async function start(options: HostOptions = {}, toyOptions: ToyOptions = {}): Promise<RunningHost> {
  const host = await startHost([toy(toyOptions)], options);
  running.push(host);
  return host;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.close({ now: true })));
});

async function post(
  { address }: RunningHost,
  body: string,
  headers: Record<string, string> = {},
  query = '',
) {
  const response = await fetch(`${address}/v1/jobs/toy${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain', ...headers },
    body,
  });
  return { response, location: `${address}${response.headers.get('Location') ?? ''}` };
}

const view = async (location: string) => (await (await fetch(location)).json()) as JobView;
const code = async (response: Response) => ((await response.json()) as { code: string }).code;

/** The server-sent events of a stream that ends. */
async function events(location: string): Promise<{ event: string; job: JobView }[]> {
  const response = await fetch(`${location}/events`);
  expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
  const blocks = (await response.text()).trim().split('\n\n');
  return blocks.map((block) => ({
    event: /^event: (.*)$/m.exec(block)![1]!,
    job: JSON.parse(/^data: (.*)$/m.exec(block)![1]!) as JobView,
  }));
}

describe('jobs', () => {
  it('go from 202 and Location over events to the result', async () => {
    const door = new Door();
    door.close();
    const host = await start({}, { door });
    const { response, location } = await post(host, 'abc');
    expect(response.status).toBe(202);
    const early = await fetch(`${location}/result`);
    expect([early.status, await code(early)]).toEqual([409, 'job-without-result']);
    await until(async () => (await view(location)).progress === 0.5);
    const stream = events(location);
    door.open();
    const seen = await stream;
    expect(seen.at(-1)).toMatchObject({ event: 'succeeded', job: { progress: 1, etaSeconds: 0 } });
    const progress = seen.map(({ job }) => job.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    const { links } = await view(location);
    const result = await fetch(`${host.address}${links.result}`);
    expect([result.status, await result.text()]).toEqual([200, 'ABC']);
    expect(await events(location)).toHaveLength(1);
  });

  it('are cancelled by DELETE, and forgotten by a second one', async () => {
    const door = new Door();
    door.close();
    const host = await start({}, { door });
    const { location } = await post(host, 'abc');
    await until(() => door.arrived === 1);
    const cancelled = await fetch(location, { method: 'DELETE' });
    expect(((await cancelled.json()) as JobView).state).toBe('cancelled');
    expect(door.stopped).toBe(1);
    expect((await fetch(`${location}/result`)).status).toBe(409);
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(204);
    const gone = await fetch(location);
    expect([gone.status, await code(gone)]).toEqual([404, 'job-unknown']);
  });

  it('that fail tell why, as the direct request would', async () => {
    const host = await start();
    const { location } = await post(host, 'abc', {}, '?fail=known');
    const last = (await events(location)).at(-1)!;
    expect([last.event, last.job.problem?.code]).toEqual(['failed', 'value-invalid']);
    const result = await fetch(`${location}/result`);
    expect([result.status, await code(result)]).toEqual([422, 'value-invalid']);
  });

  it('are made once for one idempotency key', async () => {
    const host = await start();
    const key = { 'Idempotency-Key': 'k-1' };
    const first = await post(host, 'abc', key);
    const again = await post(host, 'abc', key);
    expect(again.location).toBe(first.location);
    expect(again.response.headers.get('Idempotency-Replayed')).toBe('true');
    const other = await post(host, 'abcd', key);
    expect([other.response.status, await code(other.response)]).toEqual([
      422,
      'idempotency-key-reused',
    ]);
    const bad = await post(host, 'abc', { 'Idempotency-Key': 'two words' });
    expect(bad.response.status).toBe(400);
  });

  it('leave a worker to direct requests and are refused when their queue is full', async () => {
    const door = new Door();
    door.close();
    const host = await start({ limits: { workers: 2, largeQueue: 2 } }, { door });
    const accepted = [await post(host, 'a'), await post(host, 'b'), await post(host, 'c')];
    expect(accepted.map(({ response }) => response.status)).toEqual([202, 202, 202]);
    const { response } = await post(host, 'd');
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '1']);
    const direct = fetch(`${host.address}/v1/toy`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: 'now',
    });
    await until(() => door.arrived === 2);
    door.open();
    expect(await (await direct).text()).toBe('NOW');
  });

  it('stop at their deadline', async () => {
    const door = new Door();
    door.close();
    const host = await start({ limits: { jobWorkMs: 20 } }, { door });
    const { location } = await post(host, 'abc');
    expect((await events(location)).at(-1)!.job.problem?.code).toBe('deadline-exceeded');
  });

  it('are finished before the host stops', async () => {
    const door = new Door();
    door.close();
    const host = await start({}, { door });
    const { location } = await post(host, 'abc');
    await until(() => door.arrived === 1);
    const stream = events(location);
    await until(async () => (await view(location)).state === 'running');
    const closed = host.close();
    door.open();
    expect((await stream).at(-1)!.event).toBe('succeeded');
    await closed;
  });

  it('are refused for what is no task, and a job takes no POST', async () => {
    const host = await start();
    const unknown = await fetch(`${host.address}/v1/jobs/nope`, { method: 'POST', body: 'x' });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      code: 'route-unknown',
      expected: 'a task of this service: toy',
    });
    const { location } = await post(host, 'abc');
    const kept = await fetch(location, { method: 'POST', body: 'x' });
    expect([kept.status, kept.headers.get('Allow')]).toEqual([405, 'GET, HEAD, DELETE, OPTIONS']);
  });

  it('refuse more listeners than the limit', async () => {
    const door = new Door();
    door.close();
    const host = await start({ limits: { eventListeners: 1 } }, { door });
    const { location } = await post(host, 'abc');
    const first = await fetch(`${location}/events`);
    const second = await fetch(`${location}/events`);
    expect(second.status).toBe(503);
    await first.body!.cancel();
    await until(async () => {
      const next = await fetch(`${location}/events`);
      await next.body!.cancel();
      return next.status === 200;
    });
  });
});

describe('the Open Inference Protocol', () => {
  it('tells server, model, readiness, and infers', async () => {
    const host = await start({ title: 'Toys', version: '9' });
    const get = async (path: string) => (await fetch(`${host.address}${path}`)).json();
    expect(await get('/v2')).toEqual({ name: 'Toys', version: '9', extensions: [] });
    expect(await get('/v2/health/live')).toEqual({ live: true });
    expect(await get('/v2/health/ready')).toEqual({ ready: true });
    expect(await get('/v2/models/toy')).toMatchObject({ name: 'toy', versions: ['3'] });
    expect(await get('/v2/models/toy/versions/3/ready')).toEqual({ name: 'toy', ready: true });
    const unknown = (await get('/v2/models/toy/versions/4')) as { code: string; error: string };
    expect(unknown.code).toBe('model-unknown');
    expect(unknown.error).toContain('toy (3)');
    const infer = (body: string, type = 'application/json') =>
      fetch(`${host.address}/v2/models/toy/infer`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
    expect(await (await infer('{"inputs":[]}')).json()).toEqual({ inputs: [] });
    expect((await infer('{}', 'text/plain')).status).toBe(415);
    expect((await infer('')).status).toBe(400);
  });
});
