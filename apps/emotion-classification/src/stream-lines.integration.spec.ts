import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { RunningHost } from '@onebit/http-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { route } from '../test/bad-requests.ts';
import { startEmotionClassification } from './service.ts';

let service: RunningHost;
beforeAll(async () => {
  service = await startEmotionClassification({ port: 0 });
});
afterAll(() => service.close());

interface Line {
  readonly labels?: string[];
  readonly explanation?: object;
  readonly line?: number;
  readonly error?: { readonly code: string };
}

/** Opens a stream of lines; nothing is sent yet. */
function open(query = ''): ClientRequest {
  return request(`${service.address}${route}${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
  });
}

const answerTo = async (sent: ClientRequest): Promise<IncomingMessage> =>
  ((await once(sent, 'response')) as [IncomingMessage])[0];

/** The answers to a body that is sent whole. */
async function answers(body: string, query = ''): Promise<Line[]> {
  const sent = open(query);
  sent.end(body);
  const response = await answerTo(sent);
  expect(response.statusCode).toBe(200);
  const lines: Line[] = [];
  for await (const line of createInterface(response)) lines.push(JSON.parse(line) as Line);
  return lines;
}

describe('a stream of lines', () => {
  it('is answered while it still comes', async () => {
    const sent = open();
    sent.write('"thank you"\n');
    const response = await answerTo(sent);
    const lines = createInterface(response)[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value as string) as Line;
    expect((await next()).labels).toContain('gratitude');
    sent.write('"I am sc');
    sent.write('ared"\n');
    expect((await next()).labels).toContain('fear');
    sent.end('"I love it"');
    expect((await next()).labels).toContain('love');
    expect((await lines.next()).done).toBe(true);
  });

  it('loses no line to a broken one, and says which it was', async () => {
    const long = `"${'x'.repeat(20_001)}"`;
    const endless = 'y'.repeat(300_000);
    const body = ['"thank you"', '{', '', '7', '\ufffd', long, endless, '{"text":"I love it"}'];
    const lines = await answers(body.join('\n'));
    expect(lines.map(({ line, error, labels }) => (error ? [line, error.code] : labels))).toEqual([
      ['gratitude'],
      [2, 'body-malformed'],
      [4, 'value-invalid'],
      [5, 'body-malformed'],
      [6, 'text-too-long'],
      [7, 'body-too-large'],
      ['love'],
    ]);
  });

  it('takes its wishes from the address', async () => {
    const [small] = await answers(
      '"I love it"\n',
      '?threshold=0&explain=true&model=emotion-goemotions-small',
    );
    expect(small!.labels).toHaveLength(28);
    expect(Object.keys(small!.explanation!)).toHaveLength(28);
  });

  it('refuses lines with wishes, and says where those stand', async () => {
    const lines = await answers('{"text":"I love it","model":"emotion-xed"}\n"thank you"\n');
    expect(lines[0]).toMatchObject({ line: 1, error: { code: 'value-invalid' } });
    expect(lines[0]!.error).toMatchObject({
      received: 'also model',
      hint: expect.stringContaining('?model=…&explain=true&threshold=…&language=…') as string,
    });
    expect(lines[1]!.labels).toContain('gratitude');
  });

  it('is not read faster than its answers are', async () => {
    // More than the buffers of two connections hold, in what is sent and in what comes back.
    const total = 16_000;
    const line = `${JSON.stringify({ text: 'I love it', note: 'x'.repeat(1000) })}\n`;
    let made = 0;
    const body = Readable.from(
      (function* () {
        for (; made < total; made += 100) yield line.repeat(100);
      })(),
    );
    const sent = open();
    body.pipe(sent);
    const response = await answerTo(sent);
    // Nobody reads: the service fills the connection and then stops reading, and so does the client.
    for (let before = -1; before !== made;) {
      before = made;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(made).toBeLessThan(total);
    let count = 0;
    for await (const _ of createInterface(response)) count += 1;
    expect(count).toBe(total);
    // Others are answered meanwhile and afterwards.
    expect(await answers('"thank you"')).toHaveLength(1);
  });

  it('stops when its client goes away', async () => {
    const sent = open();
    sent.write('"thank you"\n');
    const response = await answerTo(sent);
    response.destroy();
    sent.destroy();
    expect(await answers('"thank you"\n"x"\n')).toHaveLength(2);
  });
});
