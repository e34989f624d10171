/**
 * Measures a pool against one thread, products of both by turns, on the machine as it is:
 *
 *   node libs/bitwise-kernels/testing/measure-threads.mjs [threads = 2] [seconds a shape = 3] [always]
 *
 * `always` shares every product that the static rule splits, also where sharing loses time.
 */
import { loadavg } from 'node:os';
import { BinaryProduct, BitMatrix, KernelThreads } from '../dist/index.js';

const [threads = '2', seconds = '3', mode] = process.argv.slice(2);
const shapes = [
  [1024, 1024, 1024],
  [1024, 512, 512],
  [128, 1024, 1024],
  [256, 256, 2304],
  [4096, 256, 2304],
];

let state = 1;
const bits = (rows, columns) =>
  BitMatrix.fromBytes(
    rows,
    columns,
    Uint8Array.from({ length: rows * columns }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state >>> 20) & 1;
    }),
  );
const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)];
const sum = (values) => values.reduce((total, value) => total + value, 0);
const timed = (run) => {
  const start = performance.now();
  run();
  return performance.now() - start;
};

const pool = await KernelThreads.start({ threads: Number(threads), measure: mode !== 'always' });
console.log(pool.state.reason, `Node ${process.version}, load ${loadavg()[0].toFixed(1)}.`);
console.log('M x N x K         ms of one thread   pool / one thread: median, of sums, of minima');
for (const [m, n, k] of shapes) {
  const activations = bits(m, k);
  const weights = bits(n, k);
  const one = BinaryProduct.prepare(weights);
  const all = pool.prepare(weights);
  const out = new Int32Array(m * n);
  for (let warm = 0; warm < 25; warm++) one.toInt32(activations, out);
  for (let warm = 0; warm < 10; warm++) all.toInt32(activations, out);
  const alone = [];
  const shared = [];
  const end = performance.now() + Number(seconds) * 1000;
  while (performance.now() < end) {
    alone.push(timed(() => one.toInt32(activations, out)));
    shared.push(timed(() => all.toInt32(activations, out)));
  }
  const ratios = shared.map((time, at) => time / alone[at]);
  const ends = Math.min(...shared) / Math.min(...alone);
  console.log(
    [m, n, k].join(' x ').padEnd(18),
    quantile(alone, 0.5).toFixed(2).padStart(8),
    [quantile(ratios, 0.5), sum(shared) / sum(alone), ends]
      .map((ratio) => ratio.toFixed(2))
      .join('  '),
  );
  one.dispose();
  all.dispose();
}
pool.dispose();
