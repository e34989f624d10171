import { describe, expect, it } from 'vitest';
import type { Contender } from './contender.ts';
import { type Benchmark, compareEntries, runCases } from './run-cases.ts';

const contender = (name: string, ms: number, log: string[] = []): Contender => ({
  name,
  method: `way of ${name}`,
  time: () => ms,
  dispose: () => void log.push(name),
});

describe('compareEntries', () => {
  it('gives a row a peer, names the refused ones and disposes of all contenders', async () => {
    const disposed: string[] = [];
    const { rows, refused } = await compareEntries(
      'work',
      '2x2',
      contender('us', 2, disposed),
      [contender('fast', 1, disposed), { name: 'wrong', reason: 'differs' }, contender('slow', 8)],
      { quick: true },
    );
    expect(rows.map(({ peer, ratio, method }) => [peer, ratio, method])).toEqual([
      ['fast', 0.5, 'way of us'],
      ['slow', 4, 'way of us'],
    ]);
    expect(refused).toEqual([{ name: 'work', shape: '2x2', peer: 'wrong', reason: 'differs' }]);
    expect(disposed).toEqual(['us', 'fast']);
  });

  it('gives one row without a peer where there is none', async () => {
    const { rows } = await compareEntries('work', '2x2', contender('us', 2), [], { quick: true });
    expect(rows).toMatchObject([{ peer: null, peerMs: null, ratio: null, ms: { median: 2 } }]);
  });
});

describe('runCases', () => {
  const benchmark = (seen: string[]): Benchmark<string> => ({
    name: 'test',
    cases: ['one', 'two', 'three'],
    peers: [],
    describe: (one) => one,
    run: (one) => {
      seen.push(one);
      return Promise.resolve({ rows: [], refused: [] });
    },
    stop: () => void seen.push('stopped'),
  });

  it('runs the chosen cases in order, tells the progress and stops the peers', async () => {
    const seen: string[] = [];
    const told: string[] = [];
    const report = await runCases(benchmark(seen), {
      only: 't',
      seed: 5,
      onProgress: ({ done, total, doing }) => told.push(`${done}/${total} ${doing}`),
    });
    expect(seen).toEqual(['two', 'three', 'stopped']);
    expect(told).toEqual(['0/2 two', '1/2 three']);
    expect(report).toMatchObject({ benchmark: 'test', seed: 5, node: process.version, rows: [] });
  });

  it('stops the peers at once and throws the reason when aborted', async () => {
    const seen: string[] = [];
    const controller = new AbortController();
    const aborting = {
      ...benchmark(seen),
      run: () => {
        controller.abort(new Error('enough'));
        return Promise.reject(new Error('the process ended'));
      },
    };
    await expect(runCases(aborting, { signal: controller.signal })).rejects.toThrow('enough');
    expect(seen).toEqual(['stopped', 'stopped']);
  });
});
