import { afterEach, describe, expect, it, vi } from 'vitest';
import { causalModel } from './causal-model.fixture.ts';
import { SAMPLE_RATE, SeparationStream, SpeechSeparator } from './index.ts';

const separator = await SpeechSeparator.load({ model: causalModel() });
const minutes = 3;
const sound = { sampleRate: SAMPLE_RATE, channels: [new Float32Array(minutes * 60 * SAMPLE_RATE)] };
/** Milliseconds that half a second of sound is made to cost on the clock of these tests. */
const COST = 7;

/** Counts the seconds that went through the network, and lets the clock run on with them alone. */
function watchWork(): { seconds: number } {
  const work = { seconds: 0 };
  const { push: real } = SeparationStream.prototype;
  vi.spyOn(SeparationStream.prototype, 'push').mockImplementation(function (
    this: SeparationStream,
    samples,
  ) {
    work.seconds += samples.length / SAMPLE_RATE;
    return real.call(this, samples);
  });
  vi.spyOn(performance, 'now').mockImplementation(() => work.seconds * 2 * COST);
  return work;
}

afterEach(() => vi.restoreAllMocks());

describe('a cancelled separation', () => {
  it('does no more work, and hears of it within 40 ms of work at 7 ms for half a second', async () => {
    const work = watchWork();
    const stop = new AbortController();
    let before = -1;
    setTimeout(() => {
      before = work.seconds;
      stop.abort();
    }, 0);
    await expect(separator.separate(sound, { signal: stop.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(before).toBeGreaterThan(0);
    expect(before * 2 * COST).toBeLessThanOrEqual(40);
    expect(work.seconds).toBe(before);
  });

  it('does no more work where its own progress cancels it in the middle', async () => {
    const work = watchWork();
    const stop = new AbortController();
    let before = -1;
    const run = separator.separate(sound, {
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done < 0.5 || before >= 0) return;
        before = work.seconds;
        stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect(before).toBeGreaterThan(minutes * 20);
    expect(work.seconds).toBe(before);
  });
});
