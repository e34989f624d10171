import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { benchmarkServices } from './benchmark.ts';
import { ask, measureLoad } from './load.ts';
import { serviceRequests, type ServiceRequest } from './requests.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that answers with so many results, the first time when `together` requests are there. */
async function listen(results: number, { status = 200, together = 1 } = {}) {
  const waiting: (() => void)[] = [];
  let now = 0;
  const seen = { most: 0, served: 0 };
  server = createServer((request, response) => {
    now += 1;
    seen.most = Math.max(seen.most, now);
    request.resume().on('end', () => {
      waiting.push(() => {
        now -= 1;
        seen.served += 1;
        response.writeHead(status).end(JSON.stringify({ results: new Array(results).fill(0) }));
      });
      if (seen.most >= together) for (const answer of waiting.splice(0)) answer();
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, seen };
}

const [, oneText] = serviceRequests(1) as [ServiceRequest, ServiceRequest];

describe('the benchmark of services', () => {
  it('keeps as many requests in flight as asked and counts each answer once', async () => {
    const { address, seen } = await listen(1, { together: 4 });
    const load = { concurrency: 4, fewest: 40, budgetMs: 0 };
    const measured = await measureLoad(address, oneText, load);
    if (typeof measured === 'string') throw new Error(measured);
    expect(seen.most).toBe(4);
    expect(measured.latencies.length).toBe(seen.served);
    expect(measured.latencies.length).toBeGreaterThanOrEqual(40);
    expect(measured.perSecond).toBeGreaterThan(0);
  });

  it('counts no answer that is wrong', async () => {
    const load = { concurrency: 2, fewest: 4, budgetMs: 0 };
    expect(await measureLoad((await listen(3)).address, oneText, load)).toBe('3 results, not 1');
    server!.close();
    expect(await ask((await listen(1, { status: 503 })).address, oneText)).toBe('status 503');
  });

  it('reports a service with wrong answers as refused, and stops it at the end', async () => {
    const { address } = await listen(7);
    let stopped = 0;
    const { rows, refused, benchmark } = await benchmarkServices({
      quick: true,
      only: 'emotion-classification, 1 text 8',
      start: async () => ({ address, stop: () => (stopped += 1) }),
    });
    expect(benchmark).toBe('services');
    expect(rows).toEqual([]);
    expect(refused.map(({ reason }) => reason)).toEqual(['7 results, not 1']);
    expect(stopped).toBe(1);
  });

  it('asks the same for the same seed', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => serviceRequests(seed)[0]!.body);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });
});
