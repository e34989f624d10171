import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModel, writeModel } from '../model-file/model.ts';
import { BinaryNetwork } from '../runtime/binary-network.ts';
import { runReference } from '../runtime/reference.ts';
import { importLayersModel } from './layers-model.ts';

const options = { id: 'imported', task: 'test', licence: 'MIT' };

/** A deterministic stream of numbers in [0, 1). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

type Config = Readonly<Record<string, unknown>>;
interface LayerJson {
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes?: unknown;
}

/** The files of a model with the given layers and weights. */
function filesOf(
  layers: readonly LayerJson[],
  weights: Readonly<Record<string, { shape: readonly number[]; values: readonly number[] }>>,
  className = 'Sequential',
): Map<string, Uint8Array> {
  const manifest = Object.entries(weights).map(([name, { shape }]) => ({
    name,
    shape,
    dtype: 'float32',
  }));
  const model = {
    modelTopology: { class_name: className, config: { layers } },
    weightsManifest: [{ paths: ['weights.bin'], weights: manifest }],
  };
  const values = Object.values(weights).flatMap((one) => one.values);
  return new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(model))],
    ['weights.bin', new Uint8Array(Float32Array.from(values).buffer)],
  ]);
}

const layer = (className: string, config: Config = {}): LayerJson => ({
  class_name: className,
  config: { name: className.toLowerCase(), ...config },
});
const input = (...shape: number[]): LayerJson =>
  layer('InputLayer', { batch_input_shape: [null, ...shape] });
const binary = { input_quantizer: 'ste_sign', kernel_quantizer: 'ste_sign', use_bias: false };
const imported = (files: Map<string, Uint8Array>) => {
  const { network, tensors } = importLayersModel(files, options);
  return readModel(writeModel(network, tensors));
};

describe('a layers model', () => {
  it('folds bias, batch norm and sign into whole thresholds, both ways round and constant', () => {
    const model = imported(
      filesOf(
        [
          input(3),
          layer('QuantDense', { ...binary, use_bias: true, units: 4 }),
          layer('BatchNormalization', { epsilon: 1e-3, axis: [1] }),
          layer('Activation', { activation: 'ste_sign' }),
          layer('QuantDense', { ...binary, name: 'last', units: 1 }),
        ],
        {
          'quantdense/kernel': { shape: [3, 4], values: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] },
          'quantdense/bias': { shape: [4], values: [0.5, 0.5, 0, 0] },
          'batchnormalization/gamma': { shape: [4], values: [2, -2, 0, 0] },
          'batchnormalization/beta': { shape: [4], values: [0, 0, 1, -1] },
          'batchnormalization/moving_mean': { shape: [4], values: [1.5, 1.5, 7, 7] },
          'batchnormalization/moving_variance': { shape: [4], values: [1, 1, 1, 1] },
          'last/kernel': { shape: [4, 1], values: [1, 1, 1, 1] },
        },
      ),
    );
    expect(model.network.layers.map(({ op }) => op)).toEqual([
      'sign',
      'dense',
      'threshold',
      'dense',
    ]);
    // Sums 3, 1, -1: the first fires from 1 on, the second up to 1, the third always, the last never.
    const answers = [
      [1, 1, 1],
      [1, 1, -1],
      [1, -1, -1],
    ].map((x) => runReference(model, Float32Array.from(x))[0]);
    expect(answers).toEqual([1 - 1 + 1 - 1, 1 + 1 + 1 - 1, -1 + 1 + 1 - 1]);
  });

  it('scales by the mean magnitude of a filter where the quantiser says so', () => {
    const scaled = {
      ...binary,
      kernel_quantizer: { class_name: 'MagnitudeAwareSign' },
      use_bias: true,
    };
    const model = imported(
      filesOf([input(2), layer('QuantDense', { ...scaled, units: 2 })], {
        'quantdense/kernel': { shape: [2, 2], values: [0.5, 0, 1.5, 0] },
        'quantdense/bias': { shape: [2], values: [10, 7] },
      }),
    );
    expect([...runReference(model, Float32Array.of(3, 4))]).toEqual([2 * 1 + 10, 7]);
  });

  it('reads names of scopes, shards of weights, and chains of a Functional model', () => {
    const chain = [
      { ...input(2), name: 'in', inbound_nodes: [] },
      {
        ...layer('Dense', { units: 1, use_bias: false }),
        name: 'dense',
        inbound_nodes: [[['in', 0, 0, {}]]],
      },
    ];
    const files = filesOf(
      chain,
      { 'scope/dense/kernel:0': { shape: [2, 1], values: [2, 3] } },
      'Functional',
    );
    const text = new TextDecoder().decode(files.get('model.json'));
    const bytes = files.get('weights.bin')!;
    const split = new Map([
      ['model.json', new TextEncoder().encode(text.replace('"weights.bin"', '"a","b"'))],
      ['a', bytes.subarray(0, 3)],
      ['b', bytes.subarray(3)],
    ]);
    expect([...runReference(imported(split), Float32Array.of(10, 1))]).toEqual([23]);
  });

  const kernel = { 'dense/kernel': { shape: [2, 1], values: [1, 1] } };
  const dense = (config: Config = {}) => layer('Dense', { units: 1, use_bias: false, ...config });
  const refusals: readonly [string, Map<string, Uint8Array>, RegExp][] = [
    ['no model.json', new Map(), /model\.json/],
    ['no JSON', new Map([['model.json', Uint8Array.of(123)]]), /JSON/],
    [
      'a graph model',
      new Map([['model.json', new TextEncoder().encode('{"format":"graph-model"}')]]),
      /layers model/,
    ],
    [
      'a missing file of weights',
      new Map([...filesOf([input(2), dense()], kernel)].slice(0, 1)),
      /weights\.bin/,
    ],
    [
      'weights cut short',
      new Map(
        [...filesOf([input(2), dense()], kernel)].map(([name, bytes]) => [
          name,
          name === 'weights.bin' ? bytes.subarray(4) : bytes,
        ]),
      ),
      /8 bytes/,
    ],
    ['a missing weight', filesOf([input(2), dense({ use_bias: true })], kernel), /dense\/bias/],
    ['an unknown layer', filesOf([input(2), layer('LSTM')], {}), /LSTM|equal here/],
    [
      'an unknown activation',
      filesOf([input(2), dense({ activation: 'tanh' })], kernel),
      /activation/,
    ],
    [
      'a softmax in the middle',
      filesOf([input(2), dense({ activation: 'softmax' }), layer('ReLU')], kernel),
      /softmax/,
    ],
    [
      'a quantiser of more bits',
      filesOf(
        [
          input(2),
          layer('QuantDense', { ...binary, kernel_quantizer: { class_name: 'DoReFaQuantizer' } }),
        ],
        { 'quantdense/kernel': kernel['dense/kernel'] },
      ),
      /one bit/,
    ],
    [
      'real weights on bits',
      filesOf([input(2), layer('SteSign'), dense()], kernel),
      /1-bit weights/,
    ],
    [
      'channels first',
      filesOf(
        [input(4, 4, 1), layer('Conv2D', { data_format: 'channels_first', kernel_size: [1, 1] })],
        {},
      ),
      /data_format/,
    ],
    [
      'bits padded with zeros',
      filesOf(
        [input(4, 4, 1), layer('QuantConv2D', { ...binary, kernel_size: [3, 3], padding: 'same' })],
        { 'quantconv2d/kernel': { shape: [3, 3, 1, 1], values: new Array<number>(9).fill(1) } },
      ),
      /-1 or \+1/,
    ],
    [
      'an input of unknown size',
      filesOf([layer('InputLayer', { batch_input_shape: [null, null] })], {}),
      /batch_input_shape/,
    ],
    ['layers that do not fit', filesOf([input(3), dense()], kernel), /to fit/],
    [
      'branches',
      filesOf(
        [
          { ...input(2), inbound_nodes: [] },
          {
            ...dense(),
            inbound_nodes: [
              [
                ['inputlayer', 0, 0, {}],
                ['other', 0, 0, {}],
              ],
            ],
          },
        ],
        kernel,
        'Model',
      ),
      /alone/,
    ],
    [
      'a NaN among the weights',
      filesOf([input(2), dense()], { 'dense/kernel': { shape: [2, 1], values: [1, NaN] } }),
      /finite/,
    ],
  ];
  it.each(refusals)('is refused with its reason: %s', (_name, files, reason) => {
    const attempt = (): unknown => importLayersModel(files, options);
    expect(attempt).toThrow(expect.objectContaining({ code: 'import-unsupported' }));
    expect(attempt).toThrow(reason);
  });
});

interface TfTensor {
  readonly shape: number[];
  dataSync(): Float32Array;
}
interface TfLayer {
  readonly name: string;
  getWeights(): TfTensor[];
  setWeights(weights: TfTensor[]): void;
}
interface Artifacts {
  readonly modelTopology: { config: { layers: LayerJson[] } };
  readonly weightSpecs: readonly { name: string; shape: number[]; dtype: string }[];
  readonly weightData: ArrayBuffer;
}
interface TfModel {
  readonly layers: readonly TfLayer[];
  predict(x: TfTensor): TfTensor;
  save(handler: unknown): Promise<unknown>;
}
/** As much of TensorFlow.js as builds and saves a model. */
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  sequential(config: { layers: unknown[] }): TfModel;
  tensor(values: Float32Array, shape: readonly number[]): TfTensor;
  where(condition: unknown, a: TfTensor, b: TfTensor): TfTensor;
  greaterEqual(x: TfTensor, y: number): unknown;
  onesLike(x: TfTensor): TfTensor;
  neg(x: TfTensor): TfTensor;
  pad(x: TfTensor, pads: number[][], value: number): TfTensor;
  readonly io: { withSaveHandler(handler: (artifacts: Artifacts) => Promise<unknown>): unknown };
  readonly layers: Readonly<Record<string, (config: Config) => unknown>> & {
    readonly Layer: new (config: Config) => object;
  };
}

const peers = join(import.meta.dirname, '../../../../tools/benchmarks/peers');
const present = existsSync(join(peers, 'node_modules/@tensorflow/tfjs'));
if (!present) {
  console.warn('Skipped: TensorFlow.js is not installed in tools/benchmarks/peers (npm ci there).');
}

describe.skipIf(!present)('a model saved by TensorFlow.js', async () => {
  const tf = (
    present ? createRequire(join(peers, 'package.json'))('@tensorflow/tfjs') : {}
  ) as TensorFlow;
  if (present) await tf.setBackend('cpu');

  /** The sign as a layer of its own, as Larq applies it to the inputs of a layer; pads with ones. */
  const signLayer = (name: string, pad = 0): unknown => {
    class SteSign extends tf.layers.Layer {
      static readonly className = 'SteSign';
      constructor() {
        super({ name });
      }
      computeOutputShape(shape: number[]): number[] {
        return shape.length === 4
          ? [shape[0]!, shape[1]! + 2 * pad, shape[2]! + 2 * pad, shape[3]!]
          : shape;
      }
      call(given: TfTensor | TfTensor[]): TfTensor {
        const x = Array.isArray(given) ? given[0]! : given;
        const one = tf.onesLike(x);
        const signs = tf.where(tf.greaterEqual(x, 0), one, tf.neg(one));
        return pad
          ? tf.pad(
              signs,
              [
                [0, 0],
                [pad, pad],
                [pad, pad],
                [0, 0],
              ],
              1,
            )
          : signs;
      }
      getClassName(): string {
        return 'SteSign';
      }
    }
    return new SteSign();
  };

  /** Gives the weights random values: ±1 to kernels of layers named quant_…, variances above 0. */
  function randomise(model: TfModel, next: () => number): void {
    for (const one of model.layers) {
      const names = one.getWeights();
      const values = names.map(({ shape }, at) => {
        const length = shape.reduce((product, side) => product * side, 1);
        const norm = one.name.startsWith('norm');
        return tf.tensor(
          Float32Array.from({ length }, () => {
            if (one.name.startsWith('quant') && at === 0) return next() < 0.5 ? -1 : 1;
            return norm && at === 3 ? 1 + 9 * next() : 2 * next() - (norm && at === 0 ? 0.7 : 1);
          }),
          shape,
        );
      });
      one.setWeights(values);
    }
  }

  /**
   * The files that a converter of Larq models writes: quantised layers under their own class, with
   * latent weights of any magnitude.
   */
  async function larqFiles(
    model: TfModel,
    next: () => number,
    padded: readonly string[],
  ): Promise<Map<string, Uint8Array>> {
    let saved: Artifacts | undefined;
    await model.save(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({});
      }),
    );
    const { modelTopology, weightSpecs, weightData } = saved!;
    const layers = modelTopology.config.layers.map((one): LayerJson => {
      const name = String(one.config['name']);
      if (!name.startsWith('quant')) return one;
      const same = padded.includes(name) ? { padding: 'same', pad_values: 1 } : {};
      return {
        class_name: `Quant${one.class_name}`,
        config: { ...one.config, kernel_quantizer: 'ste_sign', ...same },
      };
    });
    const values = new Float32Array(weightData.slice(0));
    let at = 0;
    for (const { name, shape } of weightSpecs) {
      const end = at + shape.reduce((product, side) => product * side, 1);
      if (/quant.*\/kernel/.test(name)) for (let i = at; i < end; i++) values[i]! *= 0.05 + next();
      at = end;
    }
    const text = JSON.stringify({
      modelTopology: { ...modelTopology, config: { ...modelTopology.config, layers } },
      weightsManifest: [{ paths: ['w'], weights: weightSpecs }],
    });
    return new Map([
      ['model.json', new TextEncoder().encode(text)],
      ['w', new Uint8Array(values.buffer)],
    ]);
  }

  const { layers: l } = tf;
  const models: Readonly<
    Record<string, { shape: number[]; padded?: string[]; build: () => unknown[]; ops?: string[] }>
  > = {
    'a dense net': {
      shape: [24],
      build: () => [
        l['dense']!({ name: 'quant_first', units: 40, inputShape: [24] }),
        l['batchNormalization']!({ name: 'norm_1' }),
        signLayer('sign_1'),
        l['dense']!({ name: 'quant_2', units: 33, useBias: true }),
        l['batchNormalization']!({ name: 'norm_2', scale: true }),
        signLayer('sign_2'),
        l['dense']!({ name: 'quant_3', units: 5, useBias: false }),
        l['batchNormalization']!({ name: 'norm_3' }),
      ],
      ops: ['dense', 'affine', 'sign', 'dense', 'threshold', 'dense', 'affine'],
    },
    'a convolutional net as Larq writes it': {
      shape: [9, 9, 2],
      padded: ['quant_2'],
      build: () => [
        l['conv2d']!({
          name: 'real',
          filters: 6,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          inputShape: [9, 9, 2],
        }),
        l['batchNormalization']!({ name: 'norm_1' }),
        l['prelu']!({ name: 'prelu', sharedAxes: [1, 2] }),
        signLayer('sign_1', 1),
        l['conv2d']!({ name: 'quant_2', filters: 8, kernelSize: 3, useBias: false }),
        l['maxPooling2d']!({ name: 'pool', poolSize: 2 }),
        l['batchNormalization']!({ name: 'norm_2' }),
        signLayer('sign_2'),
        l['conv2d']!({ name: 'quant_3', filters: 7, kernelSize: 2, useBias: false }),
        l['batchNormalization']!({ name: 'norm_3' }),
        l['reLU']!({ name: 'relu' }),
        l['averagePooling2d']!({ name: 'mean_pool', poolSize: 1 }),
        l['flatten']!({ name: 'flat' }),
        l['dense']!({ name: 'scores', units: 4 }),
      ],
    },
    'a real net with a dilated convolution and a global mean': {
      shape: [10, 8, 3],
      build: () => [
        l['conv2d']!({
          name: 'one',
          filters: 5,
          kernelSize: [3, 2],
          dilationRate: 2,
          activation: 'relu',
          inputShape: [10, 8, 3],
        }),
        l['conv2d']!({
          name: 'two',
          filters: 4,
          kernelSize: [2, 3],
          strides: [1, 2],
          padding: 'same',
        }),
        l['globalAveragePooling2d']!({ name: 'mean' }),
        l['dropout']!({ name: 'drop', rate: 0.3 }),
        l['dense']!({ name: 'scores', units: 3, activation: 'linear' }),
      ],
    },
    'a net over time': {
      shape: [11, 4],
      build: () => [
        l['conv1d']!({
          name: 'quant_1',
          filters: 6,
          kernelSize: 3,
          padding: 'same',
          inputShape: [11, 4],
        }),
        l['batchNormalization']!({ name: 'norm_1' }),
        signLayer('sign'),
        l['conv1d']!({
          name: 'quant_2',
          filters: 5,
          kernelSize: 3,
          dilationRate: 2,
          useBias: false,
        }),
        l['batchNormalization']!({ name: 'norm_2' }),
      ],
    },
  };

  it.each(Object.entries(models))(
    '%s gives its answers',
    async (_name, { shape, padded = [], build, ops }) => {
      const next = stream(17);
      const model = tf.sequential({ layers: build() });
      randomise(model, next);
      const found = imported(await larqFiles(model, next, padded));
      if (ops) expect(found.network.layers.map(({ op }) => op)).toEqual(ops);
      const count = 5;
      const length = count * shape.reduce((product, side) => product * side, 1);
      const x = Float32Array.from({ length }, () => 2 * next() - 1);
      const theirs = model.predict(tf.tensor(x, [count, ...shape])).dataSync();
      const network = BinaryNetwork.compile(found);
      const ours = network.run(x);
      network.dispose();
      expect(ours.length).toBe(theirs.length);
      const largest = theirs.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      ours.forEach((value, at) =>
        expect(Math.abs(value - theirs[at]!)).toBeLessThan(1e-4 * largest),
      );
    },
  );

  it('moves the sign before the maximum where the batch norm rises, so that it is an OR', async () => {
    const next = stream(5);
    const model = tf.sequential({
      layers: [
        l['conv2d']!({
          name: 'quant_1',
          filters: 3,
          kernelSize: 2,
          useBias: false,
          inputShape: [5, 5, 1],
        }),
        l['batchNormalization']!({ name: 'norm_1', scale: false }),
        signLayer('sign_1'),
        l['conv2d']!({ name: 'quant_2', filters: 4, kernelSize: 1, useBias: false }),
        l['maxPooling2d']!({ name: 'pool', poolSize: 2 }),
        l['batchNormalization']!({ name: 'norm_2', scale: false }),
        signLayer('sign_2'),
        l['flatten']!({ name: 'flat' }),
        l['dense']!({ name: 'quant_3', units: 2, useBias: false }),
      ],
    });
    randomise(model, next);
    const scaleless = model.layers.filter(({ name }) => name.startsWith('norm'));
    for (const one of scaleless) {
      one.setWeights(
        one.getWeights().map(({ shape }, at) =>
          tf.tensor(
            Float32Array.from({ length: shape[0]! }, () => (at === 2 ? 1 + next() : next() - 0.5)),
            shape,
          ),
        ),
      );
    }
    const found = imported(await larqFiles(model, next, []));
    expect(found.network.layers.map(({ op }) => op)).toEqual([
      'conv2d',
      'affine',
      'sign',
      'conv2d',
      'threshold',
      'max-pool',
      'flatten',
      'dense',
    ]);
    const x = Float32Array.from({ length: 25 }, () => 2 * next() - 1);
    const theirs = model.predict(tf.tensor(x, [1, 5, 5, 1])).dataSync();
    expect([...runReference(found, x)]).toEqual([...theirs]);
  });
});
