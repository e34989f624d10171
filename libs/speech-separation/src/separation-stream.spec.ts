import { describe, expect, it, vi } from 'vitest';
import { causalModel } from './causal-model.fixture.ts';
import { SAMPLE_RATE, SpeechSeparator } from './index.ts';

const crossing = Float32Array.from(
  { length: 8 * SAMPLE_RATE },
  (_, at) => 0.3 * Math.sin(at / 7) * Math.sin(at / 5000) + 0.2 * Math.sin((at * at) / 200_000),
);
const centred = await SpeechSeparator.load();
const causal = await SpeechSeparator.load({ model: causalModel() });

describe('a stream', () => {
  it.each([
    ['a network that looks ahead', centred, 1, 7],
    ['a causal network', causal, 0, 0.2],
  ])('of %s answers as early as it says, and no earlier', (_, separator, least, most) => {
    using stream = separator.stream();
    expect(stream.delay).toBeGreaterThan(least);
    expect(stream.delay).toBeLessThanOrEqual(most);
    let given = 0;
    let late = 0;
    for (let at = 0; at + 80 <= crossing.length; at += 80) {
      given += stream.push(crossing.subarray(at, at + 80))[0].length;
      late = Math.max(late, at + 80 - given);
      expect(late).toBeLessThanOrEqual(stream.delay * SAMPLE_RATE);
    }
    expect(late).toBeGreaterThan(stream.delay * SAMPLE_RATE - 80 - 256);
  });

  it('of a causal network never takes back what it said for what comes later', () => {
    const answer = (sound: Float32Array): Float32Array => {
      using stream = causal.stream();
      return stream.push(sound)[0];
    };
    const other = crossing.slice();
    other.fill(0.9, 3 * SAMPLE_RATE);
    const [plain, changed] = [answer(crossing), answer(other)];
    const same = 3 * SAMPLE_RATE - causal.stream().delay * SAMPLE_RATE;
    expect([...changed.subarray(0, same)]).toEqual([...plain.subarray(0, same)]);
    expect([...changed]).not.toEqual([...plain]);
  });

  it('of a causal network gives the same samples in pieces of any size', async () => {
    const { talkers } = await causal.separate(
      { sampleRate: SAMPLE_RATE, channels: [crossing] },
      { talkers: 2 },
    );
    using stream = causal.stream();
    const got: number[] = [];
    for (let at = 0; at < crossing.length; at += 333) {
      got.push(...stream.push(crossing.subarray(at, at + 333))[0]);
    }
    got.push(...stream.end()[0]);
    expect(got).toEqual([...talkers[0].channels[0]!]);
  });

  it('needs no more memory the longer it runs, even where the event loop never turns', () => {
    using stream = centred.stream();
    const second = crossing.subarray(0, SAMPLE_RATE);
    const push = (seconds: number): void => {
      for (let at = 0; at < seconds; at++) stream.push(second);
    };
    push(30);
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    push(120);
    expect(grow).not.toHaveBeenCalled();
    grow.mockRestore();
  });
});
