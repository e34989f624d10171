import { readFileSync } from 'node:fs';
import type { Problem, RunningHost } from '@onebit/http-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badRequests, mixture, route, send } from '../test/bad-requests.ts';
import { floats, tones, wav } from '../test/wav.ts';
import { answerSchema } from './openapi.ts';
import { startSpeechSeparation } from './service.ts';

let service: RunningHost;
beforeAll(async () => {
  service = await startSpeechSeparation({ port: 0, limits: { audioBytes: 4 * 1024 * 1024 } });
});
afterAll(() => service.close());

async function separated(body: Uint8Array<ArrayBuffer>, type = 'audio/wav') {
  const response = await fetch(`${service.address}${route}`, {
    method: 'POST',
    headers: { 'Content-Type': type, Accept: 'application/json' },
    body,
  });
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json()).report;
}

describe('a service that gets', () => {
  it.each(badRequests)('$name says $status $code and goes on', async (bad) => {
    const response = await send(service.address, bad);
    const body = await response.text();
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    const problem = JSON.parse(body) as Problem;
    expect([response.status, problem.code]).toEqual([bad.status, bad.code]);
    expect(problem.expected).toMatch(bad.expected);
    expect(problem.received).toMatch(bad.received);
    expect(problem.hint).toMatch(/./);
    expect(body).not.toMatch(/node_modules|\.ts:|\.js:|\bat \w+ \(/);
    expect((await separated(wav({ data: tones(0.05) }))).input.seconds).toBe(0.05);
  });

  it('a body over the limit says 413 body-too-large', async () => {
    const response = await fetch(`${service.address}${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'audio/wav' },
      body: new Uint8Array(5 * 1024 * 1024),
    });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([
      413,
      'body-too-large',
    ]);
  });
});

describe('what is odd but a sound is taken, and the report says what was done:', () => {
  it('silence', async () => {
    const { confidence, segments, notes } = await separated(wav({ data: new Uint8Array(16_000) }));
    expect(confidence).toBe(0);
    expect(segments[0]!.levels).toEqual([null, null]);
    expect(notes.join(' ')).toMatch(/silent/);
  });

  it('one sample', async () => {
    const { input } = await separated(wav({ data: Uint8Array.of(1, 2) }));
    expect(input.seconds).toBe(1 / 8000);
  });

  it('eight channels of 44.1 kHz', async () => {
    const body = wav({ data: tones(0.5, 44_100, 8), channels: 8, rate: 44_100 });
    const { input, notes } = await separated(body);
    expect(input).toMatchObject({ channels: 8, sampleRate: 44_100, seconds: 0.5 });
    expect(notes.join(' ')).toMatch(/8 channels.*44100 Hz/);
  });

  it('floats beyond full scale', async () => {
    const { input, notes } = await separated(
      wav({ code: 3, depth: 32, data: floats(0, 2, -2, 0) }),
    );
    expect(input.clipped).toBe(0.5);
    expect(notes.join(' ')).toMatch(/clipped/);
  });

  it('a streaming writer’s open size', async () => {
    for (const size of [0xffff_ffff, 0]) {
      const { input, notes } = await separated(wav({ data: tones(0.25), size }));
      expect([input.seconds, notes]).toEqual([0.25, []]);
    }
  });

  it('a WAV that ends early', async () => {
    const { input, notes } = await separated(wav({ data: tones(0.25), size: 0xffff_fff8 }));
    expect(input.seconds).toBe(0.25);
    expect(notes.join(' ')).toMatch(/ends before/);
  });

  it.each(['tones.mp3', 'tones-vorbis.ogg', 'tones-opus.ogg'])('%s', async (name) => {
    const file = readFileSync(new URL(`../../../libs/audio/fixtures/${name}`, import.meta.url));
    const { input } = await separated(new Uint8Array(file), 'application/octet-stream');
    expect(input.seconds).toBeGreaterThan(0.1);
  });

  it('a FLAC as octet-stream', async () => {
    expect((await separated(mixture, 'application/octet-stream')).input.seconds).toBe(3);
  });
});
