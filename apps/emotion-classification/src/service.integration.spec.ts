import type { Problem, RunningHost } from '@onebit/http-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badRequests, route, send } from '../test/bad-requests.ts';
import { startEmotionClassification } from './service.ts';

let service: RunningHost;
beforeAll(async () => {
  service = await startEmotionClassification({ port: 0 });
});
afterAll(() => service.close());

interface Result {
  language?: string;
  labels: string[];
  scores: Record<string, number>;
  known: number;
  explanation?: Record<string, { words: { text: string }[] }>;
}

/** Posts a JSON body and reads the JSON answer. */
async function post(body: unknown, type = 'application/json'): Promise<{ results: Result[] }> {
  const response = await fetch(`${service.address}${route}`, {
    method: 'POST',
    headers: { 'Content-Type': type, Accept: 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { results: Result[] };
}

const expectService = async (): Promise<void> => {
  const { results } = await post({ texts: 'Thank you!' });
  expect(results[0]!.labels).toContain('gratitude');
};

describe('the service answers', () => {
  it('one text or many, with reasons', async () => {
    const texts = ['I love it', 'This is terrible, I hate it', ''];
    const { results } = await post({ texts, explain: true });
    expect(results.map(({ labels }) => labels[0])).toEqual(['love', expect.any(String), undefined]);
    expect(results[2]).toMatchObject({ labels: [], known: 0 });
    expect(results[0]!.explanation!['love']!.words.map(({ text }) => text)).toEqual([
      'I',
      'love',
      'it',
    ]);
    const one = await post({ texts: texts[0], explain: true });
    expect(one.results).toEqual(results.slice(0, 1));
  });

  it('by another model, which tells the language or is told it', async () => {
    const texts = ['Ich habe große Angst', 'Я так рада'];
    const model = 'emotion-brighter';
    const languages = async (more: object): Promise<unknown[]> =>
      (await post({ texts, model, ...more })).results.map(({ language }) => language);
    expect(await languages({})).toEqual(['deu', 'rus']);
    expect(await languages({ language: 'swe' })).toEqual(['swe', 'swe']);
  });

  it('256 texts, and the longest one', async () => {
    const many = await post({ texts: Array.from({ length: 256 }, (_, at) => `good ${at}`) });
    expect(many.results).toHaveLength(256);
    const long = await post({ texts: 'a.'.repeat(8000) });
    expect(long.results).toHaveLength(1);
  });

  it('lone surrogates and joiners', async () => {
    const { results } = await post('{"texts":["\\ud800 love","\\u200d\\u200d\\u200d"]}');
    expect(results.map(({ known }) => known > 0)).toEqual([true, false]);
  });

  it('lines with lines, in their order', async () => {
    const response = await fetch(`${service.address}${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson' },
      body: '"thank you"\n\n{"text":"I am scared","id":7}\n',
    });
    expect(response.headers.get('Content-Type')).toMatch(/^application\/x-ndjson/);
    const lines = (await response.text()).trimEnd().split('\n');
    const results = lines.map((line) => JSON.parse(line) as Result);
    expect(results.map(({ labels }) => labels[0])).toEqual(['gratitude', 'fear']);
  });

  it('which labels were told together', async () => {
    const texts = ['I love it, thank you', 'thank you', ''];
    const answer = (await post({ texts, coOccurrence: true })) as unknown as {
      coOccurrence: { texts: number; labels: Record<string, { texts: number; with: object }> };
    };
    expect(answer.coOccurrence.texts).toBe(3);
    expect(answer.coOccurrence.labels['gratitude']).toEqual({
      texts: 2,
      with: { love: { texts: 1, share: 0.5 } },
    });
    expect(await post({ texts })).not.toHaveProperty('coOccurrence');
  });

  it('with a threshold of the caller', async () => {
    const { results } = await post({ texts: 'I love it', threshold: 0 });
    expect(results[0]!.labels).toHaveLength(28);
  });

  it('as a job', async () => {
    const started = await fetch(`${service.address}/v1/jobs/emotion-classification`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"texts":"thank you"}',
    });
    expect(started.status).toBe(202);
    const job = `${service.address}${started.headers.get('Location')!}`;
    const events = await fetch(`${job}/events`);
    await events.text();
    const result = (await (await fetch(`${job}/result`)).json()) as { results: Result[] };
    expect(result.results[0]!.labels).toContain('gratitude');
  });

  it('in the Open Inference Protocol', async () => {
    const model = `${service.address}/v2/models/emotion-goemotions`;
    const inputs = [{ name: 'text', datatype: 'BYTES', shape: [2], data: ['thank you', 'no'] }];
    const response = await fetch(`${model}/infer`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ inputs }),
    });
    const { outputs } = (await response.json()) as {
      outputs: { shape: number[]; data: number[] }[];
    };
    expect(outputs[0]!.shape).toEqual([2, 28]);
    expect(outputs[0]!.data).toHaveLength(56);
    const bad = await fetch(`${model}/infer`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ inputs: [{ ...inputs[0], data: [1, 2] }] }),
    });
    expect(bad.status).toBe(422);
  });

  it('by every model that it lists', async () => {
    const { models } = (await (await fetch(`${service.address}/v1/models`)).json()) as {
      models: { id: string; labels: number }[];
    };
    expect(models.map(({ id }) => id)).toEqual([
      'emotion-goemotions',
      'emotion-brighter',
      'emotion-goemotions-small',
      'emotion-xed',
    ]);
    const inputs = [{ name: 'text', datatype: 'BYTES', shape: [1], data: ['thank you'] }];
    for (const { id, labels } of models) {
      const response = await fetch(`${service.address}/v2/models/${id}/infer`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ inputs }),
      });
      const answer = (await response.json()) as {
        model_name: string;
        outputs: { shape: number[] }[];
      };
      expect([answer.model_name, answer.outputs[0]!.shape]).toEqual([id, [1, labels]]);
    }
  });

  it('by lines in one document, with wishes from the address', async () => {
    const response = await fetch(`${service.address}${route}?threshold=0`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson', Accept: 'application/json' },
      body: '"thank you"\n"I love it"\n',
    });
    const { results } = (await response.json()) as { results: Result[] };
    expect(results.map(({ labels }) => labels.length)).toEqual([28, 28]);
  });

  it('and tells the parameters of lines in its OpenAPI document', async () => {
    const document = (await (await fetch(`${service.address}/openapi.json`)).json()) as {
      paths: Record<string, { post: { parameters: { name: string; in: string }[] } }>;
    };
    for (const path of [route, '/v1/jobs/emotion-classification']) {
      expect(document.paths[path]!.post.parameters.map((one) => [one.in, one.name])).toEqual(
        ['model', 'language', 'explain', 'threshold'].map((name) => ['query', name]),
      );
    }
  });

  it('a list of texts that is too large in JSON, as lines', async () => {
    const texts = Array.from({ length: 40 }, () => 'a.'.repeat(5000));
    const sent = (type: string, body: string) =>
      fetch(`${service.address}${route}`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
    const refused = await sent('application/json', JSON.stringify({ texts }));
    expect(refused.status).toBe(413);
    const problem = (await refused.json()) as Problem;
    expect(problem.expected).toBe('at most 262144 bytes (the limit textBytes)');
    const type = /application\/[a-z-]+/.exec(problem.hint)![0];
    const lines = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
    const answered = await sent(type, lines);
    expect((await answered.text()).trimEnd().split('\n')).toHaveLength(40);
  });

  it('and tells in its OpenAPI document what adds up, and what thresholds leave alone', async () => {
    const { components } = (await (await fetch(`${service.address}/openapi.json`)).json()) as {
      components: { schemas: Record<string, object> };
    };
    const result = JSON.stringify(components.schemas['EmotionResult']);
    expect(result).toContain('with bias they add up to the log-odds');
    expect(result).toContain('a threshold of the request does not change them');
    expect(JSON.stringify(components.schemas['EmotionRequest'])).toContain('Groups keep');
  });

  it('and says in its refusals what it takes itself', async () => {
    const response = await fetch(`${service.address}${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: 'x',
    });
    expect(((await response.json()) as Problem).hint).toContain('"Content-Type: application/json"');
  });

  it('with its model card', async () => {
    const card = await (await fetch(`${service.address}/v1/models/emotion-goemotions`)).json();
    expect(card).toMatchObject({
      id: 'emotion-goemotions',
      task: 'emotion-classification',
      bits: 1,
    });
  });
});

describe('the service that gets', () => {
  it.each(badRequests)('$name says $status $code and goes on', async (bad) => {
    const response = await send(service.address, bad);
    const body = await response.text();
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    const problem = JSON.parse(body) as Problem;
    expect([response.status, problem.code]).toEqual([bad.status, bad.code]);
    expect(problem.expected).toMatch(bad.expected);
    expect(problem.received).toMatch(bad.received ?? /./);
    expect(problem.hint).toMatch(bad.hint ?? /./);
    expect(body).not.toMatch(/node_modules|\.ts:|\.js:|\bat \w+ \(/);
    await expectService();
  });
});
