import { readModel, runReference, writeModel } from '@onebit/bnn';
import { describe, expect, it } from 'vitest';
import type { Blueprint, LayerBlueprint } from '../blueprint/blueprint.ts';
import { realTwin } from '../blueprint/real-twin.ts';
import { Random } from '../network/random.ts';
import { TrainableNetwork } from '../network/trainable-network.ts';
import { packNetwork } from './pack.ts';

const provenance = { command: 'a test', licence: 'MIT' };
const conv = { op: 'conv2d', kernel: 3, padding: 1, padValue: -1, precision: 'binary' } as const;

/** Weights, running statistics and learned vectors at random, of both signs. */
function randomised(blueprint: Blueprint, seed: number): TrainableNetwork {
  const network = new TrainableNetwork(blueprint, seed);
  const random = new Random(seed + 100);
  const fill = (data: Float32Array, low: number, high: number) =>
    data.forEach((_, at) => (data[at] = low + (high - low) * random.uniform()));
  for (const { value, name } of network.parameters) {
    if (!name.endsWith('weights')) fill(value.data, -1.5, 1.5);
  }
  for (const { value, name } of network.buffers) {
    if (name.endsWith('mean')) fill(value.data, -4, 4);
    else fill(value.data, 0.1, 30);
  }
  return network;
}

const blueprints: Record<string, { shape: number[]; outputs: number; layers: LayerBlueprint[] }> = {
  'dense, thresholds of both directions': {
    shape: [30],
    outputs: 7,
    layers: [
      { op: 'input-thermometer', thresholds: [64, 128, 192] },
      { op: 'dense', outputs: 41, precision: 'binary' },
      { op: 'batch-norm' },
      { op: 'sign', estimator: 'clipped', shift: true },
      { op: 'dropout', share: 0.2 },
      { op: 'dense', outputs: 7, precision: 'binary' },
      { op: 'batch-norm' },
    ].filter(({ op }) => op !== 'dropout') as LayerBlueprint[],
  },
  'pictures with shortcuts and 8-bit ends': {
    shape: [8, 8, 1],
    outputs: 5,
    layers: [
      { op: 'input-quantise', scale: 1, offset: -128 },
      { ...conv, filters: 6, kernel: 5, stride: 2, padding: 2, padValue: 0, precision: 'real' },
      { op: 'batch-norm' },
      { op: 'prelu', shifts: true },
      {
        op: 'shortcut',
        pool: 2,
        repeat: 2,
        body: [
          { op: 'sign', estimator: 'quadratic', shift: true },
          { ...conv, filters: 12, stride: 2 },
          { op: 'batch-norm' },
        ],
      },
      { op: 'prelu', shifts: true },
      { op: 'global-mean' },
      { op: 'dense', outputs: 5, precision: 'real', bias: true },
    ],
  },
  'time, dilated and causal': {
    shape: [20, 9],
    outputs: 4,
    layers: [
      {
        op: 'conv1d',
        filters: 8,
        taps: 1,
        dilation: 1,
        causal: false,
        padValue: 0,
        precision: 'real',
        bias: true,
      },
      {
        op: 'shortcut',
        pool: 1,
        repeat: 1,
        body: [
          { op: 'sign', estimator: 'quadratic', shift: true },
          {
            op: 'conv1d',
            filters: 8,
            taps: 3,
            dilation: 4,
            causal: true,
            padValue: 1,
            precision: 'binary',
          },
          { op: 'batch-norm' },
        ],
      },
      {
        op: 'conv1d',
        filters: 4,
        taps: 1,
        dilation: 1,
        causal: false,
        padValue: 0,
        precision: 'real',
      },
    ],
  },
};

describe('a packed network', () => {
  it.each(Object.entries(blueprints))(
    'answers as the trained one: %s',
    (name, { shape, outputs, layers }) => {
      for (let seed = 1; seed <= 5; seed++) {
        const blueprint: Blueprint = {
          id: 'packed',
          task: 'test',
          input: { kind: name.startsWith('time') ? 'reals' : 'levels', shape },
          layers,
          labels: Array.from({ length: outputs }, (_, at) => `label ${at}`),
        };
        const trained = randomised(blueprint, seed);
        const { network, tensors } = packNetwork(trained, provenance);
        const model = readModel(writeModel(network, tensors));
        const random = new Random(seed);
        const size = shape.reduce((product, side) => product * side, 1);
        const input = Float32Array.from({ length: size }, () => random.below(256));
        const expected = trained.infer(input, 1);
        const found = runReference(model, input);
        expect(found.length).toBe(expected.length);
        // 8-bit rounding of real first weights is the one thing that packing may change.
        const tolerance = name.includes('8-bit') ? 0.15 : 1e-5;
        const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
        found.forEach((value, at) =>
          expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(tolerance * largest),
        );
      }
    },
  );

  it('rounds reals before real weights to 8 bits where asked, within their steps', () => {
    const blueprint: Blueprint = {
      id: 'packed',
      task: 'test',
      input: { kind: 'reals', shape: [20, 9] },
      layers: [
        { op: 'batch-norm' },
        {
          op: 'conv1d',
          filters: 4,
          taps: 1,
          dilation: 1,
          causal: false,
          padValue: 0,
          precision: 'real',
          bias: true,
        },
      ],
      labels: ['a', 'b', 'c', 'd'],
    };
    const trained = new TrainableNetwork(blueprint, 3);
    const random = new Random(4);
    const input = Float32Array.from({ length: 180 }, () => random.uniform() * 30 - 15);
    const expected = trained.infer(input, 1);
    const { network, tensors } = packNetwork(trained, provenance, { stepsPerUnit: 8 });
    expect(network.layers.map(({ op }) => op)).toEqual(['affine', 'quantise', 'conv1d', 'affine']);
    const model = readModel(writeModel(network, tensors));
    const found = runReference(model, input);
    // Half a step of each input times the largest weights, and half a step of each weight.
    const weights = trained.parameters.find(({ name }) => name.endsWith('weights'))!.value;
    const largest = weights.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const tolerance = 9 * largest * (0.5 / 8 + (15 * 0.5) / 127);
    let furthest = 0;
    found.forEach((value, at) => {
      furthest = Math.max(furthest, Math.abs(value - expected[at]!));
    });
    expect(furthest).toBeLessThan(tolerance);
    expect(furthest).toBeGreaterThan(0);
  });

  it('refuses a real-valued twin', () => {
    const { shape, layers } = blueprints['dense, thresholds of both directions']!;
    const twin = realTwin({
      id: 'x',
      task: 'test',
      input: { kind: 'levels', shape },
      layers,
      labels: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    });
    expect(() => packNetwork(new TrainableNetwork(twin, 1), provenance)).toThrow();
  });
});
