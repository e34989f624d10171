import { calibrationShape } from './calibration.ts';
import type { Conv2dLayer, DenseLayer, Layer, SignLayer } from './layers.ts';
import { FORMAT_VERSION, type NetworkDescription } from './network.ts';
import { groupsShape } from './groups.ts';
import { languagesShape } from './languages.ts';
import {
  either,
  listOf,
  number,
  object,
  oneOf,
  recordOf,
  type Shape,
  tagged,
  text,
  textLike,
  tuple,
  whole,
} from './shape.ts';
import { vocabularyShape } from './vocabulary.ts';
import { wordOrderShape } from './word-order.ts';

const size = whole(1, 1 << 20);
const count = whole(0, 1 << 20);
const tensor = text(1, 256);
const finite = number();
const pair = tuple(size, size);
const weightKind = oneOf('bits', 'int8', 'float');
const padValue = oneOf(-1, 0, 1);
const pooling = { size: pair, stride: pair };

const sign: Shape<SignLayer> = object({ op: oneOf('sign'), threshold: either(finite, tensor) });

const dense: Shape<DenseLayer> = object({
  op: oneOf('dense'),
  weights: tensor,
  weightKind,
  inputs: size,
  outputs: size,
});

const conv2d: Shape<Conv2dLayer> = object({
  op: oneOf('conv2d'),
  weights: tensor,
  weightKind,
  channels: size,
  filters: size,
  kernel: pair,
  stride: pair,
  dilation: pair,
  padding: either(
    oneOf('valid'),
    object({ sides: tuple(count, count, count, count), value: padValue }),
  ),
});

const layer: Shape<Layer> = (value, at) => layers(value, at);

const layers: Shape<Layer> = tagged<Layer>('op', {
  sign,
  dense,
  conv2d,
  conv1d: object({
    op: oneOf('conv1d'),
    weights: tensor,
    weightKind,
    channels: size,
    filters: size,
    taps: size,
    dilation: size,
    padding: either(oneOf('valid'), object({ sides: tuple(count, count), value: padValue })),
  }),
  thermometer: object({ op: oneOf('thermometer'), thresholds: listOf(finite, 1, 256) }),
  quantise: object({ op: oneOf('quantise'), scale: finite, offset: finite }),
  threshold: object({ op: oneOf('threshold'), thresholds: tensor }, { flip: tensor }),
  affine: object({ op: oneOf('affine'), scale: tensor, shift: tensor }),
  prelu: object({ op: oneOf('prelu'), slope: tensor }, { before: tensor, after: tensor }),
  relu: object({ op: oneOf('relu') }),
  'max-pool': object({ op: oneOf('max-pool'), ...pooling }),
  'average-pool': object({ op: oneOf('average-pool'), ...pooling }),
  'global-mean': object({ op: oneOf('global-mean') }),
  flatten: object({ op: oneOf('flatten') }),
  shortcut: object({
    op: oneOf('shortcut'),
    body: listOf(layer, 1, 64),
    pool: oneOf(1, 2),
    repeat: size,
  }),
  scaled: object({
    op: oneOf('scaled'),
    body: tuple(sign, tagged<DenseLayer | Conv2dLayer>('op', { dense, conv2d })),
  }),
  bag: object(
    { op: oneOf('bag'), features: size, width: size, codes: tensor, scales: tensor },
    { scaleStep: number(Number.MIN_VALUE) },
  ),
});

/** The shape of a description, checked before anything in it is believed. */
export const networkShape: Shape<NetworkDescription> = object(
  {
    formatVersion: oneOf(FORMAT_VERSION),
    id: textLike(/^[a-z0-9][a-z0-9.-]{0,63}$/),
    task: text(1, 64),
    input: object({
      kind: oneOf('levels', 'bits', 'integers', 'reals', 'features'),
      shape: listOf(size, 1, 3),
    }),
    layers: listOf(layer, 1, 256),
    labels: listOf(text(1, 256), 1, 65_536),
    provenance: object(
      { command: text(1), licence: text(1) },
      {
        seed: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
        data: recordOf(text()),
        metrics: recordOf(finite),
        seconds: number(0),
        source: text(),
      },
    ),
  },
  {
    decisionThresholds: listOf(finite),
    groups: groupsShape,
    languages: languagesShape,
    vocabulary: vocabularyShape,
    calibration: calibrationShape,
    wordOrder: wordOrderShape,
  },
);
