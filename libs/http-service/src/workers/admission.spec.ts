import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { resolveLimits } from '../limits.ts';
import { Admission, type Lane } from './admission.ts';

const never = new AbortController().signal;

/** A task that runs until it is told to end. */
function task() {
  let end: () => void = () => undefined;
  let started = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: async () => {
      started = true;
      await ended;
    },
    end: () => {
      end();
    },
    get started() {
      return started;
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const overloaded = expect.objectContaining({ code: 'overloaded' }) as unknown;

describe('Admission', () => {
  it('runs as many tasks as there are workers and queues the next', async () => {
    const admission = new Admission(resolveLimits({ workers: 2 }));
    const [a, b, c] = [task(), task(), task()];
    const runs = [a, b, c].map(({ run }) => admission.run('small', never, run));
    await settle();
    expect([a.started, b.started, c.started]).toEqual([true, true, false]);
    b.end();
    await runs[1];
    await settle();
    expect(c.started).toBe(true);
    a.end();
    c.end();
    await Promise.all(runs);
    expect(admission.state).toEqual({
      running: { small: 0, large: 0 },
      waiting: { small: 0, large: 0 },
    });
  });

  it('keeps one worker for small inputs while large ones run', async () => {
    const admission = new Admission(resolveLimits({ workers: 2 }));
    const [big, bigger, small] = [task(), task(), task()];
    const runs = [
      admission.run('large', never, big.run),
      admission.run('large', never, bigger.run),
      admission.run('small', never, small.run),
    ];
    await settle();
    expect([big.started, bigger.started, small.started]).toEqual([true, false, true]);
    for (const { end } of [big, bigger, small]) {
      end();
    }
    await Promise.all(runs);
  });

  it('refuses at once when the queue is full: n passes, n + 1 does not', async () => {
    const admission = new Admission(resolveLimits({ workers: 1, smallQueue: 3 }));
    const tasks = Array.from({ length: 4 }, task);
    const runs = tasks.map(({ run }) => admission.run('small', never, run));
    await expect(admission.run('small', never, () => Promise.resolve())).rejects.toEqual(
      overloaded,
    );
    expect(() => {
      admission.checkRoom('small');
    }).toThrow(overloaded as Error);
    for (const { end } of tasks) {
      end();
    }
    await Promise.all(runs);
    await expect(admission.run('small', never, () => Promise.resolve(1))).resolves.toBe(1);
  });

  it('never starts what waited too long', async () => {
    vi.useFakeTimers();
    try {
      const admission = new Admission(resolveLimits({ workers: 1, queueWaitMs: 100 }));
      const [first, late] = [task(), task()];
      const running = admission.run('small', never, first.run);
      const waiting = expect(admission.run('small', never, late.run)).rejects.toEqual(overloaded);
      await vi.advanceTimersByTimeAsync(101);
      await waiting;
      first.end();
      await running;
      expect(late.started).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('lets a cancelled request leave the queue, with the reason it was cancelled for', async () => {
    const admission = new Admission(resolveLimits({ workers: 1 }));
    const first = task();
    const running = admission.run('small', never, first.run);
    const controller = new AbortController();
    const waiting = admission.run('small', controller.signal, () => Promise.resolve());
    const reason = new Error('gone');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(admission.state.waiting.small).toBe(0);
    first.end();
    await running;
  });

  it('loses no place and invents none, whatever ends how', async () => {
    const lane = fc.constantFrom<Lane>('small', 'large');
    const ends = fc.constantFrom('returns', 'throws', 'is cancelled');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.tuple(lane, ends), { maxLength: 40 }),
        async (workers, requests) => {
          const admission = new Admission(resolveLimits({ workers, smallQueue: 5, largeQueue: 3 }));
          let most = 0;
          const all = requests.map(([where, how]) => {
            const controller = new AbortController();
            const run = admission.run(where, controller.signal, async () => {
              const { running } = admission.state;
              most = Math.max(most, running.small + running.large);
              await settle();
              if (how === 'throws') {
                throw new Error('task');
              }
            });
            if (how === 'is cancelled') {
              controller.abort(new Error('cancelled'));
            }
            return run;
          });
          await Promise.allSettled(all);
          expect(most).toBeLessThanOrEqual(workers);
          expect(admission.state).toEqual({
            running: { small: 0, large: 0 },
            waiting: { small: 0, large: 0 },
          });
        },
      ),
    );
  });
});
