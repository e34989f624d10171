import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveLimits } from '../limits.ts';
import { JobStore } from './store.ts';

const answer = (bytes: number) => ({ headers: {}, body: new Uint8Array(bytes) });

afterEach(() => {
  vi.useRealTimers();
});

describe('Job', () => {
  it('goes from queued to running to succeeded; progress never falls and ends at 1', () => {
    const store = new JobStore(resolveLimits());
    const job = store.create('t');
    const seen: [string, number][] = [];
    job.listen((told) => {
      const { state, progress } = told.view();
      seen.push([state, progress]);
    });
    job.advance(0.9);
    job.start();
    for (const progress of [0.25, 0.1, 0.5, 0.5, 7]) {
      job.advance(progress);
    }
    job.succeed(answer(1));
    job.fail(new Error('too late'));
    job.cancel();
    expect(seen).toEqual([
      ['running', 0],
      ['running', 0.25],
      ['running', 0.5],
      ['running', 1],
      ['succeeded', 1],
    ]);
    expect(job.view().etaSeconds).toBe(0);
    expect(job.view().eta).toBeNull();
    void store.close();
  });

  it('guesses the time left from the progress so far', () => {
    vi.useFakeTimers();
    const store = new JobStore(resolveLimits());
    const job = store.create('t');
    expect(job.view().etaSeconds).toBeNull();
    job.start();
    vi.advanceTimersByTime(3_000);
    job.advance(0.25);
    expect(job.view().etaSeconds).toBe(9);
    expect(job.view().eta).toBe(9);
    void store.close();
  });

  it('stops its work when cancelled', () => {
    const store = new JobStore(resolveLimits());
    const job = store.create('t');
    job.cancel();
    expect(job.state).toBe('cancelled');
    expect(job.view()).toMatchObject({ eta: null, etaSeconds: null });
    expect(job.signal.aborted).toBe(true);
    job.start();
    expect(job.state).toBe('cancelled');
    void store.close();
  });

  it('hides an unknown fault behind a problem', () => {
    const store = new JobStore(resolveLimits());
    const job = store.create('t');
    job.fail(new Error('secret'));
    expect(job.view().problem?.code).toBe('internal');
    expect(JSON.stringify(job.view())).not.toContain('secret');
    void store.close();
  });
});

describe('JobStore', () => {
  it('drops the oldest finished job for a new one and refuses when all are unfinished', () => {
    const store = new JobStore(resolveLimits({ jobs: 2 }));
    const [first, second] = [store.create('t'), store.create('t')];
    expect(() => store.create('t')).toThrow(expect.objectContaining({ code: 'overloaded' }));
    second.succeed(answer(1));
    const third = store.create('t');
    expect(store.jobs).toEqual([first, third]);
    expect(() => store.find(second.id)).toThrow(expect.objectContaining({ code: 'job-unknown' }));
    void store.close();
  });

  it('keeps results up to the limit of bytes', () => {
    const store = new JobStore(resolveLimits({ jobResultBytes: 10 }));
    const jobs = Array.from({ length: 3 }, () => {
      const job = store.create('t');
      job.succeed(answer(5));
      return job;
    });
    expect(store.jobs).toEqual(jobs);
    const next = store.create('t');
    expect(store.jobs).toEqual([...jobs.slice(1), next]);
    void store.close();
  });

  it('forgets finished jobs after their time, unfinished ones never', () => {
    vi.useFakeTimers();
    const store = new JobStore(resolveLimits({ jobRetentionMs: 1_000 }));
    const [done, running] = [store.create('t'), store.create('t')];
    done.succeed(answer(1));
    running.start();
    vi.advanceTimersByTime(999);
    expect(store.jobs).toHaveLength(2);
    vi.advanceTimersByTime(2_000);
    expect(store.jobs).toEqual([running]);
    void store.close();
  });

  it('finds a job by its key, and refuses the key for another request', () => {
    const store = new JobStore(resolveLimits());
    const job = store.create('t');
    store.setKey('k', 'print', job);
    expect(store.findByKey('t', 'k', 'print')).toBe(job);
    expect(store.findByKey('other', 'k', 'print')).toBeUndefined();
    expect(() => store.findByKey('t', 'k', 'else')).toThrow(
      expect.objectContaining({ code: 'idempotency-key-reused' }),
    );
    store.remove(job);
    expect(store.findByKey('t', 'k', 'else')).toBeUndefined();
    void store.close();
  });

  it('drops the oldest results when those on disk are too large, and gives their files back', async () => {
    const store = new JobStore(resolveLimits({ jobDiskBytes: 100 }));
    const released: string[] = [];
    const finish = (name: string, size: number) => {
      const job = store.create('t', async () => void released.push(name));
      job.succeed({ headers: {}, body: { path: name, size } });
      return job;
    };
    const first = finish('first', 60);
    const second = finish('second', 60);
    expect([first.bytes, first.diskBytes]).toEqual([0, 60]);
    store.create('t');
    expect(released).toEqual(['first']);
    expect(store.find(second.id)).toBe(second);
    await store.close();
    expect(released).toEqual(['first', 'second']);
  });
});
