import { OnebitError } from '@onebit/errors';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { parseRaw, raw } from '../../test/raw.ts';
import { Door, toy, type ToyOptions } from '../../test/toy-service.ts';
import { until } from '../../test/until.ts';
import type { Problem } from '../problems/problem.ts';
import { type HostOptions, type RunningHost, startHost } from './host.ts';

const running: RunningHost[] = [];
const lines: string[] = [];
const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });

async function start(options: HostOptions = {}, toyOptions: ToyOptions = {}): Promise<RunningHost> {
  const host = await startHost([toy(toyOptions)], { logger, ...options });
  running.push(host);
  return host;
}

afterEach(async () => {
  lines.length = 0;
  await Promise.all(running.splice(0).map((host) => host.close({ now: true })));
});

const text = { 'Content-Type': 'text/plain' };

function post(host: RunningHost, path: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${host.address}${path}`, {
    method: 'POST',
    headers: { ...text, ...headers },
    body,
  });
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
  return (await response.json()) as Problem;
}

describe('a host', () => {
  it('answers a task, with the request id echoed and the queue timed', async () => {
    const host = await start();
    const response = await post(host, '/v1/toy', 'abc', { 'X-Request-Id': 'my-id' });
    expect(await response.text()).toBe('ABC');
    expect(response.headers.get('X-Request-Id')).toBe('my-id');
    expect(response.headers.get('Server-Timing')).toMatch(/^queue;dur=\d/);
    expect(response.headers.get('Content-Security-Policy')).toContain("'wasm-unsafe-eval'");
    expect(response.headers.get('X-Powered-By')).toBeNull();
  });

  it('gives an id of its own in place of one that is not plain', async () => {
    const host = await start();
    const response = await post(host, '/v1/toy', 'abc', { 'X-Request-Id': 'a b\t"c"' });
    expect(response.headers.get('X-Request-Id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('tells a known fault whole', async () => {
    const host = await start();
    const response = await post(host, '/v1/toy?fail=known', 'abc');
    expect(response.status).toBe(422);
    expect(await problemOf(response)).toMatchObject({ code: 'value-invalid', expected: 'x' });
  });

  it('logs an unknown fault with its stack and tells the client only the id', async () => {
    const host = await start();
    const response = await post(host, '/v1/toy?fail=unknown', 'abc', { 'X-Request-Id': 'r-500' });
    const problem = await problemOf(response);
    expect([response.status, problem.code, problem.instance]).toEqual([500, 'internal', 'r-500']);
    expect(JSON.stringify(problem)).not.toMatch(/secret|shadow|\.ts/);
    const logged = lines.find((line) => line.includes('r-500'));
    expect(logged).toContain('the secret of /etc/shadow');
    expect(logged).toMatch(/toy-service\.ts:\d+/);
  });

  it('serves limits, models, problems, metrics, documents', async () => {
    const host = await start({ limits: { textBytes: 1234 } });
    const get = async (path: string) => (await fetch(`${host.address}${path}`)).json();
    expect(await get('/v1/limits')).toEqual(host.limits);
    expect(host.limits.textBytes).toBe(1234);
    expect(await get('/v1/models')).toEqual({ models: [] });
    expect(await get('/problems/body-missing')).toMatchObject({ status: 400 });
    expect(await get('/health')).toEqual({
      status: 'live',
      ready: true,
      services: { toy: 'ready' },
    });
    const document = (await get('/openapi.json')) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/v1/jobs/{id}/events');
    const metrics = await (await fetch(`${host.address}/metrics`)).text();
    expect(metrics).toMatch(/route="\/v1\/limits",status="200"} 1/);
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
    expect((await fetch(`${host.address}/v1/models/none`)).status).toBe(404);
    expect((await fetch(`${host.address}/problems/none`)).status).toBe(404);
  });

  it('refuses other methods with Allow, and unknown addresses', async () => {
    const host = await start();
    const wrong = await fetch(`${host.address}/v1/toy`);
    expect([wrong.status, wrong.headers.get('Allow')]).toEqual([405, 'POST, OPTIONS']);
    const options = await fetch(`${host.address}/v1/jobs/1`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('Allow')]).toEqual([
      204,
      'GET, HEAD, DELETE, OPTIONS',
    ]);
    expect((await fetch(`${host.address}/nothing`)).status).toBe(404);
    expect((await fetch(host.address)).url).toBe(`${host.address}/docs`);
    expect((await fetch(`${host.address}/v1/jobs/%ff`)).status).toBe(400);
  });

  it('tells which port is taken', async () => {
    const host = await start();
    await expect(startHost([], { logger, port: host.port })).rejects.toMatchObject({
      code: 'port-taken',
      hint: expect.stringContaining('PORT=') as string,
    });
  });

  it('does not start when a self-test fails', async () => {
    const fault = new OnebitError('self-test-failed', { expected: '1', received: '2', hint: 'x' });
    await expect(start({}, { selfTest: () => Promise.reject(fault) })).rejects.toBe(fault);
  });
});

describe('limits', () => {
  it('takes a body of n bytes and refuses n + 1, announced or not', async () => {
    const host = await start({ limits: { textBytes: 1000 } });
    expect((await post(host, '/v1/toy', 'x'.repeat(1000))).status).toBe(200);
    expect((await post(host, '/v1/toy', 'x'.repeat(1001))).status).toBe(413);
    const chunk = (n: number) => `${n.toString(16)}\r\n${'x'.repeat(n)}\r\n`;
    const head =
      'POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
    const fits = parseRaw(await raw(host.port, [head, chunk(999), chunk(1), '0\r\n\r\n']));
    expect(fits.status).toBe(200);
    const over = parseRaw(await raw(host.port, [head, chunk(999), chunk(2), '0\r\n\r\n']));
    expect([over.status, over.body['code']]).toEqual([413, 'body-too-large']);
  });

  it.each(['close', 'keep-alive'])(
    'lets a client that sends on read the refusal (Connection: %s)',
    async (connection) => {
      const host = await start({ limits: { textBytes: 1000, keepAliveMs: 1 } });
      const bytes = 16 * 1024 * 1024;
      const head = `POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${String(bytes)}\r\nConnection: ${connection}\r\n\r\n`;
      const answer = parseRaw(await raw(host.port, [head, new Uint8Array(bytes)]));
      expect([answer.status, answer.body['code']]).toEqual([413, 'body-too-large']);
    },
  );

  it('does not ask for a body it will refuse (Expect: 100-continue)', async () => {
    const host = await start({ limits: { textBytes: 1000 } });
    const head = (length: number) =>
      `POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${String(length)}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;
    const refused = await raw(host.port, [head(1001)]);
    expect(refused).toMatch(/^HTTP\/1\.1 413 /);
    const accepted = await raw(host.port, [head(3), 'abc']);
    expect(accepted).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it.each([
    [
      'no Host',
      'GET /v1/limits HTTP/1.1\r\nConnection: close\r\n\r\n',
      400,
      'request-malformed',
      /header Host/,
    ],
    [
      'another expectation',
      'POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: foo\r\nConnection: close\r\n\r\nabc',
      417,
      'expectation-unknown',
      /100-continue/,
    ],
  ])(
    'refuses a request with %s in a problem document',
    async (_, request, status, code, expected) => {
      const host = await start();
      const answer = await raw(host.port, [request]);
      expect(answer).toContain('application/problem+json');
      const { body } = parseRaw(answer);
      expect(body).toMatchObject({
        status,
        code,
        expected: expect.stringMatching(expected) as string,
      });
      const older = await raw(host.port, ['GET /v1/limits HTTP/1.0\r\n\r\n']);
      expect(parseRaw(older).status).toBe(200);
    },
  );

  it('takes 16 KiB of headers and refuses more with 431', async () => {
    const host = await start();
    const head = (bytes: number) =>
      `GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${'x'.repeat(bytes)}\r\n\r\n`;
    expect(parseRaw(await raw(host.port, [head(16_000)])).status).toBe(200);
    const over = parseRaw(await raw(host.port, [head(16_400)]));
    expect([over.status, over.body['code']]).toEqual([431, 'header-too-large']);
  });

  it('takes 100 header lines and refuses 101 instead of cutting them', async () => {
    const host = await start();
    const head = (count: number) =>
      `GET /v1/limits HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${'X: y\r\n'.repeat(count - 2)}\r\n`;
    expect(parseRaw(await raw(host.port, [head(100)])).status).toBe(200);
    const over = parseRaw(await raw(host.port, [head(101)]));
    expect([over.status, over.body['code']]).toEqual([431, 'header-too-large']);
  });

  it('closes a connection whose headers or body do not arrive in time, with 408', async () => {
    const host = await start({
      limits: { headersTimeoutMs: 100, requestTimeoutMs: 200, timeoutCheckMs: 20 },
    });
    const slowHead = parseRaw(await raw(host.port, ['GET /health/live HTTP/1.1\r\nHost: x\r\n']));
    expect([slowHead.status, slowHead.body['code']]).toEqual([408, 'request-timeout']);
    const slowBody = parseRaw(
      await raw(host.port, [
        'POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nabc',
      ]),
    );
    expect([slowBody.status, slowBody.body['code']]).toEqual([408, 'request-timeout']);
  });

  it('refuses an upload that is slower than the lowest rate', async () => {
    const host = await start({ limits: { uploadGraceMs: 1, uploadBytesPerSecond: 1_000_000 } });
    const answer = parseRaw(
      await raw(host.port, [
        'POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nConnection: close\r\n\r\nabc',
      ]),
    );
    expect([answer.status, answer.body['code']]).toEqual([408, 'request-timeout']);
  });

  it('refuses with 503 what does not fit into the memory for uploads', async () => {
    const door = new Door();
    door.close();
    const host = await start({ limits: { bufferedBytes: 10 } }, { door });
    const first = post(host, '/v1/toy', '12345678');
    await until(() => door.arrived === 1);
    const second = await post(host, '/v1/toy', '123');
    expect([second.status, second.headers.get('Retry-After')]).toEqual([503, '1']);
    door.open();
    expect((await first).status).toBe(200);
    await until(async () => (await post(host, '/v1/toy', '123')).status === 200);
  });

  it('answers 503 with Retry-After at once when workers and queue are full', async () => {
    const door = new Door();
    door.close();
    const host = await start({ limits: { workers: 2, smallQueue: 3 } }, { door });
    const accepted = Array.from({ length: 5 }, () => post(host, '/v1/toy', 'a'));
    const waiting = async () =>
      /onebit_tasks{lane="small",state="waiting"} 3/.test(
        await (await fetch(`${host.address}/metrics`)).text(),
      );
    await until(waiting);
    const refused = await post(host, '/v1/toy', 'a');
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '1']);
    expect((await problemOf(refused)).code).toBe('overloaded');
    door.open();
    expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual(Array(5).fill(200));
  });

  it('answers 429 with Retry-After to a client over its rate, health excepted', async () => {
    const host = await start({ limits: { requestsPerMinute: 2, rateLimitLoopback: true } });
    const statuses: number[] = [];
    for (let index = 0; index < 3; index++) {
      statuses.push((await fetch(`${host.address}/v1/limits`)).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await fetch(`${host.address}/v1/limits`);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await problemOf(refused)).code).toBe('rate-limited');
    expect((await fetch(`${host.address}/health/live`)).status).toBe(200);
  });

  it('answers 503 on connections beyond the limit, and recovers', async () => {
    const host = await start({ limits: { connections: 2 } });
    const sockets = [1, 2].map(() => connect(host.port, '127.0.0.1'));
    await Promise.all(sockets.map((s) => new Promise((resolve) => s.once('connect', resolve))));
    await until(async () => (await fetch(`${host.address}/v1/limits`)).status === 503);
    for (const socket of sockets) {
      socket.destroy();
    }
    await until(async () => (await fetch(`${host.address}/v1/limits`)).status === 200);
  });

  it('stops work at its deadline with 504', async () => {
    const door = new Door();
    door.close();
    const host = await start({ limits: { workMs: 20 } }, { door });
    const response = await post(host, '/v1/toy', 'a');
    expect([response.status, (await problemOf(response)).code]).toEqual([504, 'deadline-exceeded']);
    expect(door.stopped).toBe(1);
  });

  it('stops the work of a client that went away', async () => {
    const door = new Door();
    door.close();
    const host = await start({}, { door });
    const controller = new AbortController();
    const request = fetch(`${host.address}/v1/toy`, {
      method: 'POST',
      headers: text,
      body: 'a',
      signal: controller.signal,
    });
    await until(() => door.arrived === 1);
    controller.abort();
    await expect(request).rejects.toThrow();
    await until(() => door.stopped === 1);
  });
});

describe('broken requests', () => {
  it.each([
    ['not HTTP at all', 'hello\r\n\r\n'],
    ['an impossible length', 'POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n'],
    [
      'two framings, the shape of smuggling',
      'POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a broken chunk',
      'POST /v1/toy HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
  ])('%s: 400, and the next request is right', async (_name, request) => {
    const host = await start();
    const answer = parseRaw(await raw(host.port, [request]));
    expect([answer.status, answer.body['code']]).toEqual([400, 'request-malformed']);
    expect(await (await post(host, '/v1/toy', 'ok')).text()).toBe('OK');
  });
});

describe('stopping', () => {
  it('finishes accepted requests, refuses new ones with Connection: close, then closes', async () => {
    const door = new Door();
    door.close();
    const host = await start({}, { door });
    const accepted = post(host, '/v1/toy', 'last');
    await until(() => door.arrived === 1);
    // A connection that is half-way through its second request when the stop comes.
    const request = 'GET /v1/limits HTTP/1.1\r\nHost: x\r\n\r\n';
    let answer = '';
    const open = connect(host.port, '127.0.0.1');
    open.on('data', (chunk) => (answer += chunk.toString()));
    open.write(request);
    await until(() => answer.endsWith('}'));
    answer = '';
    open.write(request.slice(0, -2));
    expect((await fetch(`${host.address}/v1/limits`)).status).toBe(200);
    const closed = host.close();
    await until(
      () =>
        new Promise((resolve) => {
          const probe = connect(host.port, '127.0.0.1');
          probe.once('error', () => {
            resolve(true);
          });
          probe.once('connect', () => {
            probe.destroy();
            resolve(false);
          });
        }),
    );
    open.write(request.slice(-2));
    await until(() => answer.includes('\r\n\r\n{'));
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toContain('Connection: close');
    expect(answer).toContain('"code":"shutting-down"');
    door.open();
    expect(await (await accepted).text()).toBe('LAST');
    await Promise.all([closed, host.closed]);
  });

  it('cuts everything at once when told so', async () => {
    const door = new Door();
    door.close();
    const host = await start({}, { door });
    const accepted = post(host, '/v1/toy', 'last');
    await until(() => door.arrived === 1);
    const graceful = host.close();
    await host.close({ now: true });
    await expect(accepted).rejects.toThrow();
    await graceful;
  });

  it('stops while it starts', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const starting = start(
      { signal: controller.signal },
      {
        selfTest: (signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
            controller.abort(reason);
          }),
      },
    );
    await expect(starting).rejects.toBe(reason);
  });
});

describe('readiness', () => {
  it('is off until the self-test passed and while workers keep breaking', async () => {
    let suspect = false;
    let pass: () => void = () => undefined;
    let tests = 0;
    const host = await start(
      {},
      {
        suspect: () => suspect,
        selfTest: () =>
          tests++ === 0 ? Promise.resolve() : new Promise((resolve) => (pass = resolve)),
      },
    );
    const ready = () => fetch(`${host.address}/health/ready`);
    expect((await ready()).status).toBe(200);
    suspect = true;
    const off = await ready();
    expect([off.status, (await problemOf(off)).code]).toEqual([503, 'not-ready']);
    expect((await fetch(`${host.address}/health/live`)).status).toBe(200);
    expect(await (await fetch(`${host.address}/v2/health/ready`)).json()).toEqual({ ready: false });
    suspect = false;
    pass();
    await until(async () => (await ready()).status === 200);
    expect(tests).toBe(2);
  });
});
