import { OnebitError } from '@onebit/errors';
import type { Conv1dLayer, Conv2dLayer, DenseLayer, Layer } from '../description/layers.ts';
import type { Signal } from '../description/network.ts';
import { signalAfter } from '../description/signals.ts';
import { numbersOf, weightRows } from '../model-file/weights.ts';
import type { Model } from '../model-file/model.ts';
import { OnnxGraph } from './onnx-graph.ts';

/** How products are written: in float32, exact up to sums of 2^24, or as 8-bit integer operators. */
export type OnnxArithmetic = 'float32' | 'int8';

/** A value in the graph: its name, what it is, and whether its channels stand before its positions. */
interface Value extends Signal {
  readonly name: string;
}

/**
 * Writes a network as an ONNX file of standard operators (opset 13), so that any ONNX runtime gives
 * the same answers: integer sums are exact, reals agree to float32 rounding.
 *
 * The input is named `input`, `[batch, ...shape]` channels-last as here: bytes for levels, floats
 * otherwise; the output is named `output`, in floats. Inside, pictures and sequences stand
 * channels-first, as ONNX wants them.
 *
 * @param model - the network
 * @param arithmetic - `int8` writes the products of bits as `MatMulInteger` and `ConvInteger`
 * @throws OnebitError `export-unsupported` for a network of sparse features or with XNOR-Net's K
 */
export function exportOnnx(model: Model, arithmetic: OnnxArithmetic = 'float32'): Uint8Array {
  const graph = new OnnxGraph();
  const { input, layers, id } = model.network;
  if (input.kind === 'features') throw unsupported('dense input', 'sparse features');
  const element = input.kind === 'levels' ? 'uint8' : 'float';
  const floats = element === 'float' ? 'input' : graph.node('Cast', ['input'], { to: 1 });
  const start = channelsFirst(graph, { ...input, name: floats });
  const end = new Exporter(graph, model, arithmetic).layers(layers, start);
  const output = graph.node('Identity', [channelsLast(graph, end).name], {}, 'output');
  return graph.finish(id, { element, shape: input.shape }, { name: output, shape: end.shape });
}

/** `[batch, height, width, channels]` to `[batch, channels, height, width]`, or with time alone. */
function channelsFirst(graph: OnnxGraph, value: Value): Value {
  const order = { 1: undefined, 2: [0, 2, 1], 3: [0, 3, 1, 2] }[value.shape.length];
  if (!order) return value;
  return { ...value, name: graph.node('Transpose', [value.name], { perm: order }) };
}

function channelsLast(graph: OnnxGraph, value: Value): Value {
  const order = { 1: undefined, 2: [0, 2, 1], 3: [0, 2, 3, 1] }[value.shape.length];
  if (!order) return value;
  return { ...value, name: graph.node('Transpose', [value.name], { perm: order }) };
}

class Exporter {
  readonly #graph: OnnxGraph;
  readonly #model: Model;
  readonly #arithmetic: OnnxArithmetic;

  constructor(graph: OnnxGraph, model: Model, arithmetic: OnnxArithmetic) {
    this.#graph = graph;
    this.#model = model;
    this.#arithmetic = arithmetic;
  }

  layers(layers: readonly Layer[], input: Value): Value {
    return layers.reduce(
      (value, layer) => ({ ...signalAfter([layer], value), name: this.#layer(layer, value) }),
      input,
    );
  }

  /** Adds the nodes of one layer and returns the name of its output. */
  #layer(layer: Layer, value: Value): string {
    const graph = this.#graph;
    const x = value.name;
    switch (layer.op) {
      case 'sign': {
        const { threshold } = layer;
        const t =
          typeof threshold === 'number'
            ? this.#scalar(threshold)
            : this.#channels(threshold, value);
        return this.#bits(graph.node('GreaterOrEqual', [x, t]));
      }
      case 'thermometer':
        return this.#thermometer(layer.thresholds, value);
      case 'quantise': {
        const scaled = graph.node('Mul', [x, this.#scalar(layer.scale)]);
        // Math.round rounds halves up; ONNX's Round rounds them to even.
        const shifted = graph.node('Add', [scaled, this.#scalar(layer.offset + 0.5)]);
        const rounded = graph.node('Floor', [shifted]);
        return graph.node('Clip', [rounded, this.#scalar(-128), this.#scalar(127)]);
      }
      case 'dense':
        return this.#dense(layer, value);
      case 'conv2d':
        return this.#conv(layer, value);
      case 'conv1d':
        return this.#conv(layer, value);
      case 'threshold': {
        const t = this.#channels(layer.thresholds, value);
        if (layer.flip === undefined) return this.#bits(graph.node('GreaterOrEqual', [x, t]));
        // x <= t is -(x - t) >= 0: exact, because sums are whole.
        const difference = graph.node('Sub', [x, t]);
        const flip = this.#channels(layer.flip, value);
        const direction = graph.node('Sub', [
          this.#scalar(1),
          graph.node('Mul', [flip, this.#scalar(2)]),
        ]);
        const turned = graph.node('Mul', [difference, direction]);
        return this.#bits(graph.node('GreaterOrEqual', [turned, this.#scalar(0)]));
      }
      case 'affine': {
        const scaled = graph.node('Mul', [x, this.#channels(layer.scale, value)]);
        return graph.node('Add', [scaled, this.#channels(layer.shift, value)]);
      }
      case 'prelu': {
        const before = layer.before;
        const after = layer.after;
        const u = before === undefined ? x : graph.node('Add', [x, this.#channels(before, value)]);
        const y = graph.node('PRelu', [u, this.#channels(layer.slope, value)]);
        return after === undefined ? y : graph.node('Add', [y, this.#channels(after, value)]);
      }
      case 'relu':
        return graph.node('Relu', [x]);
      case 'max-pool':
        return graph.node('MaxPool', [x], { kernel_shape: layer.size, strides: layer.stride });
      case 'average-pool':
        return graph.node('AveragePool', [x], { kernel_shape: layer.size, strides: layer.stride });
      case 'global-mean':
        return graph.node('ReduceMean', [x], {
          axes: value.shape.length === 3 ? [2, 3] : [2],
          keepdims: 0,
        });
      case 'flatten': {
        const last = channelsLast(graph, value).name;
        return graph.node('Flatten', [last], { axis: 1 });
      }
      case 'shortcut': {
        const body = this.layers(layer.body, value).name;
        return graph.node('Add', [body, this.#around(value, layer.pool, layer.repeat)]);
      }
      case 'scaled':
        throw unsupported('layers of standard operators', "XNOR-Net's input scale");
      case 'bag':
        throw unsupported('dense layers', 'a bag of features');
    }
  }

  /** True and false to +1 and -1. */
  #bits(condition: string): string {
    return this.#graph.node('Where', [condition, this.#scalar(1), this.#scalar(-1)]);
  }

  #scalar(value: number): string {
    return this.#graph.constant('float', [], Float32Array.of(value));
  }

  /** A tensor of one number a channel, shaped to stand before the positions. */
  #channels(name: string, { shape }: Signal): string {
    const values = Float32Array.from(numbersOf(this.#model.tensors.get(name)!));
    const positions = Array.from({ length: shape.length - 1 }, () => 1);
    return this.#graph.constant('float', [values.length, ...positions], values);
  }

  #thermometer(thresholds: readonly number[], { name, shape }: Value): string {
    const graph = this.#graph;
    const axis = 2; // batch, channels, then the levels of each channel
    const positions = shape.slice(0, -1);
    const levels = graph.node('Unsqueeze', [name, graph.integers([axis])]);
    const t = graph.constant(
      'float',
      [thresholds.length, ...positions.map(() => 1)],
      Float32Array.from(thresholds),
    );
    const bits = this.#bits(graph.node('GreaterOrEqual', [levels, t]));
    const channels = shape[shape.length - 1]! * thresholds.length;
    return graph.node('Reshape', [bits, graph.integers([-1, channels, ...positions])]);
  }

  #dense(layer: DenseLayer, value: Value): string {
    const { inputs, outputs } = layer;
    const rows = weightRows(this.#model.tensors.get(layer.weights)!, layer.weightKind, inputs);
    const columns = new Float32Array(rows.length);
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) columns[i * outputs + o] = rows[o * inputs + i]!;
    }
    if (this.#asBytes(value)) {
      const weights = this.#graph.constant('int8', [inputs, outputs], Int8Array.from(columns));
      return this.#integerProduct('MatMulInteger', value.name, weights, {});
    }
    return this.#graph.node('MatMul', [
      value.name,
      this.#graph.constant('float', [inputs, outputs], columns),
    ]);
  }

  #conv(layer: Conv2dLayer | Conv1dLayer, value: Value): string {
    const window = layer.op === 'conv2d' ? layer.kernel : [layer.taps];
    const taps = window.reduce((product, side) => product * side, 1);
    const { filters, channels } = layer;
    const tensor = this.#model.tensors.get(layer.weights)!;
    const rows = weightRows(tensor, layer.weightKind, taps * channels);
    const weights = new Float32Array(rows.length);
    for (let f = 0; f < filters; f++) {
      for (let tap = 0; tap < taps; tap++) {
        for (let c = 0; c < channels; c++) {
          weights[(f * channels + c) * taps + tap] = rows[(f * taps + tap) * channels + c]!;
        }
      }
    }
    const shape = [filters, channels, ...window];
    const attributes = {
      kernel_shape: window,
      strides: layer.op === 'conv2d' ? layer.stride : [1],
      dilations: layer.op === 'conv2d' ? layer.dilation : [layer.dilation],
    };
    const padded = this.#pad(layer, value);
    if (this.#asBytes(value)) {
      const bytes = this.#graph.constant('int8', shape, Int8Array.from(weights));
      return this.#integerProduct('ConvInteger', padded, bytes, attributes);
    }
    const floats = this.#graph.constant('float', shape, weights);
    return this.#graph.node('Conv', [padded, floats], attributes);
  }

  /** ONNX pads convolutions with zero only; a pad of its own takes any value. */
  #pad(layer: Conv2dLayer | Conv1dLayer, value: Value): string {
    if (layer.padding === 'valid') return value.name;
    const { sides, value: filler } = layer.padding;
    const [begin, end] =
      sides.length === 4
        ? [
            [sides[0], sides[3]],
            [sides[2], sides[1]],
          ]
        : [[sides[0]], [sides[1]]];
    const pads = this.#graph.integers([0, 0, ...begin!, 0, 0, ...end!]);
    return this.#graph.node('Pad', [value.name, pads, this.#scalar(filler)], { mode: 'constant' });
  }

  #asBytes(value: Value): boolean {
    return this.#arithmetic === 'int8' && value.kind === 'bits';
  }

  /** Bits as the bytes 0 and 2 round a zero point of 1: the form that 8-bit products are fastest in. */
  #integerProduct(
    operator: 'MatMulInteger' | 'ConvInteger',
    x: string,
    weights: string,
    attributes: Readonly<Record<string, number | readonly number[]>>,
  ): string {
    const graph = this.#graph;
    const bytes = graph.node('Cast', [graph.node('Add', [x, this.#scalar(1)])], { to: 2 });
    const zero = graph.constant('uint8', [], Uint8Array.of(1));
    return graph.node('Cast', [graph.node(operator, [bytes, weights, zero], attributes)], {
      to: 1,
    });
  }

  #around(value: Value, pool: number, repeat: number): string {
    const graph = this.#graph;
    const window = value.shape.slice(0, -1).map(() => pool);
    const pooled =
      pool === 1
        ? value.name
        : graph.node('AveragePool', [value.name], {
            kernel_shape: window,
            strides: window,
            ceil_mode: 1,
          });
    if (repeat === 1) return pooled;
    return graph.node(
      'Concat',
      Array.from({ length: repeat }, () => pooled),
      { axis: 1 },
    );
  }
}

function unsupported(expected: string, received: string): OnebitError {
  return new OnebitError('export-unsupported', {
    expected,
    received,
    hint: 'ONNX has no standard operator for this; run the network with Onebit.',
  });
}
