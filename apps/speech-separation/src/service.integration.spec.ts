import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFlac, readWav } from '@onebit/audio';
import type { RunningHost } from '@onebit/http-service';
import { SpeechSeparator } from '@onebit/speech-separation';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mixture, route } from '../test/bad-requests.ts';
import { longTones, wav } from '../test/wav.ts';
import { answerSchema } from './openapi.ts';
import { startSpeechSeparation } from './service.ts';

let service: RunningHost;
// A folder for temporary files of its own, to see that none is left.
const folder = mkdtempSync(join(tmpdir(), 'onebit-test-'));
const { TMPDIR } = process.env;
beforeAll(async () => {
  process.env['TMPDIR'] = folder;
  service = await startSpeechSeparation({ port: 0 });
});
afterAll(async () => {
  await service.close();
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

function post(query = '', accept?: string, path = route): Promise<Response> {
  return fetch(`${service.address}${path}${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'audio/flac', ...(accept !== undefined && { Accept: accept }) },
    body: mixture,
  });
}

const bytesOf = async (response: Response): Promise<Uint8Array> => {
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
};

/** How far two signals are apart where they are furthest. */
function furthest(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < one.length; at++) most = Math.max(most, Math.abs(one[at]! - other[at]!));
  return most;
}

const samplesOf = (file: Uint8Array): Float32Array => readWav(file).channels[0]!;

describe('POST /v1/speech-separation', () => {
  it('answers a ZIP with the samples of the library, the report and the pictures', async () => {
    const response = await post();
    expect(response.headers.get('Content-Type')).toBe('application/zip');
    expect(response.headers.get('Onebit-Model')).toBe('speech-separation-any');
    expect(response.headers.get('Server-Timing')).toMatch(
      /^queue;dur=[\d.]+, separate;dur=[\d.]+, draw;dur=[\d.]+$/,
    );
    const files = unzipSync(await bytesOf(response));
    expect(Object.keys(files).sort()).toEqual([
      'mask-1.png',
      'mask-2.png',
      'report.json',
      'spectrogram.png',
      'talker-1.wav',
      'talker-2.wav',
    ]);
    using separator = await SpeechSeparator.load();
    const { talkers, report } = await separator.separate(readFlac(mixture));
    talkers.forEach(({ channels }, talker) => {
      const received = samplesOf(files[`talker-${talker + 1}.wav`]!);
      expect(received).toHaveLength(24_000);
      expect(furthest(received, channels[0]!)).toBeLessThanOrEqual(0.51 / 32_768);
    });
    const told = JSON.parse(strFromU8(files['report.json']!)) as Record<string, unknown>;
    expect(told).toMatchObject({
      parameters: { talkers: 'auto', mask: 'soft' },
      model: { id: 'speech-separation-any', digest: separator.model.digest },
      input: { seconds: 3, sampleRate: 8000, channels: 1 },
      confidence: report.confidence,
    });
    for (const name of ['mask-1.png', 'mask-2.png', 'spectrogram.png']) {
      const { width, height, channels } = await sharp(files[name]).metadata();
      expect([width, height, channels]).toEqual([95, 257, 1]);
    }
  });

  it('answers the same ZIP to the same request, byte by byte', async () => {
    const [one, other] = [await bytesOf(await post()), await bytesOf(await post())];
    expect(Buffer.compare(one, other)).toBe(0);
  });

  it('answers JSON and multipart with the same files', async () => {
    const files = unzipSync(await bytesOf(await post()));
    const response = await post('', 'application/json');
    const { talkers, pictures, report } = answerSchema.parse(await response.json());
    const first = Buffer.from(talkers[0]!.base64, 'base64');
    expect(first.equals(files['talker-1.wav']!)).toBe(true);
    expect(Buffer.from(pictures['mask-2.png']!.base64, 'base64').equals(files['mask-2.png']!)).toBe(
      true,
    );
    expect(report).toEqual(JSON.parse(strFromU8(files['report.json']!)));

    const mixed = await post('', 'multipart/mixed');
    const [, boundary] = /boundary=(\S+)/.exec(mixed.headers.get('Content-Type')!)!;
    const text = Buffer.from(await bytesOf(mixed)).toString('latin1');
    const parts = text.split(`--${boundary}`).slice(1, -1);
    expect(text.endsWith(`--${boundary}--\r\n`)).toBe(true);
    const received = parts.map((part) => {
      const [head, ...body] = part.split('\r\n\r\n');
      const name = /filename="([^"]+)"/.exec(head!)![1]!;
      return [name, Buffer.from(body.join('\r\n\r\n').slice(0, -2), 'latin1')] as const;
    });
    expect(received.map(([name]) => name).sort()).toEqual(Object.keys(files).sort());
    for (const [name, bytes] of received) expect(bytes.equals(files[name]!)).toBe(true);
  });

  it('takes a form, with the parameters in it', async () => {
    const form = new FormData();
    form.append('audio', new Blob([mixture], { type: 'audio/flac' }), 'two.flac');
    form.append('mask', 'binary');
    form.append('confidence', '0.8');
    const response = await fetch(`${service.address}${route}`, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: form,
    });
    const { report } = answerSchema.parse(await response.json());
    expect(report.parameters).toEqual({ talkers: 'auto', mask: 'binary', confidence: 0.8 });
  });

  it('gives other tracks with binary masks, and less of them with more confidence', async () => {
    const energy = async (query: string) => {
      const files = unzipSync(await bytesOf(await post(query)));
      return samplesOf(files['talker-1.wav']!).reduce((sum, value) => sum + value * value, 0);
    };
    const [soft, binary, sure] = await Promise.all(
      ['', '?mask=binary&talkers=2', '?mask=binary&confidence=0.9'].map(energy),
    );
    expect(binary).not.toBe(soft);
    expect(sure).toBeLessThan(binary!);
  });

  it('separates by another model, and lists both with their cards', async () => {
    const { models } = (await (await fetch(`${service.address}/v1/models`)).json()) as {
      models: { id: string; bits: number; bytes: number }[];
    };
    const ids = models.map(({ id }) => id);
    expect(ids).toEqual([
      'speech-separation-any',
      'speech-separation-causal',
      'speech-separation-female-male',
    ]);
    expect(models.every(({ bits, bytes }) => bits === 1 && bytes < 600_000)).toBe(true);
    const response = await post('?model=speech-separation-female-male');
    expect(response.headers.get('Onebit-Model')).toBe('speech-separation-female-male');
    await response.arrayBuffer();
  });
});

describe('a job', () => {
  const jobs = '/v1/jobs/speech-separation';
  const start = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${service.address}${jobs}`, {
      method: 'POST',
      headers: { 'Content-Type': 'audio/wav', ...headers },
      body,
    });
    expect(response.status).toBe(202);
    return `${service.address}${response.headers.get('Location')!}`;
  };

  it('takes more than a minute, tells its progress and gives the result', async () => {
    const seconds = 90;
    const job = await start(wav({ data: longTones(seconds) }), { Accept: 'application/zip' });
    const events = await (await fetch(`${job}/events`)).text();
    const seen = [...events.matchAll(/^data: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data!) as { progress: number; etaSeconds: number | null },
    );
    const progress = seen.map((event) => event.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.filter((value) => value > 0 && value < 1).length).toBeGreaterThan(2);
    expect(seen.some(({ etaSeconds }) => etaSeconds !== null && etaSeconds > 0)).toBe(true);
    expect(events).toContain('event: succeeded');
    const files = unzipSync(await bytesOf(await fetch(`${job}/result`)));
    expect(samplesOf(files['talker-2.wav']!)).toHaveLength(seconds * 8000);
  });

  it('gives the ZIP of the direct request, and nothing is left of it when it is forgotten', async () => {
    const headers = { 'Content-Type': 'audio/flac', Accept: 'application/zip' };
    const job = await start(mixture, headers);
    await (await fetch(`${job}/events`)).text();
    const [result, direct] = [
      await bytesOf(await fetch(`${job}/result`)),
      await bytesOf(await post()),
    ];
    expect(Buffer.compare(result, direct)).toBe(0);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    expect((await fetch(job, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${job}/result`)).status).toBe(404);
  });

  it('answers a repeated request with the job of the first', async () => {
    const headers = { 'Content-Type': 'audio/flac', 'Idempotency-Key': 'once' };
    const [one, other] = [await start(mixture, headers), await start(mixture, headers)];
    expect(other).toBe(one);
  });

  it.each([
    ['half a FLAC', mixture.slice(0, 20_000), 'audio-truncated'],
    ['a text', new TextEncoder().encode('no sound at all'), 'audio-format-unsupported'],
  ])('fails on %s with the reason', async (_name, body, code) => {
    const job = await start(body);
    await (await fetch(`${job}/events`)).text();
    const result = await fetch(`${job}/result`);
    expect(((await result.json()) as { code: string }).code).toBe(code);
  });

  it('stops when it is cancelled, and frees its worker', async () => {
    const running = async () => {
      const metrics = await (await fetch(`${service.address}/metrics`)).text();
      return Number(/onebit_tasks{lane="large",state="running"} (\d+)/.exec(metrics)![1]);
    };
    const job = await start(wav({ data: longTones(1800) }));
    for (let progress = 0; progress === 0;) {
      ({ progress } = (await (await fetch(job)).json()) as { progress: number });
    }
    expect(await running()).toBe(1);
    const cancelled = (await (await fetch(job, { method: 'DELETE' })).json()) as { state: string };
    expect(cancelled.state).toBe('cancelled');
    while ((await running()) > 0);
    expect((await fetch(`${job}/result`)).status).toBe(409);
  });

  it('leaves the event loop free', async () => {
    const job = await start(wav({ data: longTones(1800) }));
    for (let progress = 0; progress === 0;) {
      ({ progress } = (await (await fetch(job)).json()) as { progress: number });
    }
    // A short request goes by a job that takes many seconds.
    await bytesOf(await post());
    const { state } = (await (await fetch(job)).json()) as { state: string };
    expect(state).toBe('running');
    await fetch(job, { method: 'DELETE' });
  });
});

describe('the Open Inference Protocol', () => {
  const model = '/v2/models/speech-separation-any';
  const infer = (document: object) =>
    fetch(`${service.address}${model}/infer`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(document),
    });
  const samples = Array.from({ length: 800 }, (_, at) => Math.sin(at / 5) / 4);
  const tensor = { name: 'mixture', datatype: 'FP32', shape: [800], data: samples };

  it('gives both talkers, who add up to the mixture', async () => {
    const response = await infer({ id: '7', inputs: [tensor], parameters: { mask: 'soft' } });
    const { id, outputs } = (await response.json()) as {
      id: string;
      outputs: { shape: number[]; data: number[] }[];
    };
    expect([id, outputs[0]!.shape]).toEqual(['7', [2, 800]]);
    const { data } = outputs[0]!;
    const sum = samples.map((_, at) => data[at]! + data[800 + at]!);
    expect(furthest(sum, samples)).toBeLessThan(1e-4);
  });

  it.each([
    [{ inputs: [{ ...tensor, name: 'sound' }] }, /tensor mixture/],
    [{ inputs: [{ ...tensor, datatype: 'INT8' }] }, /FP32/],
    [{ inputs: [tensor, tensor] }, /one input/],
    [{ inputs: [tensor], parameters: { talkers: 3 } }, /mask and confidence/],
    [{ inputs: [tensor], parameters: { mask: 1 } }, /soft or binary/],
    [{ inputs: [tensor], parameters: { confidence: 'x' } }, /0 to 1/],
  ])('refuses what it does not understand (%#)', async (document, expected) => {
    const response = await infer(document);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { expected: string }).expected).toMatch(expected);
  });
});

describe('the service', () => {
  it('tells its limits, its health and its document', async () => {
    const json = async (path: string) =>
      (await (await fetch(`${service.address}${path}`)).json()) as Record<string, unknown>;
    expect(await json('/v1/limits')).toMatchObject({ audioSeconds: 60, audioJobSeconds: 43_200 });
    expect(await json('/health/ready')).toEqual({
      status: 'ready',
      services: { 'speech-separation': 'ready' },
    });
    const { paths } = await json('/openapi.json');
    expect(Object.keys(paths as object)).toEqual(
      expect.arrayContaining([route, '/v1/jobs/speech-separation']),
    );
  });
});
