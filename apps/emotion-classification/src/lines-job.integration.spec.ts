import type { RunningHost } from '@onebit/http-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmotionClassification } from './service.ts';

/** More than a direct JSON body holds, and less than the lines of a job. */
const MOST = 1_000_000;

let service: RunningHost;
beforeAll(async () => {
  service = await startEmotionClassification({ port: 0, limits: { textJobBytes: MOST } });
});
afterAll(() => service.close());

interface Line {
  readonly labels?: string[];
  readonly scores?: Record<string, number>;
  readonly explanation?: object;
  readonly line?: number;
  readonly error?: { readonly code: string; readonly hint: string };
}

interface JobView {
  readonly state: string;
  readonly progress: number;
  readonly problem: { readonly code: string } | null;
}

const start = (body: BodyInit, query = '', headers: Record<string, string> = {}) =>
  fetch(`${service.address}/v1/jobs/emotion-classification${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson', ...headers },
    body,
  });

const addressOf = (started: Response): string => {
  expect(started.status).toBe(202);
  return `${service.address}${started.headers.get('Location')!}`;
};

/** Every state that the events of a job tell, to its end. */
async function history(job: string): Promise<JobView[]> {
  const text = await (await fetch(`${job}/events`)).text();
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!) as JobView);
}

async function linesOf(job: string): Promise<Line[]> {
  const result = await fetch(`${job}/result`);
  expect(result.headers.get('Content-Type')).toBe('application/x-ndjson; charset=utf-8');
  const text = (await result.text()).trimEnd();
  return text.split('\n').map((line) => JSON.parse(line) as Line);
}

/** 6,000 lines in 260 kB and more, of which line 3,000 is broken and line 4,500 blank. */
const many = Array.from({ length: 6000 }, (_, at) => {
  if (at === 2999) return '{';
  if (at === 4499) return '';
  return JSON.stringify({ text: `Thank you so much, number ${at + 1}, for this!` });
}).join('\n');

describe('a job of many lines', () => {
  it('answers more of them than a direct document holds, in their order', async () => {
    expect(many.length).toBeGreaterThan(service.limits.textBytes);
    const job = addressOf(await start(many));
    const states = await history(job);
    expect(states.at(-1)).toMatchObject({ state: 'succeeded', progress: 1 });
    const lines = await linesOf(job);
    expect(lines).toHaveLength(5999);
    expect(lines[2999]).toMatchObject({ line: 3000, error: { code: 'body-malformed' } });
    const told = lines.filter(({ labels }) => labels?.includes('gratitude'));
    expect(told.length).toBeGreaterThan(5900);
  });

  it('answers as the stream does', async () => {
    const body = '"I love it"\n{"text":"I am scared"}\n{"text":"x","model":"emotion-xed"}\n7\n';
    const query = '?threshold=0&explain=true&model=emotion-goemotions-small';
    const streamed = await fetch(`${service.address}/v1/emotion-classification${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson' },
      body,
    });
    const job = addressOf(await start(body, query));
    await history(job);
    const lines = await linesOf(job);
    expect(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`).toBe(await streamed.text());
    expect(lines[2]!.error!.hint).toContain('?model=');
  });

  it('tells its progress and stops when it is cancelled', async () => {
    const body = `${JSON.stringify({ text: 'I love this and I am scared. '.repeat(600) })}\n`;
    const job = addressOf(await start(body.repeat(50)));
    const events = (await fetch(`${job}/events`)).body!.pipeThrough(new TextDecoderStream());
    let seen = '';
    let cancelled: Promise<Response> | undefined;
    for await (const part of events) {
      seen += part;
      if (/"progress":0\.\d/.test(seen)) cancelled ??= fetch(job, { method: 'DELETE' });
    }
    expect(await (await cancelled!).json()).toMatchObject({ state: 'cancelled' });
    const result = await fetch(`${job}/result`);
    expect(result.status).toBe(409);
  });

  it('is made once for one idempotency key', async () => {
    const key = { 'Idempotency-Key': 'lines-1' };
    const first = addressOf(await start('"a"\n', '', key));
    expect(addressOf(await start('"a"\n', '', key))).toBe(first);
    expect((await start('"b"\n', '', key)).status).toBe(422);
    expect((await start('"a"\n', '?threshold=0', key)).status).toBe(422);
  });

  it('is refused where it is too large or asks for what there is not', async () => {
    const refusal = async (sent: Promise<Response>) => {
      const response = await sent;
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await refusal(start('"a"\n'.repeat(MOST / 4 + 1)))).toEqual([413, 'body-too-large']);
    expect(await refusal(start('"a"\n', '?threshold=2'))).toEqual([422, 'parameter-invalid']);
    expect(await refusal(start('"a"\n', '?top=2'))).toEqual([400, 'parameter-unknown']);
    expect(await refusal(start(''))).toEqual([400, 'body-missing']);
    for (const [body, query, code] of [
      ['\n \n', '', 'value-invalid'],
      ['"a"', '?model=none', 'model-unknown'],
    ] as const) {
      const last = (await history(addressOf(await start(body, query)))).at(-1)!;
      expect([last.state, last.problem?.code]).toEqual(['failed', code]);
    }
  });
});
