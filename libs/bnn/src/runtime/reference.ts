import type { Conv1dLayer, Conv2dLayer, Layer } from '../description/layers.ts';
import type { Signal } from '../description/network.ts';
import { signalAfter } from '../description/signals.ts';
import { numbersOf, weightRows } from '../model-file/weights.ts';
import type { Model } from '../model-file/model.ts';
import type { Tensor } from '../model-file/safetensors.ts';

/** A value between two layers, in plain numbers: bits are +1 and -1. */
interface Value extends Signal {
  readonly data: Float64Array;
}

const round = Math.fround;

/**
 * Runs a network on one input, layer by layer, in plain loops over plain numbers. Elementwise
 * operations on reals round to 32-bit floats one by one, as every faster way does too.
 *
 * This is the definition of every layer: it packs nothing and fuses nothing, so that it can be
 * checked by eye, and every faster way is checked against it.
 *
 * @param model - a network and its tensors
 * @param input - the elements of one input, in row order, channels fastest
 * @returns the elements of the output
 */
export function runReference(model: Model, input: ArrayLike<number>): Float64Array {
  const value: Value = { ...model.network.input, data: Float64Array.from(input) };
  return runLayers(model.network.layers, value, model.tensors).data;
}

function runLayers(
  layers: readonly Layer[],
  input: Value,
  tensors: ReadonlyMap<string, Tensor>,
): Value {
  return layers.reduce((value, layer) => {
    const signal = signalAfter([layer], value);
    return { ...signal, data: runLayer(layer, value, signal, tensors) };
  }, input);
}

function runLayer(
  layer: Layer,
  input: Value,
  output: Signal,
  tensors: ReadonlyMap<string, Tensor>,
): Float64Array {
  const { data, shape } = input;
  const channels = shape[shape.length - 1]!;
  const numbers = (name: string | undefined): ArrayLike<number> | undefined =>
    name === undefined ? undefined : numbersOf(tensors.get(name)!);
  const each = (f: (value: number, channel: number) => number): Float64Array =>
    data.map((value, at) => f(value, at % channels));

  switch (layer.op) {
    case 'sign': {
      const { threshold } = layer;
      const t = typeof threshold === 'number' ? undefined : numbers(threshold);
      return each((x, c) => (x >= (t ? t[c]! : (threshold as number)) ? 1 : -1));
    }
    case 'thermometer':
      return Float64Array.from(
        [...data].flatMap((x) => layer.thresholds.map((t) => (x >= t ? 1 : -1))),
      );
    case 'quantise':
      return each((x) => Math.max(-128, Math.min(127, Math.round(layer.scale * x + layer.offset))));
    case 'dense': {
      const w = weightRows(tensors.get(layer.weights)!, layer.weightKind, layer.inputs);
      return Float64Array.from({ length: layer.outputs }, (_, row) =>
        data.reduce((sum, x, at) => sum + x * w[row * layer.inputs + at]!, 0),
      );
    }
    case 'conv2d':
      return convolve2d(layer, input, output, tensors);
    case 'conv1d':
      return convolve2d(asTwoDimensional(layer), asPicture(input), asPicture(output), tensors);
    case 'threshold': {
      const t = numbers(layer.thresholds)!;
      const flip = numbers(layer.flip);
      return each((x, c) => ((flip?.[c] ? x <= t[c]! : x >= t[c]!) ? 1 : -1));
    }
    case 'affine': {
      const scale = numbers(layer.scale)!;
      const shift = numbers(layer.shift)!;
      return each((x, c) => round(round(scale[c]! * x) + shift[c]!));
    }
    case 'prelu': {
      const slope = numbers(layer.slope)!;
      const before = numbers(layer.before);
      const after = numbers(layer.after);
      return each((x, c) => {
        const u = round(x + (before?.[c] ?? 0));
        return round((u >= 0 ? u : round(slope[c]! * u)) + (after?.[c] ?? 0));
      });
    }
    case 'relu':
      return each((x) => Math.max(x, 0));
    case 'max-pool':
      return pool(input, output, layer.size, layer.stride, (window) => Math.max(...window));
    case 'average-pool':
      return pool(input, output, layer.size, layer.stride, mean);
    case 'global-mean':
      return Float64Array.from({ length: channels }, (_, c) =>
        mean([...data].filter((_x, at) => at % channels === c)),
      );
    case 'flatten':
      return data;
    case 'shortcut': {
      const body = runLayers(layer.body, input, tensors).data;
      const around = shortcut(input, output, layer.pool);
      return body.map((y, at) => round(y + around[at]!));
    }
    case 'scaled': {
      const body = runLayers(layer.body, input, tensors).data;
      const scale = inputScale(layer.body[1], input, output);
      const filters = output.shape[output.shape.length - 1]!;
      return body.map((y, at) => y * scale[Math.floor(at / filters)]!);
    }
    case 'bag': {
      const codes = weightRows(tensors.get(layer.codes)!, 'bits', layer.width);
      const { scaleStep = 1 } = layer;
      const scales = Float32Array.from(numbers(layer.scales)!, (scale) => scale * scaleStep);
      const sum = new Float64Array(layer.width);
      data.forEach((weight, feature) => {
        for (let at = 0; at < layer.width; at++) {
          sum[at]! += weight * scales[feature]! * codes[feature * layer.width + at]!;
        }
      });
      return sum;
    }
  }
}

/** A mean as the sum of equal shares, each step rounded. */
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => round(sum + round(value * round(1 / values.length))), 0);

function convolve2d(
  layer: Conv2dLayer,
  input: Value,
  output: Signal,
  tensors: ReadonlyMap<string, Tensor>,
): Float64Array {
  const [height, width, channels] = input.shape as [number, number, number];
  const [rows, columns, filters] = output.shape as [number, number, number];
  const [kernelHeight, kernelWidth] = layer.kernel;
  const w = weightRows(
    tensors.get(layer.weights)!,
    layer.weightKind,
    kernelHeight * kernelWidth * channels,
  );
  const pad = layer.padding === 'valid' ? { sides: [0, 0, 0, 0], value: 0 } : layer.padding;
  const at = (y: number, x: number, c: number): number =>
    y >= 0 && y < height && x >= 0 && x < width
      ? input.data[(y * width + x) * channels + c]!
      : pad.value;
  const result = new Float64Array(rows * columns * filters);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let f = 0; f < filters; f++) {
        let sum = 0;
        let weight = f * kernelHeight * kernelWidth * channels;
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            const fromY = y * layer.stride[0] - pad.sides[0]! + i * layer.dilation[0];
            const fromX = x * layer.stride[1] - pad.sides[3]! + j * layer.dilation[1];
            for (let c = 0; c < channels; c++) sum += at(fromY, fromX, c) * w[weight++]!;
          }
        }
        result[(y * columns + x) * filters + f] = sum;
      }
    }
  }
  return result;
}

/** A one-dimensional convolution is a two-dimensional one over pictures of width 1. */
function asTwoDimensional(layer: Conv1dLayer): Conv2dLayer {
  const { padding } = layer;
  return {
    ...layer,
    op: 'conv2d',
    kernel: [layer.taps, 1],
    stride: [1, 1],
    dilation: [layer.dilation, 1],
    padding:
      padding === 'valid'
        ? 'valid'
        : { value: padding.value, sides: [padding.sides[0], 0, padding.sides[1], 0] },
  };
}

const asPicture = <S extends Signal>(signal: S): S => ({
  ...signal,
  shape: [signal.shape[0]!, 1, signal.shape[1]!],
});

function pool(
  input: Value,
  output: Signal,
  size: readonly [number, number],
  stride: readonly [number, number],
  reduce: (window: readonly number[]) => number,
): Float64Array {
  const [height, width, channels] = input.shape as [number, number, number];
  const [rows, columns] = output.shape as [number, number];
  const result = new Float64Array(rows * columns * channels);
  result.forEach((_, at) => {
    const c = at % channels;
    const x = Math.floor(at / channels) % columns;
    const y = Math.floor(at / (channels * columns));
    const window: number[] = [];
    for (let i = 0; i < size[0]; i++) {
      for (let j = 0; j < size[1]; j++) {
        const [row, column] = [y * stride[0] + i, x * stride[1] + j];
        if (row >= height || column >= width) continue; // what there is of a window at an odd end
        window.push(input.data[(row * width + column) * channels + c]!);
      }
    }
    result[at] = reduce(window);
  });
  return result;
}

/** The way round the body: windows averaged, then all channels repeated one after the other. */
function shortcut(input: Value, output: Signal, size: number): Float64Array {
  const channels = input.shape[input.shape.length - 1]!;
  const filters = output.shape[output.shape.length - 1]!;
  const around =
    size === 1
      ? input.data
      : pool(input, { ...output, shape: [...output.shape] }, [size, size], [size, size], mean);
  const positions = around.length / channels;
  return Float64Array.from({ length: positions * filters }, (_, at) => {
    const position = Math.floor(at / filters);
    return around[position * channels + ((at % filters) % channels)]!;
  });
}

/** K of XNOR-Net: mean of |x| over channels, averaged over each window; padding counts as zero. */
function inputScale(
  layer: Conv2dLayer | { readonly op: 'dense' },
  input: Value,
  output: Signal,
): Float64Array {
  const channels = input.shape[input.shape.length - 1]!;
  const magnitude = Float64Array.from({ length: input.data.length / channels }, (_, at) =>
    mean([...input.data.subarray(at * channels, (at + 1) * channels)].map(Math.abs)),
  );
  if (layer.op === 'dense') return magnitude;
  const [height, width] = input.shape as [number, number];
  const [rows, columns] = output.shape as [number, number];
  const [top, , , left] = layer.padding === 'valid' ? [0, 0, 0, 0] : layer.padding.sides;
  const [kernelHeight, kernelWidth] = layer.kernel;
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    let sum = 0;
    for (let i = 0; i < kernelHeight; i++) {
      for (let j = 0; j < kernelWidth; j++) {
        const y = Math.floor(at / columns) * layer.stride[0] - top + i * layer.dilation[0];
        const x = (at % columns) * layer.stride[1] - left + j * layer.dilation[1];
        if (y >= 0 && y < height && x >= 0 && x < width) sum += magnitude[y * width + x]!;
      }
    }
    return sum / (kernelHeight * kernelWidth);
  });
}
