import type { Signal } from '../../description/network.ts';
import type { Padding } from '../../description/layers.ts';
import { type Affine, type Operation, type Product, type Window } from './operations.ts';
import { isSign, quantiserOf } from './quantisers.ts';
import { refuse } from './refusal.ts';
import type { KerasLayer, LayersModel, Weight } from './topology.ts';

/** What one layer is translated from: its place in the model and the shape before it. */
interface Place {
  readonly model: LayersModel;
  readonly layer: KerasLayer;
  readonly shape: Signal['shape'];
  readonly last: boolean;
}

/**
 * Translates one layer of Keras.
 *
 * @throws OnebitError `import-unsupported` for a layer or a setting without an equal here
 */
export function translate(place: Place): Operation[] {
  const { layer } = place;
  switch (layer.className) {
    case 'InputLayer':
    case 'Dropout':
    case 'SpatialDropout1D':
    case 'SpatialDropout2D':
    case 'GaussianNoise':
      return [];
    case 'Dense':
    case 'QuantDense':
      return product(place, { op: 'dense' }, 2);
    case 'Conv2D':
    case 'QuantConv2D':
      return product(place, pictureWindow(place), 4);
    case 'Conv1D':
    case 'QuantConv1D':
      return product(place, timeWindow(place), 3);
    case 'BatchNormalization':
      return [batchNorm(place)];
    case 'Activation':
      return activation(layer.config['activation'], place);
    case 'Softmax':
      return activation('softmax', place);
    case 'ReLU':
      requireSetting(layer, 'max_value', [null, undefined]);
      requireSetting(layer, 'negative_slope', [0, undefined]);
      requireSetting(layer, 'threshold', [0, undefined]);
      return [{ op: 'plain', layer: { op: 'relu' } }];
    case 'PReLU':
      return [prelu(place)];
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      return [pool(place)];
    case 'GlobalAveragePooling1D':
    case 'GlobalAveragePooling2D':
      requireSetting(layer, 'keepdims', [false, undefined]);
      return [{ op: 'plain', layer: { op: 'global-mean' } }];
    case 'Flatten':
      return [{ op: 'plain', layer: { op: 'flatten' } }];
    default:
      if (isSign(layer.className)) return [{ op: 'sign' }];
      throw refuse('a layer that has an equal here', `${layer.className} (${layer.name})`);
  }
}

function activation(value: unknown, { layer, last }: Place): Operation[] {
  const name =
    typeof value === 'string'
      ? value
      : String((value as { class_name?: unknown } | undefined)?.class_name ?? 'linear');
  if (name === 'linear') return [];
  if (name === 'relu') return [{ op: 'plain', layer: { op: 'relu' } }];
  if (isSign(name)) return [{ op: 'sign' }];
  // The order of scores is that of their softmax: the last one is left out.
  if (name === 'softmax' && last) return [];
  throw refuse(`${layer.name} with activation linear, relu, ste_sign or a last softmax`, name);
}

function product(place: Place, window: Window, rank: number): Operation[] {
  const { layer, model } = place;
  const { config } = layer;
  requireSetting(layer, 'data_format', ['channels_last', null, undefined]);
  requireSetting(layer, 'groups', [1, undefined]);
  const kernel = need(model.weight(layer, 'kernel'), `${layer.name}/kernel`);
  if (kernel.shape.length !== rank) {
    throw refuse(`${layer.name}/kernel of ${rank} dimensions`, `${kernel.shape.length}`);
  }
  const outputs = kernel.shape[rank - 1]!;
  const rows = outputsFirst(kernel.values, outputs);
  const weightQuantiser = quantiserOf(config['kernel_quantizer'], layer.name);
  const operations: Operation[] = [];
  const inputs = quantiserOf(config['input_quantizer'], layer.name);
  if (inputs === 'scaled-sign') throw refuse(`${layer.name} with signs as inputs`, 'scaled ones');
  if (inputs === 'sign') operations.push({ op: 'sign' });
  operations.push({
    op: 'product',
    name: layer.name,
    weights: rows,
    outputs,
    kind: weightQuantiser === 'none' ? 'float' : 'bits',
    window,
  } satisfies Product);
  const scale = weightQuantiser === 'scaled-sign' ? meanMagnitudes(rows, outputs) : undefined;
  const bias =
    config['use_bias'] === false
      ? undefined
      : need(model.weight(layer, 'bias'), `${layer.name}/bias`).values;
  if (scale || bias) {
    const shift = Float64Array.from(bias ?? new Float32Array(outputs));
    const none = new Float64Array(outputs);
    operations.push({
      op: 'affine',
      scale: scale ?? new Float64Array(outputs).fill(1),
      // Without a scale the bias moves the centre, where ties stay exact.
      centre: scale ? none : shift.map((value) => -value),
      offset: scale ? shift : none,
    });
  }
  return [...operations, ...activation(config['activation'], place)];
}

/** Weights with the outputs last to one output a row. */
function outputsFirst(values: Float32Array, outputs: number): Float32Array {
  const perRow = values.length / outputs;
  const rows = new Float32Array(values.length);
  for (let row = 0; row < outputs; row++) {
    for (let at = 0; at < perRow; at++) rows[row * perRow + at] = values[at * outputs + row]!;
  }
  return rows;
}

/** XNOR-Net's factor of a filter: the mean magnitude of its weights (Rastegari et al., 2016). */
function meanMagnitudes(rows: Float32Array, outputs: number): Float64Array {
  const perRow = rows.length / outputs;
  return Float64Array.from({ length: outputs }, (_, row) => {
    const weights = rows.subarray(row * perRow, (row + 1) * perRow);
    return weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / perRow;
  });
}

function batchNorm({ layer, model, shape }: Place): Affine {
  const { config } = layer;
  const axis = [config['axis']].flat()[0];
  if (axis !== undefined && axis !== -1 && axis !== shape.length) {
    throw refuse(`${layer.name} over the last axis`, String(axis));
  }
  const epsilon = typeof config['epsilon'] === 'number' ? config['epsilon'] : 1e-3;
  const mean = need(model.weight(layer, 'moving_mean'), `${layer.name}/moving_mean`).values;
  const variance = need(model.weight(layer, 'moving_variance'), `${layer.name}/moving_variance`);
  const gamma = model.weight(layer, 'gamma')?.values;
  const beta = model.weight(layer, 'beta')?.values;
  const scale = Float64Array.from(
    variance.values,
    (value, at) => (gamma?.[at] ?? 1) / Math.sqrt(value + epsilon),
  );
  const offset = beta ? Float64Array.from(beta) : new Float64Array(scale.length);
  return { op: 'affine', scale, centre: Float64Array.from(mean), offset };
}

function prelu({ layer, model, shape }: Place): Operation {
  const { values } = need(model.weight(layer, 'alpha'), `${layer.name}/alpha`);
  const channels = shape[shape.length - 1]!;
  if (values.length !== channels) {
    throw refuse(
      `${layer.name} with one slope a channel (${channels})`,
      `${values.length}`,
      'Share the slopes over all positions: shared_axes.',
    );
  }
  return { op: 'plain', layer: { op: 'prelu', slope: values } };
}

function pool({ layer, shape }: Place): Operation {
  requireSetting(layer, 'data_format', ['channels_last', null, undefined]);
  const size = pair(layer, 'pool_size', [2, 2]);
  const stride = pair(layer, 'strides', size);
  const pads = layer.config['padding'] === 'same' ? sides(shape, size, stride, [1, 1]) : [0];
  if (pads.some((side) => side > 0)) {
    throw refuse(`${layer.name} without padding`, `padding ${pads.join(', ')}`);
  }
  const op = layer.className === 'MaxPooling2D' ? 'max-pool' : 'average-pool';
  return { op: 'plain', layer: { op, size, stride } };
}

function pictureWindow({ layer, shape }: Place): Window {
  const kernel = pair(layer, 'kernel_size');
  const stride = pair(layer, 'strides', [1, 1]);
  const dilation = pair(layer, 'dilation_rate', [1, 1]);
  const { padding } = layer.config;
  if (padding !== 'same' && padding !== 'valid' && padding !== undefined) {
    throw refuse(`${layer.name} with padding same or valid`, String(padding));
  }
  const around =
    padding === 'same' ? sides(shape, kernel, stride, dilation) : ([0, 0, 0, 0] as const);
  return { op: 'conv2d', kernel, stride, dilation, padding: padded(layer, around) };
}

function timeWindow({ layer }: Place): Window {
  const [taps] = list(layer, 'kernel_size');
  const [stride = 1] = list(layer, 'strides', [1]);
  const [dilation = 1] = list(layer, 'dilation_rate', [1]);
  if (stride !== 1) throw refuse(`${layer.name} with stride 1`, `${stride}`);
  const reach = (taps! - 1) * dilation;
  const around: [number, number] =
    layer.config['padding'] === 'causal'
      ? [reach, 0]
      : layer.config['padding'] === 'same'
        ? [Math.floor(reach / 2), Math.ceil(reach / 2)]
        : [0, 0];
  return { op: 'conv1d', taps: taps!, dilation, padding: padded(layer, around) };
}

/** Larq pads signs with zeros unless told otherwise; here numbers read zero and bits -1 or +1. */
function padded<Sides extends readonly number[]>(layer: KerasLayer, around: Sides): Padding<Sides> {
  if (around.every((side) => side === 0)) return 'valid';
  const { pad_values: value = 0 } = layer.config;
  if (value !== 0 && value !== 1 && value !== -1) {
    throw refuse(`${layer.name} padded with -1, 0 or 1`, String(value));
  }
  return { sides: around, value };
}

/** TensorFlow's padding `same`: `[top, right, bottom, left]`, the odd one below and to the right. */
function sides(
  [height, width]: readonly number[],
  kernel: readonly [number, number],
  stride: readonly [number, number],
  dilation: readonly [number, number],
): readonly [number, number, number, number] {
  const along = (length: number, at: 0 | 1): readonly [number, number] => {
    const reach = (kernel[at] - 1) * dilation[at] + 1;
    const missing = (Math.ceil(length / stride[at]) - 1) * stride[at] + reach - length;
    const before = Math.floor(Math.max(0, missing) / 2);
    return [before, Math.max(0, missing) - before];
  };
  const [top, bottom] = along(height!, 0);
  const [left, right] = along(width!, 1);
  return [top, right, bottom, left];
}

function list(layer: KerasLayer, name: string, absent?: readonly number[]): number[] {
  const value = layer.config[name] ?? absent;
  const numbers = (Array.isArray(value) ? value : [value]) as unknown[];
  if (numbers.every((one) => Number.isInteger(one) && (one as number) >= 1)) {
    return numbers as number[];
  }
  throw refuse(`${layer.name} with whole numbers as ${name}`, JSON.stringify(value));
}

function pair(layer: KerasLayer, name: string, absent?: readonly number[]): [number, number] {
  const [first, second = first] = list(layer, name, absent);
  return [first!, second!];
}

function requireSetting(layer: KerasLayer, name: string, accepted: readonly unknown[]): void {
  const value = layer.config[name];
  if (accepted.includes(value)) return;
  throw refuse(`${layer.name} with ${name} ${JSON.stringify(accepted[0])}`, JSON.stringify(value));
}

function need(weight: Weight | undefined, name: string): Weight {
  if (weight) return weight;
  throw refuse(`a weight ${name}`, 'none', 'Give the files of weights that belong to model.json.');
}
