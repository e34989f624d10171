import { describe, expect, it } from 'vitest';
import type { Contender } from './contender.ts';
import { type Pace, interleave } from './interleave.ts';

const pace: Pace = {
  rounds: 10,
  fewest: 3,
  sampleMs: 1,
  budgetMs: 100,
  warmUpMs: 0,
  tooSlowMs: 500,
};

/** A contender whose every run takes exactly `ms`, with no clock involved. */
function steady(name: string, ms: number, log: string[]): Contender {
  return {
    name,
    method: '',
    time() {
      log.push(name);
      return ms;
    },
  };
}

describe('interleave', () => {
  it('gives every contender its turn in every round and rotates who begins', async () => {
    const log: string[] = [];
    const timings = await interleave([steady('a', 1, log), steady('b', 2, log)], pace);
    expect(timings.map(({ median, samples }) => [median, samples])).toEqual([
      [1, 10],
      [2, 10],
    ]);
    expect(log.slice(2, 8).join('')).toBe('abbaab');
  });

  it('spreads the few samples of a slow contender over the run', async () => {
    const log: string[] = [];
    const [, slow] = await interleave([steady('f', 1, log), steady('s', 90, log)], pace);
    expect(slow!.samples).toBe(3);
    const gaps = log.slice(2).join('').split('s');
    expect(Math.min(...gaps.slice(0, 3).map((gap) => gap.length))).toBeGreaterThan(1);
  });

  it('times a contender that is far too slow by its first run alone', async () => {
    const log: string[] = [];
    const timings = await interleave([steady('f', 1, log), steady('x', 900, log)], pace);
    expect(timings.map(({ median, samples }) => [median, samples])).toEqual([
      [1, 10],
      [900, 1],
    ]);
    expect(log.filter((name) => name === 'x')).toHaveLength(1);
  });

  it('stops with the reason of the signal', async () => {
    const controller = new AbortController();
    const contender: Contender = {
      name: 'a',
      method: '',
      time() {
        controller.abort(new Error('enough'));
        return 1;
      },
    };
    await expect(interleave([contender], pace, controller.signal)).rejects.toThrow('enough');
  });
});
