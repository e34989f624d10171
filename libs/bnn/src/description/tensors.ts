import type { Dtype } from '../model-file/dtype.ts';
import type { Layer, WeightKind } from './layers.ts';
import { signalAfter } from './signals.ts';
import type { NetworkDescription, Signal } from './network.ts';
import type { TensorNeed } from './tensor-need.ts';
import { vocabularyTensors } from './vocabulary.ts';
import { wordOrderTensors } from './word-order.ts';

/** Every tensor that the layers of a network name, in their order. */
export function neededTensors(network: NetworkDescription): TensorNeed[] {
  const needs: TensorNeed[] = [];
  collect(network.layers, network.input, needs);
  if (network.vocabulary) needs.push(...vocabularyTensors(network.vocabulary));
  if (network.wordOrder) needs.push(...wordOrderTensors(network.wordOrder, network));
  return needs;
}

function collect(layers: readonly Layer[], input: Signal, needs: TensorNeed[]): void {
  let signal = input;
  for (const layer of layers) {
    const after = signalAfter([layer], signal);
    const channels = after.shape[after.shape.length - 1]!;
    const perChannel = (dtype: Dtype, ...names: (string | undefined)[]): void => {
      for (const name of names)
        if (name !== undefined) needs.push({ name, dtype, shape: [channels] });
    };
    switch (layer.op) {
      case 'sign':
        if (typeof layer.threshold === 'string') perChannel('F32', layer.threshold);
        break;
      case 'dense':
        needs.push(matrix(layer.weights, layer.weightKind, [layer.outputs, layer.inputs]));
        break;
      case 'conv2d':
        needs.push(
          matrix(layer.weights, layer.weightKind, [layer.filters, ...layer.kernel, layer.channels]),
        );
        break;
      case 'conv1d':
        needs.push(
          matrix(layer.weights, layer.weightKind, [layer.filters, layer.taps, layer.channels]),
        );
        break;
      case 'threshold':
        perChannel('I32', layer.thresholds);
        perChannel('U8', layer.flip);
        break;
      case 'affine':
        perChannel('F32', layer.scale, layer.shift);
        break;
      case 'prelu':
        perChannel('F32', layer.slope, layer.before, layer.after);
        break;
      case 'shortcut':
      case 'scaled':
        collect(layer.body, signal, needs);
        break;
      case 'bag':
        needs.push(matrix(layer.codes, 'bits', [layer.features, layer.width]));
        needs.push({
          name: layer.scales,
          dtype: layer.scaleStep === undefined ? 'F32' : 'U8',
          shape: [layer.features],
        });
        break;
    }
    signal = after;
  }
}

/**
 * Weights of one output a row. Packed rows are bytes, lowest index in the lowest bit; a row of a
 * convolution runs over kernel rows, kernel columns and channels, channels fastest.
 */
function matrix(name: string, kind: WeightKind, shape: readonly number[]): TensorNeed {
  if (kind === 'int8') return { name, dtype: 'I8', shape };
  if (kind === 'float') return { name, dtype: 'F32', shape };
  const [rows, ...rest] = shape as [number, ...number[]];
  const bitsPerRow = rest.reduce((product, side) => product * side, 1);
  return { name, dtype: 'U8', shape: [rows, Math.ceil(bitsPerRow / 8)], bitsPerRow };
}
