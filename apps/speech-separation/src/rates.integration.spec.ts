import type { Limits, Problem, RunningHost } from '@onebit/http-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wav } from '../test/wav.ts';
import { startSpeechSeparation } from './service.ts';

const HIGHEST = 48_000;

let plain: RunningHost;
let narrow: RunningHost;
beforeAll(async () => {
  plain = await startSpeechSeparation({ port: 0 });
  narrow = await startSpeechSeparation({ port: 0, limits: { audioHighestRate: HIGHEST } });
});
afterAll(() => Promise.all([plain.close(), narrow.close()]));

/** Sends 400 samples of silence at a rate. */
const send = ({ address }: RunningHost, rate: number): Promise<Response> =>
  fetch(`${address}/v1/speech-separation`, {
    method: 'POST',
    headers: { 'Content-Type': 'audio/wav', Accept: 'application/json' },
    body: wav({ rate, data: new Uint8Array(800) }),
  });

describe('the sample rates that GET /v1/limits tells', () => {
  it('are those that are taken', async () => {
    const limits = (await (await fetch(`${plain.address}/v1/limits`)).json()) as Limits;
    const { audioLowestRate: lowest, audioHighestRate: highest } = limits;
    for (const rate of [lowest, highest]) expect((await send(plain, rate)).status).toBe(200);
    for (const rate of [lowest - 1, highest + 1]) {
      const refused = await send(plain, rate);
      const problem = (await refused.json()) as Problem;
      expect([refused.status, problem.code]).toEqual([415, 'audio-format-unsupported']);
      expect(problem.expected).toBe(`a sample rate from ${lowest} to ${highest} Hz`);
    }
  });

  it('may be fewer', async () => {
    expect((await send(narrow, HIGHEST)).status).toBe(200);
    const refused = await send(narrow, HIGHEST + 1);
    expect(((await refused.json()) as Problem).expected).toContain(`to ${HIGHEST} Hz`);
  });
});
