import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { softmaxCrossEntropy } from '@onebit/bitwise-kernels';
import { describe, expect, it } from 'vitest';
import type { Blueprint, LayerBlueprint } from '../blueprint/blueprint.ts';
import { realTwin, type TwinBlueprint } from '../blueprint/real-twin.ts';
import { Random } from '../network/random.ts';
import { TrainableNetwork } from '../network/trainable-network.ts';
import { type TensorFlow, TensorFlowNetwork } from '../testing/tensorflow-network.ts';

const peers = join(import.meta.dirname, '../../../../tools/benchmarks/peers');
const present = existsSync(join(peers, 'node_modules/@tensorflow/tfjs'));
if (!present) {
  console.warn('Skipped: TensorFlow.js is not installed in tools/benchmarks/peers (npm ci there).');
}

const BATCH = 6;
const CLASSES = 3;

const end: LayerBlueprint[] = [
  { op: 'batch-norm' },
  { op: 'dense', outputs: CLASSES, precision: 'real', bias: true },
];

function blueprint(
  shape: readonly number[],
  layers: readonly LayerBlueprint[],
  kind: 'levels' | 'reals' = 'reals',
): Blueprint {
  const labels = Array.from({ length: CLASSES }, (_, at) => `class ${at}`);
  return { id: 'gradients', task: 'test', input: { kind, shape }, layers, labels };
}

const conv = (
  filters: number,
  precision: 'binary' | 'real',
  stride = 1,
  padValue: -1 | 1 = -1,
): LayerBlueprint => ({
  op: 'conv2d',
  filters,
  kernel: 3,
  stride,
  padding: 1,
  padValue,
  precision,
});

const sign = (estimator: 'clipped' | 'quadratic', shift: boolean): LayerBlueprint => ({
  op: 'sign',
  estimator,
  shift,
});

/** Every layer in every form, each with something that learns before it. */
const networks: Readonly<Record<string, Blueprint>> = {
  'bits by bits and reals by bits, clipped': blueprint(
    [20],
    [
      { op: 'dense', outputs: 40, precision: 'binary' },
      { op: 'batch-norm' },
      sign('clipped', false),
      { op: 'dense', outputs: 30, precision: 'binary' },
      { op: 'batch-norm' },
      sign('clipped', true),
      { op: 'dense', outputs: 12, precision: 'real', bias: true },
      ...end,
    ],
  ),
  'a thermometer, the quadratic estimator, PReLU with and without shifts': blueprint(
    [8],
    [
      { op: 'input-thermometer', thresholds: [60, 120, 180] },
      { op: 'dense', outputs: 24, precision: 'binary' },
      { op: 'batch-norm' },
      { op: 'prelu', shifts: true },
      sign('quadratic', true),
      { op: 'dense', outputs: 20, precision: 'binary' },
      { op: 'batch-norm' },
      { op: 'prelu', shifts: false },
      ...end,
    ],
    'levels',
  ),
  'pictures of 8 bits, shortcuts that halve and widen': blueprint(
    [8, 8, 2],
    [
      { op: 'input-quantise', scale: 1 / 128, offset: -1 },
      conv(4, 'real'),
      { op: 'batch-norm' },
      { op: 'relu' },
      {
        op: 'shortcut',
        pool: 2,
        repeat: 2,
        body: [sign('quadratic', true), conv(8, 'binary', 2), { op: 'batch-norm' }],
      },
      { op: 'prelu', shifts: true },
      {
        op: 'shortcut',
        pool: 1,
        repeat: 1,
        body: [sign('clipped', false), conv(8, 'binary', 1, 1), { op: 'batch-norm' }],
      },
      { op: 'global-mean' },
      ...end,
    ],
    'levels',
  ),
  'bits of pictures, flattened': blueprint(
    [5, 5, 3],
    [
      { op: 'input-sign', threshold: 0.1 },
      conv(6, 'binary'),
      { op: 'batch-norm' },
      sign('clipped', false),
      { op: 'flatten' },
      { op: 'dense', outputs: 16, precision: 'binary' },
      ...end,
    ],
  ),
  'signals, centred and causal': blueprint(
    [12, 4],
    [
      {
        op: 'conv1d',
        filters: 8,
        taps: 3,
        dilation: 2,
        causal: false,
        padValue: 0,
        precision: 'real',
        bias: true,
      },
      { op: 'batch-norm' },
      sign('clipped', true),
      {
        op: 'conv1d',
        filters: 8,
        taps: 3,
        dilation: 1,
        causal: true,
        padValue: -1,
        precision: 'binary',
      },
      { op: 'batch-norm' },
      { op: 'global-mean' },
      ...end,
    ],
  ),
};

/** Samples and classes for a blueprint. */
function batchFor({ input }: Blueprint | TwinBlueprint, seed: number) {
  const random = new Random(seed);
  const length = BATCH * input.shape.reduce((product, side) => product * side, 1);
  const samples = Float32Array.from({ length }, () =>
    input.kind === 'levels' ? random.below(256) : random.uniform() * 4 - 2,
  );
  return { samples, classes: Array.from({ length: BATCH }, () => random.below(CLASSES)) };
}

/** A network whose vectors are not at their round starting values, and its gradients. */
function ours(layout: Blueprint | TwinBlueprint, seed = 3) {
  const network = new TrainableNetwork(layout, seed);
  const random = new Random(seed + 1);
  for (const { value, latent } of network.parameters) {
    if (latent || value.rows > 1) continue;
    value.data.forEach((v, at) => (value.data[at] = v + random.uniform() * 0.4 - 0.2));
  }
  const { samples, classes } = batchFor(layout, seed + 2);
  const loss = network.trainOn(samples, BATCH, (scores) => softmaxCrossEntropy(scores, classes));
  return { network, samples, classes, loss };
}

/** Length of a list of numbers, or of the difference of two. */
const distance = (a: ArrayLike<number>, b?: ArrayLike<number>): number =>
  Math.sqrt(Array.from(a).reduce((sum, value, at) => sum + (value - (b?.[at] ?? 0)) ** 2, 0));

/** A bias before a batch norm changes nothing: what is left of its gradient is rounding. */
const ROUNDING = 1e-6;

describe.skipIf(!present)("gradients against TensorFlow.js's automatic differentiation", () => {
  const cases = Object.entries(networks).flatMap(
    ([name, layout]): [string, Blueprint | TwinBlueprint][] => [
      [name, layout],
      [`the real-valued twin of ${name}`, realTwin(layout)],
    ],
  );

  it.each(cases)('%s', async (_name, layout) => {
    const tf = createRequire(join(peers, 'package.json'))('@tensorflow/tfjs') as TensorFlow;
    await tf.setBackend('cpu');
    const { network, samples, classes, loss } = ours(layout);
    const x = tf.tensor(samples, [BATCH, ...layout.input.shape]);
    const oneHot = new Float32Array(BATCH * CLASSES);
    classes.forEach((label, row) => (oneHot[row * CLASSES + label] = 1));
    const targets = tf.tensor(oneHot, [BATCH, CLASSES]);
    const { parameters } = network;
    const tensors = parameters.map(({ value: { data, rows, columns } }) =>
      tf.tensor(data.slice(), rows === 1 ? [columns] : [rows, columns]),
    );
    const { value, grads } = tf.valueAndGrads((...given) => {
      const named = new Map(parameters.map(({ name }, at) => [name, given[at]!]));
      const scores = new TensorFlowNetwork(tf, named).run(layout.layers, x);
      return scores.logSoftmax().mul(targets).sum([1]).mean().neg();
    })(tensors);
    expect(Math.abs(loss - value.dataSync()[0]!)).toBeLessThan(1e-4 * loss);
    parameters.forEach(({ name, gradient }, at) => {
      const theirs = grads[at]!.dataSync();
      const error = distance(gradient.data, theirs);
      expect(error, name).toBeLessThan(1e-3 * distance(theirs) + ROUNDING);
    });
    network.dispose();
  });
});

describe('gradients against finite differences', () => {
  const smooth = Object.entries(networks).filter(([name]) => !name.includes('thermometer'));

  it.each(smooth)('the real-valued twin of %s', (_name, layout) => {
    const { network, samples, classes } = ours(realTwin(layout), 8);
    const lossNow = (): number =>
      network.trainOn(samples, BATCH, (scores) => softmaxCrossEntropy(scores, classes));
    const found = network.parameters.map(({ gradient }) => gradient.data.slice());
    const step = 1e-3;
    network.parameters.forEach(({ name, value }, index) => {
      // The direction of the gradient itself: the loss then changes most against its rounding.
      const direction = found[index]!;
      const length = Math.hypot(...direction);
      if (length < 1e-4) return;
      const start = value.data.slice();
      const at = (share: number): number => {
        start.forEach((v, i) => (value.data[i] = v + (share * direction[i]!) / length));
        return lossNow();
      };
      const slope = (at(step) - at(-step)) / (2 * step);
      value.data.set(start);
      expect(Math.abs(slope - length), name).toBeLessThan(0.02 * length + 1e-3);
    });
    network.dispose();
  });
});
