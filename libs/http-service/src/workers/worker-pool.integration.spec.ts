import { OnebitError } from '@onebit/errors';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../test/until.ts';
import { type Limits, resolveLimits } from '../limits.ts';
import { WorkerPool } from './worker-pool.ts';

const module = new URL('../../test/worker.mjs', import.meta.url);
const pools: WorkerPool[] = [];
const never = { signal: new AbortController().signal };

function create(limits: Partial<Limits> = {}): WorkerPool {
  const pool = new WorkerPool(module, resolveLimits({ workers: 2, ...limits }));
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const add = (pool: WorkerPool) =>
  pool.run<number>({ handler: 'add', input: { a: 1, b: 2 } }, never);

describe('WorkerPool', () => {
  it('runs handlers and moves buffers both ways', async () => {
    const pool = create();
    expect(await add(pool)).toBe(3);
    const input = Uint8Array.of(1, 2, 3);
    const doubled = await pool.run<Uint8Array>(
      { handler: 'double', input, transfer: [input.buffer] },
      never,
    );
    expect([...doubled]).toEqual([2, 4, 6]);
    expect(input.byteLength).toBe(0);
  });

  it('gives refusals whole, and keeps the worker', async () => {
    const pool = create({ workers: 1 });
    const where = () => pool.run({ handler: 'where', input: null }, never);
    const thread = await where();
    await expect(pool.run({ handler: 'refuse', input: null }, never)).rejects.toEqual(
      new OnebitError('value-invalid', {
        expected: 'a',
        received: 'b',
        hint: 'c',
        position: 3,
      }),
    );
    expect(await where()).toBe(thread);
    expect(pool.counts).toMatchObject({ refused: 1, broken: 0, recycled: 0 });
  });

  it.each([
    ['fault', 'worker-lost'],
    ['spend', 'kernel-trapped'],
    ['exit', 'worker-lost'],
    ['unheard-of', 'worker-lost'],
  ])(
    'fails only the task that broke (%s), and uses fresh workers after it',
    async (handler, code) => {
      const pool = create({ workers: 1 });
      const where = () => pool.run({ handler: 'where', input: null }, never);
      const thread = await where();
      await expect(pool.run({ handler, input: null }, never)).rejects.toMatchObject({ code });
      expect(await where()).not.toBe(thread);
      expect(await add(pool)).toBe(3);
      expect(pool.counts.broken).toBe(1);
    },
  );

  it('may be closed while its workers load', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onebit-many-modules-'));
    try {
      const names = Array.from({ length: 1200 }, (_, at) => `part-${at}.mjs`);
      const own = Array.from({ length: 60 }, (_, at) => `export const item${at} = ${at};`);
      await Promise.all(names.map((name) => writeFile(join(folder, name), own.join('\n'))));
      const entry = join(folder, 'entry.mjs');
      const imports = names.map((name, at) => `import { item1 as item${at} } from './${name}';`);
      const answer = `export default async () => ({ kind: 'done', value: 1 });`;
      await writeFile(entry, [...imports, answer].join('\n'));
      const start = () => new WorkerPool(pathToFileURL(entry), resolveLimits({ workers: 2 }));
      const begin = performance.now();
      const first = start();
      await add(first);
      const loading = performance.now() - begin;
      await first.close();
      // Where it breaks, this process ends here.
      for (let moment = 0; moment < 30; moment++) {
        const pool = start();
        await setTimeout(loading * (0.4 + moment / 45));
        await pool.close();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('tells when a task needs more memory than a worker may have', async () => {
    const pool = create({ workers: 1, workerBytes: 32 * 1024 * 1024 });
    await expect(pool.run({ handler: 'fill', input: null }, never)).rejects.toMatchObject({
      code: 'memory-exhausted',
    });
    expect(await add(pool)).toBe(3);
  });

  it('is suspect after three faults in a row and trusted after a success', async () => {
    const pool = create({ workers: 1 });
    for (let fault = 1; fault <= 3; fault++) {
      expect(pool.suspect).toBe(false);
      await expect(pool.run({ handler: 'fault', input: null }, never)).rejects.toThrow();
    }
    expect(pool.suspect).toBe(true);
    await add(pool);
    expect(pool.suspect).toBe(false);
  });

  it('asks a task to stop and keeps its worker when it does', async () => {
    const pool = create({ workers: 1, cancelGraceMs: 10_000 });
    const controller = new AbortController();
    const reason = new OnebitError('aborted', { expected: 'x', received: 'y', hint: 'z' });
    const run = pool.run(
      { handler: 'listen', input: null },
      {
        signal: controller.signal,
        onProgress: () => {
          controller.abort(reason);
        },
      },
    );
    await expect(run).rejects.toBe(reason);
    expect(pool.counts.terminated).toBe(0);
    expect(await add(pool)).toBe(3);
  });

  it('ends a worker that does not hear, and its core is free again', async () => {
    const pool = create({ workers: 1, cancelGraceMs: 1 });
    const flag = new Int32Array(new SharedArrayBuffer(8));
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = pool.run({ handler: 'spin', input: flag }, { signal: controller.signal });
    await until(() => Atomics.load(flag, 0) === 1);
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    expect(pool.counts.terminated).toBe(1);
    expect(await add(pool)).toBe(3);
    const turns = Atomics.load(flag, 1);
    await add(pool);
    expect(Atomics.load(flag, 1)).toBe(turns);
  });

  it('replaces its workers after the limit of tasks, without losing one', async () => {
    const pool = create({ tasksPerWorkerPool: 5 });
    const sums = await Promise.all(Array.from({ length: 8 }, () => add(pool)));
    expect(sums).toEqual(Array(8).fill(3));
    expect(pool.counts.recycled).toBe(1);
    expect(await add(pool)).toBe(3);
  });

  it('says that the worker has to be built first', () => {
    expect(() => new WorkerPool(new URL('./none.mjs', module), resolveLimits())).toThrow(
      /npm run build/,
    );
  });
});
