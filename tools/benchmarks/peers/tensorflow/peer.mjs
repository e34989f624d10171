/**
 * TensorFlow.js on its WebAssembly backend, one thread, in a process of its own. Commands are JSON
 * lines on stdin; a command with "bytes" is followed by that many raw bytes. Each is answered by
 * one JSON line. Times are measured here, around the work alone.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { denseWays, makeStep } from './step.mjs';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);

const operands = new Map();
const tasks = new Map();

const typed = { '<f4': Float32Array, '<i4': Int32Array };

async function hello() {
  await tf.setBackend('wasm');
  return { libraries: { 'tfjs-wasm': { version: tf.version.tfjs } } };
}

function operand({ name, type, shape }, payload) {
  const bytes = payload.buffer.slice(payload.byteOffset, payload.byteOffset + payload.byteLength);
  operands.get(name)?.dispose();
  operands.set(
    name,
    tf.tensor(new typed[type](bytes), shape, type === '<f4' ? 'float32' : 'int32'),
  );
  return {};
}

/** The digest of whole numbers, however the library stores them. */
const digest = (values) =>
  createHash('sha256')
    .update(new Uint8Array(Int32Array.from(values).buffer))
    .digest('hex');

/** The ways to do a work, by name. */
const works = {
  product: ({ a, b, transposeA, transposeB }) => {
    const [left, right] = [operands.get(a), operands.get(b)];
    const flagged = () => tf.matMul(left, right, transposeA, transposeB);
    if (!transposeA && !transposeB) return { 'tf.matMul': flagged };
    const transposed = (tensor, wanted) => (wanted ? tf.transpose(tensor) : tensor);
    return {
      'tf.matMul with flags': flagged,
      'tf.transpose, tf.matMul': () =>
        tf.tidy(() => tf.matMul(transposed(left, transposeA), transposed(right, transposeB))),
    };
  },
  layer: ({ a, b, scale, shift }) => {
    const [x, weights, factors, offsets] = [a, b, scale, shift].map((name) => operands.get(name));
    const [one, minusOne] = [tf.scalar(1), tf.scalar(-1)];
    return {
      'where, matMul, mul, add, greaterEqual': () =>
        tf.tidy(() => {
          const signs = tf.where(tf.greaterEqual(x, 0), one, minusOne);
          const sums = tf.matMul(signs, weights);
          return tf.greaterEqual(tf.add(tf.mul(sums, factors), offsets), 0);
        }),
    };
  },
};

/** The fastest of some ways, each run once before. */
function fastest(ways) {
  const timed = Object.entries(ways).map(([method, run]) => {
    run();
    const start = performance.now();
    run();
    return { method, run, took: performance.now() - start };
  });
  return timed.sort((a, b) => a.took - b.took)[0];
}

/** Prepares a task; "expected" is the digest of the whole numbers it must give. */
function define(command) {
  const ways = works[command.work](command);
  const releasing = Object.entries(ways).map(([method, run]) => [method, () => run().dispose()]);
  const { method, run } = fastest(Object.fromEntries(releasing));
  const result = ways[method]();
  const values = result.dataSync();
  result.dispose();
  if (command.expected !== undefined && digest(values) !== command.expected) {
    return { method: null, tried: [{ method, exact: false }] };
  }
  tasks.set(command.task, run);
  if (command.compare === undefined) return { method };
  const wanted = operands.get(command.compare).dataSync();
  return { method, difference: largestDifference(values, wanted) };
}

/** Prepares whole training steps, a task a way to multiply, and takes the first steps of each. */
function defineStep({ samples, targets, parameters, learningRate, steps }) {
  const settings = {
    samples: operands.get(samples),
    targets: operands.get(targets),
    parameters: parameters.map(({ name, latent }) => ({ tensor: operands.get(name), latent })),
    learningRate,
  };
  const ways = Object.entries(denseWays(tf)).map(([method, dense], index) => {
    const task = `step ${index}`;
    const run = makeStep(tf, settings, dense);
    tasks.set(task, run);
    return { task, method, losses: Array.from({ length: steps }, run) };
  });
  return { ways };
}

function largestDifference(values, wanted) {
  let largest = 0;
  for (let index = 0; index < wanted.length; index++) {
    largest = Math.max(largest, Math.abs(values[index] - wanted[index]));
  }
  return largest;
}

function time({ task, repeats }) {
  const run = tasks.get(task);
  const start = performance.now();
  for (let turn = 0; turn < repeats; turn++) run();
  return { ms: (performance.now() - start) / repeats };
}

function forget({ task }) {
  tasks.delete(task);
  return {};
}

function forgetOperands() {
  for (const tensor of operands.values()) tensor.dispose();
  operands.clear();
  return {};
}

const commands = {
  hello,
  operand,
  define,
  'define-step': defineStep,
  time,
  forget,
  'forget-operands': forgetOperands,
};

// The library prints advice to stdout; the answers go there alone.
const answers = process.stdout.write.bind(process.stdout);
console.log = console.warn = console.info = console.error;

let pending = Buffer.alloc(0);
let command;
for await (const chunk of process.stdin) {
  pending = Buffer.concat([pending, chunk]);
  for (;;) {
    if (command === undefined) {
      const end = pending.indexOf(10);
      if (end < 0) break;
      command = JSON.parse(pending.subarray(0, end).toString());
      pending = pending.subarray(end + 1);
    }
    if (pending.length < command.bytes) break;
    const payload = pending.subarray(0, command.bytes);
    pending = pending.subarray(command.bytes);
    let answer;
    try {
      answer = await commands[command.command](command, payload);
    } catch (error) {
      answer = { error: String(error) };
    }
    command = undefined;
    answers(`${JSON.stringify(answer)}\n`);
  }
}
