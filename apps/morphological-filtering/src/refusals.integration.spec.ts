import type { Problem, RunningHost } from '@onebit/http-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badRequests, image, send } from '../test/bad-requests.ts';
import { startMorphologicalFiltering } from './service.ts';

let service: RunningHost;

beforeAll(async () => {
  service = await startMorphologicalFiltering({ port: 0 });
});

afterAll(() => service.close());

/** One good request, whose bits are checked. */
async function expectService(): Promise<void> {
  const response = await fetch(
    `${service.address}/v1/morphological-filtering?sequence=open:square3+dilate:hline3`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'image/png', Accept: 'image/x-portable-bitmap' },
      body: new Uint8Array(image),
    },
  );
  expect(response.status).toBe(200);
  const file = Buffer.from(await response.arrayBuffer());
  // Light foreground is written as paper, so the rows are the complement of #####....
  expect(file.subarray(-10).toString('hex')).toBe('ff80' + '0780'.repeat(3) + 'ff80');
}

describe('a service that gets', () => {
  it.each(badRequests)('$name says $status $code and goes on', async (bad) => {
    const response = await send(service.address, bad);
    const body = await response.text();
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    const problem = JSON.parse(body) as Problem;
    expect({ status: response.status, code: problem.code }).toEqual({
      status: bad.status,
      code: bad.code,
    });
    expect(problem.status).toBe(bad.status);
    expect(problem.expected).toMatch(bad.expected);
    expect(problem.received).toMatch(bad.received);
    expect(problem.hint).toMatch(bad.hint);
    if (bad.position !== undefined) {
      expect(problem.position).toBe(bad.position);
    }
    if (bad.status === 405) {
      expect(response.headers.get('Allow')).toContain('POST');
    }
    expect(body).not.toMatch(/node_modules|\.ts:|\.js:|\bat \w+ \(/);
    await expectService();
  });
});
