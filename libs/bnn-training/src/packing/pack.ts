import { FORMAT_VERSION, packWeights } from '@onebit/bnn';
import type {
  Layer,
  NetworkDescription,
  Provenance,
  Tensor,
  TensorName,
  ValueKind,
} from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import type {
  Conv1dBlueprint,
  Conv2dBlueprint,
  DenseBlueprint,
  LayerBlueprint,
} from '../blueprint/blueprint.ts';
import { BatchNormLayer } from '../layers/batch-norm-layer.ts';
import type { Parameter, TrainableLayer } from '../layers/layer.ts';
import type { ShortcutLayer } from '../layers/shortcut-layer.ts';
import type { TrainableNetwork } from '../network/trainable-network.ts';
import { affineOf, foldNorm, foldThresholds } from './folding.ts';
import { floatTensor, intTensor, quantiseRows } from './tensors.ts';

/** A packed network: ready for `writeModel`. */
export interface PackedNetwork {
  readonly network: NetworkDescription;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** What a packed network may give up for size. */
export interface PackOptions {
  /**
   * Steps a unit in which reals are rounded to 8 bits before a layer of real weights, which then
   * become 8-bit too: 8 covers -16 to 15.9. Absent, such layers stay float32.
   */
  readonly stepsPerUnit?: number;
}

/**
 * Packs a trained network: latent weights become bits, batch norm and sign become whole thresholds,
 * real weights on 8-bit inputs become 8-bit. Latent weights are not kept.
 *
 * @param trained - a network of 1-bit or real layers; a real-valued twin cannot be packed
 * @param provenance - where it comes from
 * @param options - what may be rounded
 * @throws OnebitError `export-unsupported` for a real-valued twin
 */
export function packNetwork(
  trained: TrainableNetwork,
  provenance: Provenance,
  options: PackOptions = {},
): PackedNetwork {
  const { blueprint } = trained;
  const packer = new Packer(options);
  const layers = packer.pack(
    blueprint.layers as readonly LayerBlueprint[],
    trained.layers,
    blueprint.input.shape,
    blueprint.input.kind,
  );
  const network: NetworkDescription = {
    formatVersion: FORMAT_VERSION,
    id: blueprint.id,
    task: blueprint.task,
    input: blueprint.input,
    layers: layers.packed,
    labels: blueprint.labels,
    provenance,
  };
  return { network, tensors: packer.tensors };
}

type Product = DenseBlueprint | Conv1dBlueprint | Conv2dBlueprint;

class Packer {
  readonly tensors = new Map<string, Tensor>();
  readonly #options: PackOptions;
  #count = 0;

  constructor(options: PackOptions) {
    this.#options = options;
  }

  pack(
    blueprints: readonly LayerBlueprint[],
    layers: readonly TrainableLayer[],
    shape: readonly number[],
    kind: ValueKind,
  ): { packed: Layer[]; kind: ValueKind } {
    const packed: Layer[] = [];
    let channels = shape[shape.length - 1]!;
    let positions = shape.slice(0, -1).reduce((product, side) => product * side, 1);
    for (let at = 0; at < blueprints.length; at++) {
      const blueprint = blueprints[at]!;
      const layer = layers[at]!;
      switch (blueprint.op) {
        case 'input-sign':
          packed.push({ op: 'sign', threshold: blueprint.threshold });
          kind = 'bits';
          break;
        case 'input-thermometer':
          packed.push({ op: 'thermometer', thresholds: blueprint.thresholds });
          channels *= blueprint.thresholds.length;
          kind = 'bits';
          break;
        case 'input-quantise': {
          const { scale, offset } = blueprint;
          packed.push({ op: 'quantise', scale, offset });
          kind = 'integers';
          break;
        }
        case 'dense':
        case 'conv1d':
        case 'conv2d': {
          const norm = layers[at + 1];
          const sign = blueprints[at + 2];
          const folds = norm instanceof BatchNormLayer && kind !== 'reals';
          const { stepsPerUnit } = this.#options;
          const latent = layer.parameters[0]!.latent;
          const rounds = kind === 'reals' && !latent && stepsPerUnit !== undefined;
          if (rounds) {
            packed.push({ op: 'quantise', scale: stepsPerUnit, offset: 0 });
            kind = 'integers';
          }
          const found = this.#product(blueprint, layer, channels, kind, rounds ? stepsPerUnit : 1);
          packed.push(found.layer);
          channels = found.outputs;
          if (folds && sign?.op === 'sign' && found.scale === undefined) {
            const shift = layers[at + 2]!.parameters[0]?.value.data;
            packed.push(this.#threshold(norm, shift, found.limit));
            kind = 'bits';
            at += 2;
          } else {
            kind = kind === 'reals' ? 'reals' : 'integers';
            const affine = this.#affineAfter(found, norm);
            if (affine) {
              packed.push(affine);
              kind = 'reals';
            }
            if (norm instanceof BatchNormLayer) at += 1;
          }
          break;
        }
        case 'batch-norm':
          packed.push(this.#affine(affineOf(foldNorm((layer as BatchNormLayer).state))));
          kind = 'reals';
          break;
        case 'sign': {
          const shift = layer.parameters[0]?.value.data;
          const threshold = shift ? this.#floats(shift.map((value) => -value)) : 0;
          packed.push({ op: 'sign', threshold });
          kind = 'bits';
          break;
        }
        case 'prelu': {
          const [slope, before, after] = layer.parameters.map(({ value }) =>
            this.#floats(value.data),
          );
          packed.push({ op: 'prelu', slope: slope!, ...(before && after && { before, after }) });
          break;
        }
        case 'relu':
        case 'global-mean':
          packed.push({ op: blueprint.op });
          if (blueprint.op === 'global-mean') positions = 1;
          break;
        case 'flatten':
          packed.push({ op: 'flatten' });
          channels *= positions;
          positions = 1;
          break;
        case 'dropout':
          break;
        case 'shortcut': {
          const { body } = layer as ShortcutLayer;
          const inner = this.pack(blueprint.body, body, [channels], kind);
          packed.push({
            op: 'shortcut',
            body: inner.packed,
            pool: blueprint.pool,
            repeat: blueprint.repeat,
          });
          channels *= blueprint.repeat;
          break;
        }
        default:
          throw twinRefused();
      }
    }
    return { packed, kind };
  }

  /**
   * A product: its layer, how large its sums can be, and the scale of 8-bit weights.
   *
   * @param steps - of the integers before it that make one unit
   */
  #product(
    blueprint: Product,
    layer: TrainableLayer,
    channels: number,
    kind: ValueKind,
    steps: number,
  ): { layer: Layer; outputs: number; limit: number; scale?: Float32Array; bias?: Parameter } {
    const [weights, bias] = layer.parameters as [Parameter, Parameter?];
    const { rows, columns, data } = weights.value;
    const largest = kind === 'integers' ? 128 : 1;
    const extra = bias ? { bias } : {};
    if (weights.latent) {
      const name = this.#keep(packWeights(data, rows));
      const described = describe(blueprint, name, 'bits', channels, rows, columns, kind);
      return { layer: described, outputs: rows, limit: columns * largest, ...extra };
    }
    if (kind === 'reals') {
      const name = this.#keep(floatTensor(data, [rows, columns]));
      const described = describe(blueprint, name, 'float', channels, rows, columns, kind);
      return { layer: this.#shaped(described, name), outputs: rows, limit: Infinity, ...extra };
    }
    if (kind === 'bits') throw realOnBits();
    const { quantised, scale: ofWeights } = quantiseRows(data, rows);
    const scale = ofWeights.map((value) => value / steps);
    const name = this.#keep(quantised);
    const described = describe(blueprint, name, 'int8', channels, rows, columns, kind);
    const limit = columns * largest * 127;
    return { layer: this.#shaped(described, name), outputs: rows, limit, scale, ...extra };
  }

  /** 8-bit and float weights of convolutions keep their full shape in the file. */
  #shaped(layer: Layer, name: string): Layer {
    const tensor = this.tensors.get(name)!;
    const shape =
      layer.op === 'conv2d'
        ? [layer.filters, ...layer.kernel, layer.channels]
        : layer.op === 'conv1d'
          ? [layer.filters, layer.taps, layer.channels]
          : tensor.shape;
    this.tensors.set(name, { ...tensor, shape });
    return layer;
  }

  #threshold(norm: BatchNormLayer, shift: Float32Array | undefined, limit: number): Layer {
    const { thresholds, flip } = foldThresholds(foldNorm(norm.state), shift, limit);
    const names = { thresholds: this.#keep(intTensor(thresholds)) };
    if (!flip.includes(1)) return { op: 'threshold', ...names };
    const turned = this.#keep({ dtype: 'U8', shape: [flip.length], bytes: flip });
    return { op: 'threshold', ...names, flip: turned };
  }

  /** What follows a product that is not thresholded: 8-bit scale, bias and batch norm in one. */
  #affineAfter(
    { outputs, scale, bias }: { outputs: number; scale?: Float32Array; bias?: Parameter },
    norm: TrainableLayer | undefined,
  ): Layer | undefined {
    const normed = norm instanceof BatchNormLayer;
    if (!normed && !scale && !bias) return undefined;
    const folded = normed
      ? affineOf(foldNorm(norm.state))
      : { scale: new Float32Array(outputs).fill(1), shift: new Float32Array(outputs) };
    const offset = bias?.value.data;
    return this.#affine({
      scale: folded.scale.map((value, at) => value * (scale?.[at] ?? 1)),
      shift: folded.shift.map((value, at) => value + folded.scale[at]! * (offset?.[at] ?? 0)),
    });
  }

  #affine({ scale, shift }: { scale: Float32Array; shift: Float32Array }): Layer {
    return { op: 'affine', scale: this.#floats(scale), shift: this.#floats(shift) };
  }

  #floats(values: Float32Array): TensorName {
    return this.#keep(floatTensor(values, [values.length]));
  }

  #keep(tensor: Tensor): TensorName {
    const name = `t${this.#count++}`;
    this.tensors.set(name, tensor);
    return name;
  }
}

function describe(
  blueprint: Product,
  weights: TensorName,
  weightKind: 'bits' | 'int8' | 'float',
  channels: number,
  outputs: number,
  inputs: number,
  kind: ValueKind,
): Layer {
  const named = { weights, weightKind };
  const padValue = blueprint.op === 'dense' || kind !== 'bits' ? 0 : blueprint.padValue;
  switch (blueprint.op) {
    case 'dense':
      return { op: 'dense', ...named, inputs, outputs };
    case 'conv2d': {
      const { kernel, stride, padding } = blueprint;
      return {
        op: 'conv2d',
        ...named,
        channels,
        filters: outputs,
        kernel: [kernel, kernel],
        stride: [stride, stride],
        dilation: [1, 1],
        padding: padded([padding, padding, padding, padding], padValue),
      };
    }
    case 'conv1d': {
      const { taps, dilation, causal } = blueprint;
      const reach = (taps - 1) * dilation;
      const after = causal ? 0 : Math.floor(reach / 2);
      return {
        op: 'conv1d',
        ...named,
        channels,
        filters: outputs,
        taps,
        dilation,
        padding: padded([reach - after, after], padValue),
      };
    }
  }
}

function padded<Sides extends readonly number[]>(sides: Sides, value: -1 | 0 | 1) {
  return sides.every((side) => side === 0) ? ('valid' as const) : { sides, value };
}

function twinRefused(): OnebitError {
  return new OnebitError('export-unsupported', {
    expected: 'a network of 1-bit layers',
    received: 'a real-valued twin',
    hint: 'Pack the 1-bit network; a twin is for comparison.',
  });
}

function realOnBits(): OnebitError {
  return new OnebitError('export-unsupported', {
    expected: '1-bit weights where the inputs are bits',
    received: 'real weights',
    hint: 'Put a batch norm between the sign and the layer, or make the layer binary.',
  });
}
