import { OnebitError } from '@onebit/errors';
import type { Blueprint, LayerBlueprint } from '../blueprint/blueprint.ts';
import type { TwinBlueprint, TwinLayer } from '../blueprint/real-twin.ts';
import { DropoutLayer, PreluLayer, ReluLayer } from '../layers/activation-layers.ts';
import { BatchNormLayer } from '../layers/batch-norm-layer.ts';
import { ConvolutionLayer } from '../layers/convolution-layer.ts';
import { DenseLayer } from '../layers/dense-layer.ts';
import {
  InputQuantiseLayer,
  InputSignLayer,
  InputThermometerLayer,
} from '../layers/input-layers.ts';
import type { TrainableLayer } from '../layers/layer.ts';
import { FlattenLayer, GlobalMeanLayer } from '../layers/shape-layers.ts';
import { ShortcutLayer } from '../layers/shortcut-layer.ts';
import { SignLayer, SoftSignLayer } from '../layers/sign-layer.ts';
import type { Random } from './random.ts';

/** What is known of the value before a layer. */
interface Place {
  readonly shape: readonly number[];
  /** Whether any layer before has something to learn. */
  readonly learned: boolean;
}

type AnyLayer = LayerBlueprint | TwinLayer;

/** Builds the layers of a blueprint in order, each for the shape that the one before it gives. */
export function buildLayers(
  blueprint: Blueprint | TwinBlueprint,
  random: Random,
): TrainableLayer[] {
  const place = { shape: blueprint.input.shape, learned: false };
  const { layers, shape } = buildList(blueprint.layers, place, '', random);
  const outputs = shape[shape.length - 1]!;
  if (outputs !== blueprint.labels.length) {
    throw refuse('one label an output', `${blueprint.labels.length} labels for ${outputs} outputs`);
  }
  return layers;
}

function buildList(
  list: readonly AnyLayer[],
  start: Place,
  prefix: string,
  random: Random,
): { layers: TrainableLayer[]; shape: readonly number[] } {
  const layers: TrainableLayer[] = [];
  let place = start;
  list.forEach((blueprint, at) => {
    const { layer, shape } = buildOne(blueprint, `${prefix}${at}`, place, random);
    layers.push(layer);
    place = { shape, learned: place.learned || layer.parameters.length > 0 };
  });
  return { layers, shape: place.shape };
}

function buildOne(
  blueprint: AnyLayer,
  name: string,
  { shape, learned }: Place,
  random: Random,
): { layer: TrainableLayer; shape: readonly number[] } {
  const channels = shape[shape.length - 1]!;
  switch (blueprint.op) {
    case 'input-sign':
      return { layer: new InputSignLayer(blueprint.threshold), shape };
    case 'input-thermometer': {
      const layer = new InputThermometerLayer(blueprint.thresholds);
      return { layer, shape: [...shape.slice(0, -1), channels * blueprint.thresholds.length] };
    }
    case 'input-quantise':
      return { layer: new InputQuantiseLayer(blueprint.scale, blueprint.offset), shape };
    case 'dense': {
      if (shape.length !== 1) throw refuse(`${name} to get one row of features`, text(shape));
      const layer = new DenseLayer(name, blueprint, channels, !learned, random);
      return { layer, shape: [blueprint.outputs] };
    }
    case 'conv2d':
    case 'conv1d': {
      const layer = new ConvolutionLayer(name, blueprint, shape, !learned, random);
      return { layer, shape: layer.outputShape };
    }
    case 'batch-norm':
      return { layer: new BatchNormLayer(name, channels), shape };
    case 'sign':
      return {
        layer: new SignLayer(name, channels, blueprint.shift, blueprint.estimator),
        shape,
      };
    case 'soft-sign':
      return { layer: new SoftSignLayer(name, channels, blueprint.shift), shape };
    case 'prelu':
      return { layer: new PreluLayer(name, channels, blueprint.shifts), shape };
    case 'relu':
      return { layer: new ReluLayer(), shape };
    case 'dropout':
      return { layer: new DropoutLayer(blueprint.share), shape };
    case 'shortcut': {
      const body = buildList(blueprint.body, { shape, learned }, `${name}.`, random);
      const { pool, repeat } = blueprint;
      return { layer: new ShortcutLayer(body.layers, pool, repeat), shape: body.shape };
    }
    case 'global-mean':
      return { layer: new GlobalMeanLayer(), shape: [channels] };
    case 'flatten':
      return {
        layer: new FlattenLayer(),
        shape: [shape.reduce((product, side) => product * side, 1)],
      };
  }
}

const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

function refuse(expected: string, received: string): OnebitError {
  return new OnebitError('model-description-invalid', {
    expected,
    received,
    hint: 'Correct the blueprint.',
  });
}
