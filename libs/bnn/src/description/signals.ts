import { OnebitError } from '@onebit/errors';
import type { Conv1dLayer, Conv2dLayer, Layer } from './layers.ts';
import type { Signal, ValueKind } from './network.ts';

/** Infers the signal after a list of layers, or names the first layer that cannot follow. */
export function signalAfter(layers: readonly Layer[], input: Signal, where = 'layers'): Signal {
  return layers.reduce(
    (signal, layer, index) => step(layer, signal, `${where}[${index}] (${layer.op})`),
    input,
  );
}

function step(layer: Layer, signal: Signal, where: string): Signal {
  const { kind, shape } = signal;
  const accept = (...kinds: ValueKind[]): void => {
    if (!kinds.includes(kind)) throw refuse(where, kinds.join(' or '), kind);
  };
  const dimensions = (wanted: number): void => {
    if (shape.length !== wanted) throw refuse(where, `${wanted} dimensions`, text(shape));
  };
  switch (layer.op) {
    case 'sign':
      accept('levels', 'reals');
      return { kind: 'bits', shape };
    case 'thermometer':
      accept('levels', 'reals');
      return {
        kind: 'bits',
        shape: withChannels(shape, channels(shape) * layer.thresholds.length),
      };
    case 'quantise':
      accept('levels', 'reals');
      return { kind: 'integers', shape };
    case 'dense': {
      acceptWeights(layer.weightKind, kind, where);
      dimensions(1);
      if (shape[0] !== layer.inputs) throw refuse(where, `${layer.inputs} inputs`, text(shape));
      return { kind: sumKind(kind), shape: [layer.outputs] };
    }
    case 'conv2d': {
      acceptWeights(layer.weightKind, kind, where);
      dimensions(3);
      return { kind: sumKind(kind), shape: conv2dShape(layer, kind, shape, where) };
    }
    case 'conv1d': {
      acceptWeights(layer.weightKind, kind, where);
      dimensions(2);
      return { kind: sumKind(kind), shape: conv1dShape(layer, kind, shape, where) };
    }
    case 'threshold':
      accept('integers');
      return { kind: 'bits', shape };
    case 'affine':
      accept('integers', 'reals');
      return { kind: 'reals', shape };
    case 'prelu':
    case 'relu':
      accept('reals');
      return signal;
    case 'max-pool':
    case 'average-pool': {
      if (layer.op === 'max-pool') accept('bits', 'reals');
      else accept('reals');
      dimensions(3);
      const [height, width, depth] = shape as [number, number, number];
      const rows = positions(height, layer.size[0], layer.stride[0], where);
      const columns = positions(width, layer.size[1], layer.stride[1], where);
      return { kind, shape: [rows, columns, depth] };
    }
    case 'global-mean':
      accept('reals');
      return { kind, shape: [channels(shape)] };
    case 'flatten':
      return { kind, shape: [shape.reduce((product, side) => product * side, 1)] };
    case 'shortcut': {
      accept('reals');
      const body = signalAfter(layer.body, signal, `${where}.body`);
      const around = shape.map((side, at) =>
        at === shape.length - 1 ? side * layer.repeat : Math.ceil(side / layer.pool),
      );
      if (body.kind !== 'reals' || text(body.shape) !== text(around)) {
        throw refuse(
          where,
          `a body that gives reals ${text(around)}`,
          `${body.kind} ${text(body.shape)}`,
        );
      }
      return body;
    }
    case 'scaled': {
      accept('reals');
      return { kind: 'reals', shape: signalAfter(layer.body, signal, `${where}.body`).shape };
    }
    case 'bag':
      accept('features');
      if (shape[0] !== layer.features)
        throw refuse(where, `${layer.features} features`, text(shape));
      return { kind: 'reals', shape: [layer.width] };
  }
}

function acceptWeights(weights: string, kind: ValueKind, where: string): void {
  const allowed: Record<string, readonly ValueKind[]> = {
    bits: ['bits', 'levels', 'integers', 'reals'],
    int8: ['levels', 'integers'],
    float: ['reals'],
  };
  if (!allowed[weights]!.includes(kind)) {
    throw refuse(where, `${allowed[weights]!.join(' or ')} for ${weights} weights`, kind);
  }
}

const sumKind = (kind: ValueKind): ValueKind => (kind === 'reals' ? 'reals' : 'integers');
const channels = (shape: readonly number[]): number => shape[shape.length - 1]!;
const withChannels = (shape: readonly number[], count: number): number[] => [
  ...shape.slice(0, -1),
  count,
];

function conv2dShape(
  layer: Conv2dLayer,
  kind: ValueKind,
  shape: readonly number[],
  where: string,
): number[] {
  const [height, width, depth] = shape as [number, number, number];
  if (depth !== layer.channels) throw refuse(where, `${layer.channels} channels`, text(shape));
  checkPadValue(layer.padding, kind, where);
  const [top, right, bottom, left] = layer.padding === 'valid' ? [0, 0, 0, 0] : layer.padding.sides;
  const reach = (at: 0 | 1): number => layer.dilation[at] * (layer.kernel[at] - 1) + 1;
  return [
    positions(height + top + bottom, reach(0), layer.stride[0], where),
    positions(width + left + right, reach(1), layer.stride[1], where),
    layer.filters,
  ];
}

function conv1dShape(
  layer: Conv1dLayer,
  kind: ValueKind,
  shape: readonly number[],
  where: string,
): number[] {
  const [time, depth] = shape as [number, number];
  if (depth !== layer.channels) throw refuse(where, `${layer.channels} channels`, text(shape));
  checkPadValue(layer.padding, kind, where);
  const [before, after] = layer.padding === 'valid' ? [0, 0] : layer.padding.sides;
  const reach = layer.dilation * (layer.taps - 1) + 1;
  return [positions(time + before + after, reach, 1, where), layer.filters];
}

/** Bits know no zero: only numbers can be padded with it. */
function checkPadValue(
  padding: 'valid' | { readonly value: number },
  kind: ValueKind,
  where: string,
): void {
  if (padding !== 'valid' && kind === 'bits' && padding.value === 0) {
    throw refuse(where, 'padding with -1 or +1 for bits', '0');
  }
}

function positions(length: number, window: number, stride: number, where: string): number {
  if (length < window) throw refuse(where, `at least ${window} positions`, `${length}`);
  return Math.floor((length - window) / stride) + 1;
}

const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

function refuse(where: string, expected: string, received: string): OnebitError {
  return new OnebitError('model-description-invalid', {
    expected: `${where} to get ${expected}`,
    received,
    hint: 'Correct the layer or the one before it.',
  });
}
