import { z } from 'zod';
import type { Conv2dLayer, DenseLayer, Layer, SignLayer } from './layers.ts';
import { FORMAT_VERSION, type NetworkDescription } from './network.ts';
import { groupsSchema } from './groups.ts';
import { vocabularySchema } from './vocabulary.ts';

const size = z
  .number()
  .int()
  .min(1)
  .max(1 << 20);
const count = z
  .number()
  .int()
  .min(0)
  .max(1 << 20);
const tensor = z.string().min(1).max(256);
const finite = z.number();
const pair = z.tuple([size, size]).readonly();
const weightKind = z.enum(['bits', 'int8', 'float']);
const padValue = z.union([z.literal(-1), z.literal(0), z.literal(1)]);

const sign = z.strictObject({ op: z.literal('sign'), threshold: z.union([finite, tensor]) });

const dense = z.strictObject({
  op: z.literal('dense'),
  weights: tensor,
  weightKind,
  inputs: size,
  outputs: size,
});

const conv2d = z.strictObject({
  op: z.literal('conv2d'),
  weights: tensor,
  weightKind,
  channels: size,
  filters: size,
  kernel: pair,
  stride: pair,
  dilation: pair,
  padding: z.union([
    z.literal('valid'),
    z.strictObject({
      sides: z.tuple([count, count, count, count]).readonly(),
      value: padValue,
    }),
  ]),
});

const conv1d = z.strictObject({
  op: z.literal('conv1d'),
  weights: tensor,
  weightKind,
  channels: size,
  filters: size,
  taps: size,
  dilation: size,
  padding: z.union([
    z.literal('valid'),
    z.strictObject({ sides: z.tuple([count, count]).readonly(), value: padValue }),
  ]),
});

const window = { size: pair, stride: pair };

const layer: z.ZodType<Layer> = z.lazy(() =>
  z.discriminatedUnion('op', [
    sign,
    dense,
    conv2d,
    conv1d,
    z.strictObject({
      op: z.literal('thermometer'),
      thresholds: z.array(finite).min(1).max(256).readonly(),
    }),
    z.strictObject({ op: z.literal('quantise'), scale: finite, offset: finite }),
    z.strictObject({
      op: z.literal('threshold'),
      thresholds: tensor,
      flip: tensor.exactOptional(),
    }),
    z.strictObject({ op: z.literal('affine'), scale: tensor, shift: tensor }),
    z.strictObject({
      op: z.literal('prelu'),
      slope: tensor,
      before: tensor.exactOptional(),
      after: tensor.exactOptional(),
    }),
    z.strictObject({ op: z.literal('relu') }),
    z.strictObject({ op: z.literal('max-pool'), ...window }),
    z.strictObject({ op: z.literal('average-pool'), ...window }),
    z.strictObject({ op: z.literal('global-mean') }),
    z.strictObject({ op: z.literal('flatten') }),
    z.strictObject({
      op: z.literal('shortcut'),
      body: z.array(layer).min(1).max(64).readonly(),
      pool: z.union([z.literal(1), z.literal(2)]),
      repeat: size,
    }),
    z.strictObject({ op: z.literal('scaled'), body: scaledBody }),
    z.strictObject({
      op: z.literal('bag'),
      features: size,
      width: size,
      codes: tensor,
      scales: tensor,
      scaleStep: z.number().positive().exactOptional(),
    }),
  ]),
);

const scaledBody: z.ZodType<readonly [SignLayer, DenseLayer | Conv2dLayer]> = z
  .tuple([sign, z.discriminatedUnion('op', [dense, conv2d])])
  .readonly();

const provenance = z.strictObject({
  command: z.string().min(1),
  seed: z.number().int().exactOptional(),
  data: z.record(z.string(), z.string()).exactOptional(),
  metrics: z.record(z.string(), z.number()).exactOptional(),
  seconds: z.number().min(0).exactOptional(),
  licence: z.string().min(1),
  source: z.string().exactOptional(),
});

/** The shape of a description, checked before anything in it is believed. */
export const networkSchema: z.ZodType<NetworkDescription> = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  task: z.string().min(1).max(64),
  input: z.strictObject({
    kind: z.enum(['levels', 'bits', 'integers', 'reals', 'features']),
    shape: z.array(size).min(1).max(3).readonly(),
  }),
  layers: z.array(layer).min(1).max(256).readonly(),
  labels: z.array(z.string().min(1).max(256)).min(1).max(65_536).readonly(),
  decisionThresholds: z.array(finite).readonly().exactOptional(),
  groups: groupsSchema.exactOptional(),
  vocabulary: vocabularySchema.exactOptional(),
  provenance,
});
