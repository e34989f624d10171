import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  BinaryProduct,
  BitMatrix,
  ColumnThresholds,
  FloatMatrix,
  KernelThreads,
  setProductAutotune,
  withKernels,
} from '../index.ts';
import { Crew } from './crew.ts';
import { nodeSpawn } from './node/spawn.ts';
import { spawnWebWorker, type Spawn, type Thread } from './spawn.ts';
import { ThreadedProduct } from './threaded-product.ts';

const spawn = nodeSpawn() ?? spawnWebWorker;
/** Every product that the static rule splits is shared: tests do not depend on the load. */
const always = { measure: false };

// Nor on which method the clock prefers.
beforeAll(() => setProductAutotune(false));
afterAll(() => setProductAutotune(true));

let seed = 7;
const random = () => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) >>> 8;

function bits(rows: number, columns: number): BitMatrix {
  const matrix = BitMatrix.create(rows, columns);
  const { words, wordsPerRow } = matrix;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column += 32) {
      const kept = columns - column < 32 ? 2 ** (columns - column) - 1 : 0xffffffff;
      words[row * wordsPerRow + column / 32] = (random() ^ (random() << 8)) & kept;
    }
  }
  return matrix;
}

/** Where two outputs first differ; -1 where they are the same bits. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let at = 0; at < a.length; at++) if (!Object.is(a[at], b[at])) return at;
  return -1;
}

/** Odd shapes for every way to cut a product, large enough to be shared. */
const shapes = [
  ['tables of the weights', 401, 333, 1003, 'of weights'],
  ['two pieces of rows', 5003, 70, 333, 'of weights'],
  ['a last tile of one column', 2003, 97, 777, 'of weights'],
  ['tables of the activations', 45, 6007, 515, 'of activations'],
  ['popcounts of one row', 1, 12001, 4999, '1x4'],
  ['popcounts of three rows', 3, 9001, 2999, 'x'],
] as const;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe.each([1, 2, 3, 4])('%i threads', (threads) => {
  it.each(shapes)('give the bits of one thread: %s', async (_, m, n, k, method) => {
    using pool = await KernelThreads.start({ threads, ...always });
    expect(pool.state.threads).toBe(threads);
    using a = bits(m, k);
    using b = bits(n, k);
    using one = BinaryProduct.prepare(b);
    using all = pool.prepare(b);
    const plan = all.planFor(m);
    expect(plan.method).toContain(method);
    if (threads > 1) expect(plan.threads).toBeGreaterThan(1);
    const scale = Float32Array.from({ length: n }, (_, at) => (at % 5) - 1.7);
    const shift = Float32Array.from({ length: n }, (_, at) => at / 3);
    const levels = Array.from({ length: n }, (_, at) => (at % 9) - 4);
    const falling = levels.map((_, at) => at % 3 === 0);
    using thresholds = ColumnThresholds.of(levels, falling);
    const run = vi.spyOn(Crew.prototype, 'run');
    expect(difference(all.toInt32(a), one.toInt32(a))).toBe(-1);
    expect(difference(all.toInt16(a), one.toInt16(a))).toBe(-1);
    expect(difference(all.toFloat(a, scale, shift), one.toFloat(a, scale, shift))).toBe(-1);
    expect(difference(all.toBits(a, thresholds).words, one.toBits(a, thresholds).words)).toBe(-1);
    expect(run.mock.calls.length > 0).toBe(threads > 1);
    // A second thread may still be on its last block, and the product then runs on one.
    for (let again = 0; again < 3; again++)
      expect(difference(all.toInt32(a), one.toInt32(a))).toBe(-1);
  });
});

describe('destinations', () => {
  it('are filled in place, floats as activations too', async () => {
    using pool = await KernelThreads.start({ threads: 2, ...always });
    const [m, n, k] = [400, 352, 1000];
    using b = bits(n, k);
    using product = pool.prepare(b);
    using one = BinaryProduct.prepare(b);
    const floats = Float32Array.from({ length: m * k }, () => random() / 2 ** 24 - 0.5);
    const ones = new Float32Array(n).fill(1);
    const out = new Int32Array(m * n);
    expect(product.toInt32(floats, out)).toBe(out);
    expect(difference(out, one.toInt32(floats))).toBe(-1);
    const short = new Int16Array(m * n);
    expect(product.toInt16(floats, short)).toBe(short);
    using matrix = FloatMatrix.create(m, n);
    expect(product.toFloat(floats, ones, ones, matrix)).toBe(matrix);
    expect(difference(matrix.data, one.toFloat(floats, ones, ones))).toBe(-1);
    using packed = BitMatrix.create(m, n);
    const thresholds = ColumnThresholds.of(new Float64Array(n));
    expect(product.toBits(floats, thresholds, packed)).toBe(packed);
    expect(packed.equals(one.toBits(floats, thresholds))).toBe(true);
  });

  it('of the wrong size are refused as one thread refuses them', async () => {
    using pool = await KernelThreads.start({ threads: 2, ...always });
    using b = bits(352, 1000);
    using product = pool.prepare(b);
    using a = bits(400, 1000);
    const mismatch = expect.objectContaining({ code: 'size-mismatch' });
    expect(() => product.toInt32(a, new Int32Array(3))).toThrow(mismatch);
    expect(() => product.toFloat(a, new Float32Array(3), new Float32Array(352))).toThrow(mismatch);
    const thresholds = ColumnThresholds.of(new Float64Array(352));
    expect(() => product.toBits(a, thresholds, BitMatrix.create(1, 1))).toThrow(mismatch);
    expect(() => product.toBits(a, ColumnThresholds.of([1]))).toThrow(mismatch);
    expect(() => product.toInt32(bits(400, 999))).toThrow(mismatch);
  });
});

/** Threads that say they are ready and then do only what the test makes them do. */
const idleSpawn: Spawn = (_, events) => {
  queueMicrotask(() => events.ready());
  return { terminate: () => undefined };
};

describe('a thread that took a block and does not come back', () => {
  it('costs nothing but its block, and the next products run on one thread', async () => {
    const crew = await Crew.start(2, idleSpawn, false);
    using b = bits(333, 1003);
    using a = bits(401, 1003);
    using one = BinaryProduct.prepare(b);
    using product = new ThreadedProduct({ crew, reason: '' }, b);
    const run = vi.spyOn(crew, 'run');
    const notify = Atomics.notify.bind(Atomics);
    let words: Int32Array | undefined;
    vi.spyOn(Atomics, 'notify').mockImplementation((array, index, count) => {
      if (index === 0) {
        // What the kernels' `serve` does on waking: busy, then the next block.
        words = array as unknown as Int32Array;
        Atomics.store(words, 32, 1);
        Atomics.add(words, 2, 1);
      }
      return notify(array as unknown as Int32Array, index, count);
    });
    expect(difference(product.toInt32(a), one.toInt32(a))).toBe(-1);
    expect(run).toHaveBeenCalledTimes(1);
    expect(crew.idle).toBe(false);
    expect(difference(product.toInt32(a), one.toInt32(a))).toBe(-1);
    expect(run).toHaveBeenCalledTimes(1);
    Atomics.store(words!, 32, 0);
    expect(crew.idle).toBe(true);
    expect(difference(product.toInt32(a), one.toInt32(a))).toBe(-1);
    expect(run).toHaveBeenCalledTimes(2);
    crew.dispose();
  });

  it('keeps the weights that it may read', async () => {
    const crew = await Crew.start(2, idleSpawn, false);
    const free = vi.spyOn(crew.memory, 'free');
    using b = bits(333, 1003);
    const product = new ThreadedProduct({ crew, reason: '' }, b);
    product.toInt32(bits(401, 1003));
    const words = new Int32Array(crew.memory.buffer, 1024, 48);
    Atomics.store(words, 32, 1);
    product.dispose();
    expect(free).not.toHaveBeenCalled();
    Atomics.store(words, 32, 0);
    expect(crew.idle).toBe(true);
    expect(free).toHaveBeenCalledTimes(2);
    crew.dispose();
  });
});

describe('one thread, and why', () => {
  it('for small products', async () => {
    using pool = await KernelThreads.start({ threads: 2, ...always });
    using product = pool.prepare(bits(8, 64));
    expect(product.planFor(4)).toMatchObject({ threads: 1 });
    expect(product.planFor(4).reason).toMatch(/thousand cycles are too few/);
    using narrow = pool.prepare(bits(5, 2000));
    expect(narrow.planFor(100_000).threads).toBe(1);
  });

  it('without SIMD', async () => {
    using pool = await KernelThreads.start({ threads: 2, ...always });
    using product = pool.prepare(bits(333, 1003));
    using a = bits(401, 1003);
    const expected = product.toInt32(a);
    withKernels('scalar', () => {
      expect(product.planFor(401).reason).toBe('The scalar kernels run on one thread.');
      expect(difference(product.toInt32(a), expected)).toBe(-1);
    });
  });

  it('in a page that is not isolated', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    using pool = await KernelThreads.start({ threads: 4 });
    expect(pool.state.threads).toBe(1);
    expect(pool.state.reason).toMatch(/not cross-origin isolated/);
    using product = pool.prepare(bits(333, 1003));
    expect(product.planFor(401)).toMatchObject({ threads: 1, reason: pool.state.reason });
    expect(product.toInt32(bits(401, 1003))).toHaveLength(401 * 333);
  });

  it('where no thread can start', async () => {
    using pool = await KernelThreads.start({ threads: 2 }, () => {
      throw new Error('refused by a policy');
    });
    expect(pool.state).toEqual({
      threads: 1,
      reason: 'One thread: no further one could start. refused by a policy',
    });
  });

  it('after dispose, which ends the others', async () => {
    const started: { ended: boolean }[] = [];
    const watched: Spawn = (post, events) => {
      const entry = { ended: false };
      started.push(entry);
      const thread = spawn(post, events);
      return {
        terminate: () => {
          entry.ended = true;
          thread.terminate();
        },
      };
    };
    const pool = await KernelThreads.start({ threads: 3, ...always }, watched);
    using product = pool.prepare(bits(333, 1003));
    using a = bits(401, 1003);
    const expected = product.toInt32(a);
    pool.dispose();
    pool.dispose();
    expect(started).toEqual([{ ended: true }, { ended: true }]);
    expect(pool.state).toEqual({ threads: 1, reason: 'One thread: the pool was disposed.' });
    expect(difference(product.toInt32(a), expected)).toBe(-1);
  });

  it.each([0, 65, 1.5, NaN])('is not what %f threads mean', async (threads) => {
    await expect(KernelThreads.start({ threads })).rejects.toMatchObject({ code: 'value-invalid' });
  });
});

it('names a thread that died and goes on with one', async () => {
  const threads: Thread[] = [];
  let lose: ((cause: unknown) => void) | undefined;
  const pool = await KernelThreads.start({ threads: 2, ...always }, (post, events) => {
    lose = (cause) => events.lost(cause);
    const thread = spawn(post, events);
    threads.push(thread);
    return thread;
  });
  using product = pool.prepare(bits(333, 1003));
  using a = bits(401, 1003);
  const expected = product.toInt32(a);
  threads[0]!.terminate();
  // A browser tells nobody that a worker was ended; Node does.
  if (nodeSpawn() === undefined) lose!('ended');
  await vi.waitFor(() => expect(pool.state.error).toBeDefined());
  expect(pool.state).toMatchObject({ threads: 1, error: { code: 'worker-lost' } });
  expect(product.planFor(401).reason).toBe('One thread: a further one was lost.');
  expect(difference(product.toInt32(a), expected)).toBe(-1);
  pool.dispose();
});
