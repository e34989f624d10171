/**
 * TensorFlow.js on its WebAssembly backend, one thread, in a process of its own. Commands are JSON
 * lines on stdin; a command with "bytes" is followed by that many raw bytes. Each is answered by
 * one JSON line. Times are measured here, around the work alone.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';

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

const works = {
  product: ({ a, b, transposeA, transposeB }) => {
    const [left, right] = [operands.get(a), operands.get(b)];
    return () => tf.matMul(left, right, transposeA, transposeB);
  },
  layer: ({ a, b, scale, shift }) => {
    const [x, weights, factors, offsets] = [a, b, scale, shift].map((name) => operands.get(name));
    const [one, minusOne] = [tf.scalar(1), tf.scalar(-1)];
    return () =>
      tf.tidy(() => {
        const signs = tf.where(tf.greaterEqual(x, 0), one, minusOne);
        const sums = tf.matMul(signs, weights);
        return tf.greaterEqual(tf.add(tf.mul(sums, factors), offsets), 0);
      });
  },
};

/** Prepares a task; "expected" is the digest of the whole numbers it must give. */
function define(command) {
  const run = works[command.work](command);
  const result = run();
  const values = result.dataSync();
  result.dispose();
  if (command.expected !== undefined && digest(values) !== command.expected) {
    return { method: null, tried: [{ method: command.work, exact: false }] };
  }
  tasks.set(command.task, run);
  const method = command.work === 'product' ? 'tf.matMul' : 'sign, matMul, mul, add, greaterEqual';
  if (command.compare === undefined) return { method };
  const wanted = operands.get(command.compare).dataSync();
  return { method, difference: largestDifference(values, wanted) };
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
  for (let turn = 0; turn < repeats; turn++) run().dispose();
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
