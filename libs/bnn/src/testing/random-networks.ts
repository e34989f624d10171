import type { Layer } from '../description/layers.ts';
import type { NetworkDescription, Signal } from '../description/network.ts';
import { signalAfter } from '../description/signals.ts';
import type { TensorNeed } from '../description/tensor-need.ts';
import { neededTensors } from '../description/tensors.ts';
import { BYTES_PER_ELEMENT } from '../model-file/dtype.ts';
import { readModel, writeModel, type Model } from '../model-file/model.ts';
import type { Tensor } from '../model-file/safetensors.ts';

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A model of the given layers with random tensors of fitting shapes. */
export function randomModel(input: Signal, layers: readonly Layer[], seed = 1): Model {
  const random = seededRandom(seed);
  const output = signalAfter(layers, input);
  const outputs = output.shape[output.shape.length - 1]!;
  const network: NetworkDescription = {
    formatVersion: 1,
    id: 'random',
    task: 'test',
    input,
    layers,
    labels: Array.from({ length: outputs }, (_, at) => `output ${at}`),
    provenance: { command: `random tensors, seed ${seed}`, licence: 'MIT', seed },
  };
  const tensors = new Map<string, Tensor>();
  for (const need of neededTensors(network)) tensors.set(need.name, randomTensor(need, random));
  return readModel(writeModel(network, tensors));
}

function randomTensor(need: TensorNeed, random: () => number): Tensor {
  const { dtype, shape, bitsPerRow } = need;
  const length = shape.reduce((product, side) => product * side, 1);
  if (dtype === 'F32') {
    const values = Float32Array.from({ length }, () => Math.fround(random() * 2 - 0.8));
    return { dtype, shape, bytes: new Uint8Array(values.buffer) };
  }
  if (dtype === 'I32') {
    const values = Int32Array.from({ length }, () => Math.floor(random() * 21) - 10);
    return { dtype, shape, bytes: new Uint8Array(values.buffer) };
  }
  const bytes = Uint8Array.from({ length: length * BYTES_PER_ELEMENT[dtype] }, () =>
    Math.floor(random() * 256),
  );
  if (bitsPerRow === undefined) {
    return dtype === 'U8'
      ? { dtype, shape, bytes: bytes.map((b) => b & 1) }
      : { dtype, shape, bytes };
  }
  const bytesPerRow = shape[1]!;
  const used = bitsPerRow % 8;
  if (used > 0) {
    for (let at = bytesPerRow - 1; at < bytes.length; at += bytesPerRow)
      bytes[at]! &= (1 << used) - 1;
  }
  return { dtype, shape, bytes };
}

/** A random input of a signal: bytes for levels, ±1 for bits, else reals. */
export function randomInput({ kind, shape }: Signal, seed = 2): Float32Array {
  const random = seededRandom(seed);
  const length = shape.reduce((product, side) => product * side, 1);
  return Float32Array.from({ length }, () => {
    const value = random();
    if (kind === 'levels') return Math.floor(value * 256);
    if (kind === 'bits') return value < 0.5 ? -1 : 1;
    return Math.fround(value * 4 - 2);
  });
}

const conv = { weights: 'c', weightKind: 'bits', stride: [1, 1], dilation: [1, 1] } as const;
const halves = { size: [2, 2], stride: [2, 2] } as const;

/** Small networks that together use every dense layer, each odd in some size. */
export const networkZoo: Readonly<Record<string, { input: Signal; layers: readonly Layer[] }>> = {
  'dense on bits': {
    input: { kind: 'levels', shape: [5, 9, 1] },
    layers: [
      { op: 'flatten' },
      { op: 'sign', threshold: 127.5 },
      { op: 'dense', weights: 'a', weightKind: 'bits', inputs: 45, outputs: 37 },
      { op: 'threshold', thresholds: 't', flip: 'f' },
      { op: 'dense', weights: 'b', weightKind: 'bits', inputs: 37, outputs: 11 },
      { op: 'affine', scale: 's', shift: 'h' },
    ],
  },
  'thermometer and 8-bit ends': {
    input: { kind: 'levels', shape: [20] },
    layers: [
      { op: 'thermometer', thresholds: [32, 96, 160, 224] },
      { op: 'dense', weights: 'a', weightKind: 'bits', inputs: 80, outputs: 33 },
      { op: 'affine', scale: 's', shift: 'h' },
      { op: 'quantise', scale: 1.5, offset: 0.25 },
      { op: 'dense', weights: 'b', weightKind: 'int8', inputs: 33, outputs: 7 },
      { op: 'affine', scale: 's2', shift: 'h2' },
    ],
  },
  'pictures, padded and pooled': {
    input: { kind: 'levels', shape: [9, 11, 3] },
    layers: [
      { op: 'quantise', scale: 256 / 255, offset: -128 },
      {
        op: 'conv2d',
        ...conv,
        weights: 'c0',
        channels: 3,
        filters: 17,
        kernel: [3, 3],
        padding: 'valid',
      },
      { op: 'threshold', thresholds: 't0', flip: 'f0' },
      {
        op: 'conv2d',
        ...conv,
        weights: 'c1',
        channels: 17,
        filters: 10,
        kernel: [3, 3],
        padding: { sides: [1, 1, 1, 1], value: -1 },
      },
      { op: 'threshold', thresholds: 't1' },
      { op: 'max-pool', ...halves },
      { op: 'flatten' },
      { op: 'dense', weights: 'd', weightKind: 'bits', inputs: 120, outputs: 5 },
    ],
  },
  'real shortcuts': {
    input: { kind: 'reals', shape: [8, 8, 6] },
    layers: [
      {
        op: 'shortcut',
        pool: 2,
        repeat: 2,
        body: [
          { op: 'sign', threshold: 'n0' },
          {
            op: 'conv2d',
            ...conv,
            weights: 'c0',
            channels: 6,
            filters: 12,
            kernel: [3, 3],
            stride: [2, 2],
            padding: { sides: [1, 1, 1, 1], value: -1 },
          },
          { op: 'affine', scale: 's0', shift: 'h0' },
        ],
      },
      { op: 'prelu', slope: 'p', before: 'pb', after: 'pa' },
      {
        op: 'shortcut',
        pool: 1,
        repeat: 1,
        body: [
          { op: 'sign', threshold: 0 },
          {
            op: 'conv2d',
            ...conv,
            weights: 'c1',
            channels: 12,
            filters: 12,
            kernel: [3, 3],
            dilation: [2, 2],
            padding: { sides: [2, 2, 2, 2], value: 1 },
          },
          { op: 'affine', scale: 's1', shift: 'h1' },
        ],
      },
      { op: 'average-pool', ...halves },
      { op: 'global-mean' },
      { op: 'dense', weights: 'd', weightKind: 'float', inputs: 12, outputs: 4 },
    ],
  },
  'time, dilated': {
    input: { kind: 'reals', shape: [40, 19] },
    layers: [
      {
        op: 'conv1d',
        weights: 'c0',
        weightKind: 'float',
        channels: 19,
        filters: 13,
        taps: 1,
        dilation: 1,
        padding: 'valid',
      },
      {
        op: 'shortcut',
        pool: 1,
        repeat: 1,
        body: [
          { op: 'sign', threshold: 'n' },
          {
            op: 'conv1d',
            weights: 'c1',
            weightKind: 'bits',
            channels: 13,
            filters: 13,
            taps: 3,
            dilation: 4,
            padding: { sides: [8, 0], value: 1 },
          },
          { op: 'affine', scale: 's', shift: 'h' },
        ],
      },
      {
        op: 'conv1d',
        weights: 'c2',
        weightKind: 'float',
        channels: 13,
        filters: 6,
        taps: 1,
        dilation: 1,
        padding: 'valid',
      },
    ],
  },
};
